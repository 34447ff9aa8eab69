"""Installs the filter in a process. The commands do so before anything else; a library would not touch its process."""

from __future__ import annotations

import atexit
import logging
import sys
from typing import TextIO, cast

from tap_sage200.masking.records import cleaned
from tap_sage200.masking.stream import CleanedStream

_HANDLE = logging.Logger.handle


def _handle_cleaned(self: logging.Logger, record: logging.LogRecord) -> None:
    _HANDLE(self, cleaned(record))


def filter_stderr_and_logs() -> None:
    """Clean stderr and all log records from now on.

    All records of all loggers go through one method, whatever the logging configuration says. Neither a filter of a
    logger, nor one of a handler, nor a record factory sees them all with all their fields.
    """
    logging.Logger.handle = _handle_cleaned  # type: ignore[method-assign] # see above
    sys.stderr = _cleaned_stream(sys.stderr)


def filter_stdout() -> None:
    """Clean stdout too. Not for the tap: records are never altered."""
    sys.stdout = _cleaned_stream(sys.stdout)


def original(stream: TextIO) -> TextIO:
    """Return a standard stream without the filter, to draw on a terminal. What is drawn must be clean."""
    return stream.original if isinstance(stream, CleanedStream) else stream


def as_cleaned(stream: TextIO) -> CleanedStream:
    """Return a stream with the filter, which it may have already."""
    return stream if isinstance(stream, CleanedStream) else CleanedStream(stream)


def _cleaned_stream(stream: TextIO | None) -> TextIO:
    # A process that was started without this stream has None in its place.
    if stream is None or isinstance(stream, CleanedStream):
        return cast("TextIO", stream)
    filtered = CleanedStream(stream)
    atexit.register(filtered.end)
    return cast("TextIO", filtered)
