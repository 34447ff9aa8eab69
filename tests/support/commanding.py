"""The command `sage200` as a person calls it, and the browser that this person has."""

from __future__ import annotations

import io
import json
import threading
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from click.testing import CliRunner

from tap_sage200.cli import cli

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

    from click.testing import Result

SECONDS = 10


def variables(config: dict[str, Any]) -> dict[str, str]:
    """Settings as variables of the environment."""
    return {
        f"TAP_SAGE200_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
        for name, value in config.items()
    }


def sage200(*arguments: str, config: dict[str, Any], typed: IO[bytes] | None = None) -> Result:
    """Run a command in this process.

    Args:
        arguments: The command and its options.
        config: The settings, for the environment.
        typed: What the person types.
    """
    return CliRunner().invoke(cli, list(arguments), env=variables(config), input=typed)


class Typing(io.RawIOBase):
    """A line that a person types when it is waited for."""

    def __init__(self, line: Callable[[], str]) -> None:
        """Type what `line` says then."""
        super().__init__()
        self._line: Callable[[], str] | None = line

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a buffer, which has no type before Python 3.12
        """Type the line once, then nothing more."""
        if self._line is None:
            return 0
        text = f"{self._line()}\n".encode()
        self._line = None
        buffer[: len(text)] = text
        return len(text)


@dataclass
class Browser:
    """A browser that goes where it is sent, and follows the way back."""

    exists: bool = True
    on_the_way: Callable[[str], str] = lambda address: address
    """What happens to the address on the way back to the application."""
    opened: list[str] = field(default_factory=list)
    """The addresses that it was sent to."""
    pages: list[str] = field(default_factory=list)
    """The pages that it ended at."""
    _threads: list[threading.Thread] = field(default_factory=list)

    def open(self, address: str) -> bool:
        """Begin to load a page, as `webbrowser.open` does."""
        if self.exists:
            self.opened.append(address)
            self._threads.append(threading.Thread(target=self._load, args=[address], daemon=True))
            self._threads[-1].start()
        return self.exists

    def close(self) -> None:
        """Wait for the pages."""
        for thread in self._threads:
            thread.join(SECONDS)

    def _load(self, address: str) -> None:
        with suppress(OSError):
            self.pages.append(_fetched(self.on_the_way(redirected(address)))[1])


def redirected(address: str) -> str:
    """Where a person who signs in at an address ends."""
    return _fetched(address)[0]


def _fetched(address: str) -> tuple[str, str]:
    """Where a page sends the browser, and what it shows."""
    # Not by requests: that would write addresses into the log of this process, which is that of the command.
    parts = urlsplit(address)
    with closing(HTTPConnection(parts.netloc, timeout=SECONDS)) as connection:
        connection.request("GET", f"{parts.path}?{parts.query}")
        answer = connection.getresponse()
        return answer.headers.get("Location", ""), answer.read().decode()
