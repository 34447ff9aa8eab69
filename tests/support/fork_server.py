"""A server that starts Python programs by fork. It imports the tap once, so no program needs a second for that.

A forked program is a process of its own: it has its own arguments, environment, folder and standard streams, it takes
signals, and it ends as any interpreter ends. Only the imports come before it, so tests of imports must not use it.
"""

from __future__ import annotations

import gc
import importlib
import io
import json
import os
import socket
import sys
from contextlib import suppress
from typing import Any, NoReturn

STANDARD_STREAMS = 3
STDERR = 2


def next_program(control: socket.socket) -> dict[str, Any]:
    """Fork for each request, and return it in the process that becomes its program.

    A request is one byte with four file descriptors: a connection to the test, and the program's standard streams.
    The server itself never returns; it ends when the test session closes the other end of `control`.
    """
    while True:
        request, descriptors, *_ = socket.recv_fds(control, 1, 1 + STANDARD_STREAMS)
        wait_for_guardians(os.WNOHANG if request else 0)
        if not request:
            sys.exit()
        if os.fork() == 0:
            control.close()
            return guarded(socket.socket(fileno=descriptors[0]), descriptors[1:])
        for descriptor in descriptors:
            os.close(descriptor)


def wait_for_guardians(options: int) -> None:
    """Wait for the guardians that have ended, or for all. Their processor time then counts as the server's."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, options)[0]:
            pass


def guarded(connection: socket.socket, streams: list[int]) -> dict[str, Any]:
    """Fork the process of the program, and guard it: only its parent can learn its exit code."""
    with connection.makefile() as lines:
        program: dict[str, Any] = json.loads(lines.readline())
    if pid := os.fork():
        for stream in streams:
            os.close(stream)
        guard(pid, connection)
    connection.close()
    become(program, streams)
    return program


def guard(pid: int, connection: socket.socket) -> NoReturn:
    """Send the process id now, and the exit code when the process has ended."""
    try:
        connection.sendall(f"{pid}\n".encode())
        _, status = os.waitpid(pid, 0)
        connection.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    finally:
        os._exit(0)


def become(program: dict[str, Any], streams: list[int]) -> None:
    """Take over the standard streams, the environment, the folder and the arguments of a program."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.environ.clear()
    os.environ.update(program["environment"])
    os.chdir(program["folder"])
    sys.argv = ["tap-sage200", *program["arguments"]]
    sys.stdin, sys.stdout, sys.stderr = opened(0, "r"), opened(1, "w"), opened(2, "w")
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr  # type: ignore[misc]


def opened(number: int, mode: str) -> io.TextIOWrapper:
    """Open a standard stream as Python does at its start."""
    is_unbuffered = mode == "w" and bool(os.environ.get("PYTHONUNBUFFERED"))
    raw = open(number, f"{mode}b", buffering=0 if is_unbuffered else -1)  # noqa: SIM115 - open as long as the process
    return io.TextIOWrapper(
        raw,
        encoding="utf-8",
        errors="backslashreplace" if number == STDERR else "strict",
        line_buffering=number == STDERR or raw.isatty(),
        write_through=is_unbuffered,
    )


if __name__ == "__main__":
    for module in ("tap_sage200.tap", "tap_sage200.auth.database", "tap_sage200.auth.database_store"):
        importlib.import_module(module)
    gc.freeze()  # a forked process shares what stands now
    program = next_program(socket.socket(fileno=int(sys.argv[1])))
    exec(program["text"], {"__name__": "__main__"})  # noqa: S102 - the text of a test
