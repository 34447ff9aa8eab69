"""The server processes of the demo. It stops only processes that it started."""

from __future__ import annotations

import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psutil
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from tools.demo.errors import DemoError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

_SECONDS = 60
"""Timeout for the start and the stop of a server, in seconds."""
_START_TOLERANCE = 1.0
"""Tolerance for the start time that the system reports, in seconds."""


@dataclass(frozen=True, slots=True)
class Process:
    """A process that the demo started."""

    pid: int
    started: float
    """The start time, in seconds since 1970. The id alone may later belong to another process."""
    program: str
    log: Path
    """The file with its output."""

    def has_ended(self) -> bool:
        """Return whether the process has ended."""
        try:
            return bool(psutil.Process(self.pid).status() == psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return True

    def stop(self) -> None:
        """Stop the process like Ctrl-C, and wait for its end. Do nothing if it has already ended."""
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(self.pid)
            if abs(process.create_time() - self.started) < _START_TOLERANCE:
                process.send_signal(signal.SIGINT)
                process.wait(_SECONDS)


def start(
    command: Sequence[str], *, log: Path, user: int | None = None, env: Mapping[str, str] | None = None
) -> Process:
    """Start a server. It has its own session, so Ctrl-C reaches only the demo.

    Args:
        command: The program and its arguments.
        log: The file for its output.
        user: The id of the user and group that it runs as; the current ones if not given.
        env: Its environment; the current one if not given.
    """
    with log.open("wb") as output:
        child = psutil.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=env,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            start_new_session=True,
        )
    return Process(child.pid, child.create_time(), command[0], log)


def wait_for(
    process: Process, ask: Callable[[], object], not_yet: type[Exception], *, seconds: float = _SECONDS
) -> None:
    """Wait until a server responds. Stop it if it does not.

    Args:
        process: The server.
        ask: Sends a request to the server.
        not_yet: The exception that `ask` raises while the server is not ready.
        seconds: How long it may take.

    Raises:
        DemoError: The server ended, or does not respond.
    """
    try:
        for attempt in Retrying(
            retry=retry_if_exception_type(not_yet),
            wait=wait_fixed(0.1),
            stop=lambda state: process.has_ended() or stop_after_delay(seconds)(state),
            reraise=True,
        ):
            with attempt:
                ask()
    except not_yet as error:
        process.stop()
        msg = f"{process.program} does not respond:\n{process.log.read_text(encoding='utf-8')}"
        raise DemoError(msg) from error
    except BaseException:
        process.stop()
        raise
