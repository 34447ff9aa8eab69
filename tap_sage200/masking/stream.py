"""A text stream that cleans what is written to it."""

from __future__ import annotations

import io
from contextlib import contextmanager, suppress
from threading import RLock
from typing import TYPE_CHECKING, TextIO

from tap_sage200.masking.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator


class CleanedStream(io.TextIOBase):
    """Passes on whole lines, cleaned: a secret can come in several pieces.

    It has no `buffer`, so nothing can be written past it.
    """

    def __init__(self, original: TextIO) -> None:
        """Write to a stream."""
        self.original = original
        """The stream without the filter, for a program that draws."""
        self._target: TextIO | io.TextIOBase = original
        self._unfinished = ""
        self._lock = RLock()

    def write(self, text: str) -> int:
        """Write the lines that are finished, and keep the rest."""
        with self._lock:
            lines, end, self._unfinished = (self._unfinished + text).rpartition("\n")
            if end:
                self._target.write(f"{clean(lines)}\n")
        return len(text)

    def end(self) -> None:
        """Write a last line that is not finished."""
        unfinished, self._unfinished = self._unfinished, ""
        with suppress(OSError, ValueError):  # at the end of a process the stream may be closed
            if unfinished:
                self._target.write(clean(unfinished))
            self.flush()

    @contextmanager
    def redirected(self, target: io.TextIOBase) -> Iterator[None]:
        """Write to another stream for a while."""
        self._target = target
        try:
            yield
        finally:
            self._target = self.original

    def flush(self) -> None:
        """Send what is written. An unfinished line waits for its end."""
        self._target.flush()

    def writable(self) -> bool:
        """Return True."""
        return True

    def isatty(self) -> bool:
        """Tell whether the stream is a terminal."""
        return self.original.isatty()

    def fileno(self) -> int:
        """Return the file descriptor of the stream."""
        return self.original.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override] # the stubs allow to set it
        """The encoding of the stream."""
        return self.original.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override] # the same
        """What happens to characters that the encoding lacks."""
        return self.original.errors
