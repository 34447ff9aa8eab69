"""Timestamps: dates of the settings, timestamps of Sage, and the clock.

There are two forms. In the tap, a timestamp is an aware UTC `datetime`. In records and in the state, it is text of
fixed width (`2024-02-28T14:06:36.610000Z`), which sorts in the order of time. The text of Sage does not: Sage omits
trailing zeros of fractions (seen), which puts `…36Z` after `…36.5Z`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

EARLIEST = datetime.min.replace(tzinfo=UTC)
EARLIEST_IN_SAGE = datetime(1753, 1, 1, tzinfo=UTC)
"""The first date of SQL Server's `datetime`, which Sage 200 uses (inferred). Sage may refuse an earlier bound."""


_MISSING = {len("2024-02-28T14:06:36Z"): ".000000Z"} | {
    len("2024-02-28T14:06:36.Z") + digits: "0" * (6 - digits) + "Z" for digits in range(1, 7)
}
"""The text that replaces the `Z` of a timestamp of Sage to give it the fixed width, by the length of the timestamp."""


def now() -> datetime:
    """Return the current time of the clock of this machine."""
    return datetime.now(UTC)


def from_setting(text: str) -> datetime:
    """Parse a date or date-time of the settings. Without an offset it is UTC.

    Raises:
        ValueError: The text is not a date.
    """
    import pendulum  # noqa: PLC0415 - its import is slow, and only dates in the settings need it

    try:
        parsed = pendulum.parse(text, exact=True, tz="UTC")
        if isinstance(parsed, pendulum.DateTime):
            return parsed.in_timezone("UTC")
        if isinstance(parsed, pendulum.Date):
            return pendulum.datetime(parsed.year, parsed.month, parsed.day)
    except (ValueError, TypeError, OverflowError) as error:
        msg = "the text is not a date"
        raise ValueError(msg) from error
    msg = "the text is a time or a duration, not a date"
    raise ValueError(msg)


def fixed_width(text: str) -> str:
    """Return a timestamp of Sage as UTC text with exactly six digits of fraction.

    Further digits are truncated, never rounded up: a bookmark must not be later than the row.

    Raises:
        ValueError: The text is not a date-time.
    """
    missing = _MISSING.get(len(text))
    if missing is not None and text[-1] == "Z" and text[10] == "T":
        datetime.fromisoformat(text)  # raises ValueError if it is not a date-time
        return text[:-1] + missing
    return to_text(from_text(text))


def from_text(text: str) -> datetime:
    """Parse a timestamp as an aware UTC `datetime`. Without an offset it is UTC, as Sage documents its timestamps.

    Raises:
        ValueError: The text is not a date-time.
    """
    parsed = datetime.fromisoformat(text)
    try:
        return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
    except OverflowError as error:
        msg = "the timestamp is outside the range of dates"
        raise ValueError(msg) from error


def to_text(timestamp: datetime) -> str:
    """Return a timestamp in the fixed width of records and state."""
    return timestamp.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def back(timestamp: datetime, seconds: int) -> datetime:
    """Return the timestamp that is earlier by some seconds, but not earlier than `EARLIEST`."""
    return EARLIEST if (timestamp - EARLIEST).total_seconds() < seconds else timestamp - timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Step:
    """A length of time as people write it. A month or a year has no fixed number of days."""

    count: int
    unit: str
    """`day`, `week`, `month` or `year`."""

    @classmethod
    def from_setting(cls, text: str) -> Self:
        """Parse a step such as `1month`, `7days` or `2 weeks`.

        Raises:
            ValueError: The text is no step, or a step of no time.
        """
        match = _STEP.fullmatch(text)
        if match is None or int(match[1]) == 0:
            msg = "the text is not a step"
            raise ValueError(msg)
        return cls(int(match[1]), match[2])

    def after(self, start: datetime, number: int) -> datetime | None:
        """Return the time that is this number of steps after another. None if no date is so late.

        A month after January 31 is the last day of February, and two months after it is March 31.
        """
        import pendulum  # noqa: PLC0415 - its import is slow, and only a window with steps needs it

        try:
            return pendulum.instance(start).add(**{f"{self.unit}s": self.count * number})
        except (ValueError, OverflowError):
            return None


_STEP = re.compile(r"([0-9]{1,4}) ?(day|week|month|year)s?")
