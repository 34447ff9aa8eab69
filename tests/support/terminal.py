"""A terminal for the tap's command, as a user has one."""

from __future__ import annotations

import os
import pty
import select
import termios
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyte

from tests.support.tap_process import TAP, TapProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

LINES, COLUMNS = 1200, 400
"""Large enough that no line is broken and no line scrolls away."""
SHAPING = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"}
"""Variables that change what is drawn. pytest-xdist sets some."""
PATIENCE = 60


@dataclass(frozen=True)
class Session:
    """The result of a command that ran on a terminal."""

    code: int
    stdout: str
    sent: str
    """Everything that was sent to the terminal."""

    @cached_property
    def screen(self) -> list[str]:
        """The lines on the terminal at the end."""
        screen = pyte.Screen(COLUMNS, LINES)
        pyte.Stream(screen).feed(self.sent)
        return [line.rstrip() for line in screen.display if line.strip()]


def on_terminal(  # noqa: PLR0913 - all that a terminal decides
    arguments: Sequence[str],
    stdout: Path,
    *,
    stdout_too: bool = False,
    on_text: Callable[[str, TapProcess], None] = lambda *_: None,
    environment: Mapping[str, str] = MappingProxyType({}),
    program: str = TAP,
    size: tuple[int, int] = (LINES, COLUMNS),
) -> Session:
    """Run the tap with a terminal as its stderr, and wait for its end.

    Args:
        arguments: The arguments of the command.
        stdout: The file for its stdout.
        stdout_too: Whether stdout is the same terminal instead.
        on_text: Receives everything that was sent so far, and the process, each time there is more.
        environment: Variables to set.
        program: Python code to run in place of the command.
        size: The lines and columns of the terminal.
    """
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, size)
    known = {name: value for name, value in os.environ.items() if name not in SHAPING}
    with stdout.open("wb") as file:
        process = TapProcess(
            *arguments,
            program=program,
            stdout=theirs if stdout_too else file,
            stderr=theirs,
            environment=known | {"TERM": "xterm-256color"} | dict(environment),
        )
    os.close(theirs)
    sent = b""
    try:
        with process:
            while more := _read(ours):
                sent += more
                on_text(sent.decode(errors="ignore"), process)
            code = process.wait(PATIENCE)
    finally:
        os.close(ours)
    return Session(code, stdout.read_text(), sent.decode())


def _read(terminal: int) -> bytes:
    readable, _, _ = select.select([terminal], [], [], PATIENCE)
    if not readable:
        msg = f"The terminal was sent nothing for {PATIENCE} seconds."
        raise AssertionError(msg)
    try:
        return os.read(terminal, 65536)
    except OSError:  # Linux raises it if the other end was closed
        return b""
