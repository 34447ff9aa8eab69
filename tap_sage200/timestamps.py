"""Instants: the dates that people write, Sage's stamps, and the clock.

Two forms are in use. Inside the tap an instant is an aware UTC `datetime`. In records and in the state it is text of
fixed width (`2024-02-28T14:06:36.610000Z`), so that the order of the text is the order of time; Sage itself trims
zeros from its fractions (seen), which would put `…36Z` after `…36.5Z`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EARLIEST = datetime.min.replace(tzinfo=UTC)
EARLIEST_IN_SAGE = datetime(1753, 1, 1, tzinfo=UTC)
"""The first date of SQL Server's `datetime`, which Sage 200 builds on (inferred); an earlier bound may be refused."""


_MISSING = {len("2024-02-28T14:06:36Z"): ".000000Z"} | {
    len("2024-02-28T14:06:36.Z") + digits: "0" * (6 - digits) + "Z" for digits in range(1, 7)
}
"""What a stamp of Sage's lacks to its fixed width in place of its `Z`, by its length."""


def now() -> datetime:
    """Return this instant by the clock of the machine that the tap runs on."""
    return datetime.now(UTC)


def from_person(text: str) -> datetime:
    """Read a date or date-time that a person wrote in the settings; without an offset it means UTC.

    Raises:
        ValueError: The text is no date.
    """
    import pendulum  # noqa: PLC0415 - it takes a while to import, and only a date among the settings needs it

    try:
        parsed = pendulum.parse(text, exact=True, tz="UTC")
        if isinstance(parsed, pendulum.DateTime):
            return parsed.in_timezone("UTC")
        if isinstance(parsed, pendulum.Date):
            return pendulum.datetime(parsed.year, parsed.month, parsed.day)
    except (ValueError, TypeError, OverflowError) as error:
        msg = "not a date"
        raise ValueError(msg) from error
    msg = "a time or a duration, but no date"
    raise ValueError(msg)


def fixed_width(stamp: str) -> str:
    """Rewrite a stamp of Sage as UTC text with exactly six digits of fraction.

    Digits past the microsecond are cut, never rounded up: a bookmark may only lag behind what was read.

    Raises:
        ValueError: The stamp is no date-time.
    """
    missing = _MISSING.get(len(stamp))
    if missing is not None and stamp[-1] == "Z" and stamp[10] == "T":
        datetime.fromisoformat(stamp)  # refuses what is no date-time
        return stamp[:-1] + missing
    return to_text(from_text(stamp))


def from_text(stamp: str) -> datetime:
    """Read a stamp as an aware UTC instant; one without an offset is UTC, as Sage documents its stamps to be.

    Raises:
        ValueError: The stamp is no date-time.
    """
    parsed = datetime.fromisoformat(stamp)
    try:
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except OverflowError as error:
        msg = "a stamp beyond the first or the last instant"
        raise ValueError(msg) from error


def to_text(instant: datetime) -> str:
    """Write an instant in the fixed width of records and state."""
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def back(instant: datetime, seconds: int) -> datetime:
    """Go back in time, and stop at the earliest instant there is."""
    return EARLIEST if (instant - EARLIEST).total_seconds() < seconds else instant - timedelta(seconds=seconds)
