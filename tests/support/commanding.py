"""The command `sage200` as a user runs it, and the user's browser."""

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
    """Return settings as environment variables."""
    return {
        f"TAP_SAGE200_{name.upper()}": value if isinstance(value, str) else json.dumps(value)
        for name, value in config.items()
    }


def sage200(*arguments: str, config: dict[str, Any], typed: IO[bytes] | None = None) -> Result:
    """Run a command in this process.

    Args:
        arguments: The command and its options.
        config: The settings, passed as environment variables.
        typed: What the user types.
    """
    return CliRunner().invoke(cli, list(arguments), env=variables(config), input=typed)


class Typing(io.RawIOBase):
    """A line that the user types when the command reads it."""

    def __init__(self, line: Callable[[], str]) -> None:
        """Type the line that `line` returns at that moment."""
        super().__init__()
        self._line: Callable[[], str] | None = line

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - a buffer, which has no type before Python 3.12
        """Type the line once."""
        if self._line is None:
            return 0
        text = f"{self._line()}\n".encode()
        self._line = None
        buffer[: len(text)] = text
        return len(text)


@dataclass
class Browser:
    """A browser that opens an address and follows the redirect back to the application."""

    exists: bool = True
    on_the_way: Callable[[str], str] = lambda address: address
    """Changes the address of the redirect."""
    opened: list[str] = field(default_factory=list)
    """The addresses that it opened."""
    pages: list[str] = field(default_factory=list)
    """The pages that it showed last."""
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
    """Return the address that the sign-in page redirects to."""
    return _fetched(address)[0]


def _fetched(address: str) -> tuple[str, str]:
    """Return the address that a page redirects to, and its text."""
    # Not with requests: it would log the addresses, and the command logs in this process too.
    parts = urlsplit(address)
    with closing(HTTPConnection(parts.netloc, timeout=SECONDS)) as connection:
        connection.request("GET", f"{parts.path}?{parts.query}")
        answer = connection.getresponse()
        return answer.headers.get("Location", ""), answer.read().decode()
