"""Processes of the tap: a fork of an interpreter that has imported it, instead of a new interpreter."""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

SERVER = Path(__file__).with_name("fork_server.py")
PATIENCE = 60.0
"""The seconds that a process may take to end."""
TAP = "from tap_sage200.__main__ import main; main()"
"""The program that the command `tap-sage200` runs."""


class TapProcess:
    """A process under way, with the part of the interface of `subprocess.Popen` that tests need."""

    def __init__(
        self,
        *arguments: str,
        program: str = TAP,
        environment: Mapping[str, str] | None = None,
        stdout: int | IO[bytes] = subprocess.PIPE,
        stderr: int | IO[bytes] = subprocess.PIPE,
    ) -> None:
        """Start the process.

        Args:
            arguments: The arguments of the command.
            program: Python code to run in place of the command.
            environment: All variables; by default the variables of this process.
            stdout: A pipe, or a file.
            stderr: A pipe, or a file.
        """
        self.stdout, for_stdout = _pipe(stdout)
        self.stderr, for_stderr = _pipe(stderr)
        ours, theirs = socket.socketpair()
        nothing = os.open(os.devnull, os.O_RDONLY)
        socket.send_fds(_server(), [b"+"], [theirs.fileno(), nothing, for_stdout, for_stderr])
        theirs.close()
        os.close(nothing)
        for pipe, end in ((self.stdout, for_stdout), (self.stderr, for_stderr)):
            if pipe:
                os.close(end)
        variables = dict(os.environ if environment is None else environment)
        request = {"text": program, "arguments": arguments, "environment": variables, "folder": str(Path.cwd())}
        self._connection = ours
        self._connection.sendall(f"{json.dumps(request)}\n".encode())
        self._answers = self._connection.makefile()
        self.pid = int(self._answers.readline())
        self.returncode: int | None = None

    def __enter__(self) -> Self:
        """Return the process."""
        return self

    def __exit__(self, *_: object) -> None:
        """Kill the process unless it has ended, and close the pipes."""
        self.kill()
        self.wait()
        for file in (self.stdout, self.stderr, self._answers, self._connection):
            if file:
                file.close()

    def send_signal(self, number: int) -> None:
        """Send a signal to the process unless it is known to have ended."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill the process."""
        self.send_signal(9)

    def wait(self, timeout: float = PATIENCE) -> int:
        """Wait for the end of the process, and return its exit code; a signal that ended it is a negative one."""
        if self.returncode is None:
            self._connection.settimeout(timeout)
            self.returncode = int(self._answers.readline())
        return self.returncode

    def communicate(self, timeout: float = PATIENCE) -> tuple[bytes, bytes]:
        """Read both pipes to their ends, wait for the end of the process, and return what came."""
        readers = [Reader(file) for file in (self.stdout, self.stderr)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join(timeout)
        self.wait(timeout)
        return readers[0].data, readers[1].data


class Reader(Thread):
    """Reads a pipe to its end."""

    def __init__(self, file: IO[bytes] | None) -> None:
        """Read this pipe, or nothing."""
        super().__init__(daemon=True)
        self.data = b""
        self._file = file

    def run(self) -> None:
        """Read."""
        if self._file:
            self.data = self._file.read()


def run_tap_process(*arguments: str, check: bool = False, **given: Any) -> subprocess.CompletedProcess[str]:  # noqa: ANN401 - as TapProcess has them
    """Run the tap to its end, and return its exit code and the text of its output.

    Args:
        arguments: The arguments of the command.
        check: Whether only exit code 0 is right.
        given: What `TapProcess` takes besides.
    """
    with TapProcess(*arguments, **given) as process:
        stdout, stderr = process.communicate()
        result = subprocess.CompletedProcess(arguments, process.wait(), stdout.decode(), stderr.decode())
    if check:
        result.check_returncode()
    return result


def _pipe(wanted: int | IO[bytes]) -> tuple[IO[bytes] | None, int]:
    """Return our end of a new pipe, if one is wanted, and the file descriptor for the process."""
    if wanted == subprocess.PIPE:
        ours, theirs = os.pipe()
        return os.fdopen(ours, "rb"), theirs
    return None, wanted if isinstance(wanted, int) else wanted.fileno()


@cache
def _server() -> socket.socket:
    """Start the server of this test session, and return the socket for requests."""
    ours, theirs = socket.socketpair()
    command = [sys.executable, "-P", str(SERVER), str(theirs.fileno())]
    # In a process group of its own: Ctrl-C is for the test session, which ends the server.
    server = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, process_group=0)
    theirs.close()

    def end() -> None:
        ours.close()
        server.wait()

    atexit.register(end)
    return ours
