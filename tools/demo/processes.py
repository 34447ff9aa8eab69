"""The server processes of the demo: it starts them and stops them, and no others."""

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
    from collections.abc import Callable, Sequence
    from pathlib import Path

_SECONDS = 30
"""How long a server may take to start, or to stop."""
_START_TOLERANCE = 1.0
"""By how many seconds the start time that the system reports may vary."""


@dataclass(frozen=True, slots=True)
class Process:
    """A process that the demo has started."""

    pid: int
    started: float
    """Its start, in seconds since 1970. The id alone may later belong to another process."""

    def stop(self) -> None:
        """Stop it as Ctrl-C does, and wait for its end. Do nothing if it has ended already."""
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(self.pid)
            if abs(process.create_time() - self.started) < _START_TOLERANCE:
                process.send_signal(signal.SIGINT)
                process.wait(_SECONDS)


def start(
    command: Sequence[str],
    *,
    log: Path,
    ask: Callable[[], object],
    not_yet: type[Exception],
    user: int | None = None,
) -> Process:
    """Start a server in a session of its own, so that a Ctrl-C reaches the demo alone, and wait until it answers.

    Args:
        command: The program and its arguments.
        log: Where its output goes.
        ask: Asks the server something.
        not_yet: What `ask` raises as long as the server is not ready.
        user: The id of the user and the group that it runs as; this one if not given.

    Raises:
        DemoError: The server ended, or does not answer.
    """
    with log.open("wb") as output:
        child = psutil.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
            start_new_session=True,
        )
    process = Process(child.pid, child.create_time())
    try:
        for attempt in Retrying(
            retry=retry_if_exception_type(not_yet),
            wait=wait_fixed(0.1),
            stop=lambda state: child.poll() is not None or stop_after_delay(_SECONDS)(state),
            reraise=True,
        ):
            with attempt:
                ask()
    except not_yet as error:
        process.stop()
        msg = f"{command[0]} does not answer:\n{log.read_text(encoding='utf-8')}"
        raise DemoError(msg) from error
    except BaseException:
        process.stop()
        raise
    return process
