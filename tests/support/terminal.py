"""A terminal, as the tap's command sees it when a person runs it."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import termios
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

LINES, COLUMNS = 1200, 400
"""So large that no line is broken, and none scrolls away."""
SHAPING = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"}
"""Variables that would have a say in what is drawn; pytest-xdist sets some."""
PATIENCE = 60


@dataclass(frozen=True)
class Session:
    """What came of a command that was run on a terminal."""

    code: int
    stdout: str
    sent: str
    """All that the terminal was sent."""

    @cached_property
    def screen(self) -> list[str]:
        """The lines that stand on the terminal in the end."""
        screen = pyte.Screen(COLUMNS, LINES)
        pyte.Stream(screen).feed(self.sent)
        return [line.rstrip() for line in screen.display if line.strip()]


def on_terminal(
    command: Sequence[str],
    stdout: Path,
    *,
    stdout_too: bool = False,
    on_text: Callable[[str, subprocess.Popen[bytes]], None] = lambda *_: None,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Session:
    """Run a command whose stderr is a terminal, and wait for its end.

    Args:
        command: The command.
        stdout: The file for its stdout.
        stdout_too: Whether that is the same terminal instead.
        on_text: Sees all that was sent so far whenever there is more, and the process.
        environment: Variables to set.
    """
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (LINES, COLUMNS))
    known = {name: value for name, value in os.environ.items() if name not in SHAPING}
    with stdout.open("wb") as file:
        process = subprocess.Popen(
            command,
            stdout=theirs if stdout_too else file,
            stderr=theirs,
            env=known | {"TERM": "xterm-256color"} | dict(environment),
        )
    os.close(theirs)
    sent = b""
    try:
        while more := _read(ours):
            sent += more
            on_text(sent.decode(errors="ignore"), process)
        code = process.wait(PATIENCE)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    return Session(code, stdout.read_text(), sent.decode())


def _read(terminal: int) -> bytes:
    readable, _, _ = select.select([terminal], [], [], PATIENCE)
    if not readable:
        msg = f"The terminal was sent nothing for {PATIENCE} seconds."
        raise AssertionError(msg)
    try:
        return os.read(terminal, 65536)
    except OSError:  # so Linux says that the other end was closed
        return b""
