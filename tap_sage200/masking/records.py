"""Cleans log records, before any handler or formatter sees them."""

from __future__ import annotations

import logging
import traceback

from tap_sage200.masking.text import clean

_STANDARD = frozenset({*vars(logging.makeLogRecord({})), "message", "asctime"})
"""The attributes of each record. The others are the fields of a structured log."""


def cleaned(record: logging.LogRecord) -> logging.LogRecord:
    """Clean a record: its message, its fields, and its traceback. A record that is clean stays as it is."""
    for name in vars(record).keys() - _STANDARD:
        setattr(record, name, _cleaned_value(getattr(record, name)))
    try:
        message = record.getMessage()
    except Exception:  # noqa: BLE001 - whatever is wrong with the arguments, the handler reports it
        return record
    text = clean(message)
    if record.args:
        text = " ".join(text.splitlines())  # a line end in a value would look like another record
    if text != message:
        record.msg, record.args = text, ()
    _clean_traceback(record)
    return record


def _clean_traceback(record: logging.LogRecord) -> None:
    """Move a traceback with something to clean into the message: formatters would take it from the exception."""
    error = record.exc_info[1] if record.exc_info else None
    if error is None:
        return
    told = "".join(traceback.format_exception(error)).rstrip("\n")
    if (text := clean(told)) != told or _leads_to_itself(error):
        record.msg, record.args = f"{record.getMessage()}\n{text}", ()
        record.exc_info = record.exc_text = None


def _leads_to_itself(error: BaseException) -> bool:
    """Tell whether an exception is its own cause. The SDK's structured formatter would follow it for ever."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        cause = cause.__cause__ or cause.__context__
    return cause is not None


def _cleaned_value(value: object) -> object:
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return clean(value)
        case dict():
            return {name: _cleaned_value(part) for name, part in value.items()}
        case list() | tuple():
            return [_cleaned_value(part) for part in value]
        case _:
            told = str(value)
            return value if (text := clean(told)) == told else text
