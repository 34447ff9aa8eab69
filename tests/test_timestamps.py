from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tap_sage200 import timestamps

START = datetime(1753, 1, 2, tzinfo=UTC)
FIXED_WIDTH = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


@dataclass(frozen=True)
class DotNetTimestamp:
    """A timestamp as .NET may write it, and its value in ticks of .NET (100 ns)."""

    text: str
    ticks: int


@st.composite
def dotnet_timestamps(draw: st.DrawFn) -> DotNetTimestamp:
    """Draw timestamps with 0 to 7 digits of fraction, and with `Z`, an offset, or neither."""
    second = START + timedelta(seconds=draw(st.integers(0, 8000 * 365 * 86400)))
    fraction = draw(st.text("0123456789", max_size=7))
    minutes = draw(st.sampled_from([None, 0, 60, 330, -300]))
    local = (second + timedelta(minutes=minutes or 0)).replace(tzinfo=None).isoformat()
    suffix = draw(st.sampled_from(["Z", ""])) if minutes is None else _offset(minutes)
    text = local + ("." + fraction if fraction else "") + suffix
    return DotNetTimestamp(text, _ticks(second) + int(fraction.ljust(7, "0")))


def _offset(minutes: int) -> str:
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _ticks(timestamp: datetime) -> int:
    return (timestamp - START) // timedelta(microseconds=1) * 10


@given(dotnet_timestamps())
def test_every_timestamp_gets_the_same_width(timestamp: DotNetTimestamp) -> None:
    assert FIXED_WIDTH.fullmatch(timestamps.fixed_width(timestamp.text))


@given(dotnet_timestamps(), dotnet_timestamps())
def test_the_order_of_the_text_is_the_order_of_time(one: DotNetTimestamp, other: DotNetTimestamp) -> None:
    earlier, later = sorted([one, other], key=lambda timestamp: timestamp.ticks)

    assert timestamps.fixed_width(earlier.text) <= timestamps.fixed_width(later.text)


@given(st.text("0123456789", max_size=7), st.text("0123456789", max_size=7))
def test_the_order_holds_within_one_second(one: str, other: str) -> None:
    earlier, later = sorted([one, other], key=lambda digits: digits.ljust(7, "0"))

    assert timestamps.fixed_width(_within_a_second(earlier)) <= timestamps.fixed_width(_within_a_second(later))


def _within_a_second(fraction: str) -> str:
    return "2024-02-28T14:06:36" + ("." + fraction if fraction else "") + "Z"


@given(dotnet_timestamps())
def test_a_timestamp_never_becomes_later_and_loses_less_than_a_microsecond(timestamp: DotNetTimestamp) -> None:
    kept = _ticks(timestamps.from_text(timestamps.fixed_width(timestamp.text)))

    assert 0 <= timestamp.ticks - kept < 10


@given(dotnet_timestamps())
def test_a_timestamp_of_fixed_width_does_not_change(timestamp: DotNetTimestamp) -> None:
    once = timestamps.fixed_width(timestamp.text)

    assert timestamps.fixed_width(once) == once
    assert timestamps.to_text(timestamps.from_text(once)) == once


@pytest.mark.parametrize(
    ("timestamp", "fixed"),
    [
        ("2024-02-28T14:06:36.61Z", "2024-02-28T14:06:36.610000Z"),
        ("2024-05-23T00:00:00Z", "2024-05-23T00:00:00.000000Z"),
        ("2024-05-23", "2024-05-23T00:00:00.000000Z"),
        ("2024-02-28T14:06:36.9999999Z", "2024-02-28T14:06:36.999999Z"),
        ("2024-07-28T00:30:00.5+01:00", "2024-07-27T23:30:00.500000Z"),
        ("2024-02-28 14:06:36Z", "2024-02-28T14:06:36.000000Z"),
    ],
)
def test_timestamps_of_sage_and_dotnet_are_read(timestamp: str, fixed: str) -> None:
    assert timestamps.fixed_width(timestamp) == fixed


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("yesterday", id="words"),
        pytest.param("the day after tomorrowZ", id="words that end in Z"),
        pytest.param("nineteen charactersZ", id="as long as a timestamp"),
        pytest.param("2024-02-30T14:06:36Z", id="no such day"),
        pytest.param("2024-02-28T14:06:99Z", id="no such second"),
        pytest.param("2024-02-28T14:06:36.5.5Z", id="two fractions"),
        pytest.param("0001-01-01T00:00:00+01:00", id="before the first timestamp"),
    ],
)
def test_text_that_is_not_a_timestamp_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any message
        timestamps.fixed_width(text)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-01-31", "2026-01-31T00:00:00+00:00"),
        ("2026-01-31T13:45:00", "2026-01-31T13:45:00+00:00"),
        ("2026-01-31 13:45", "2026-01-31T13:45:00+00:00"),
        ("2026-01-31T13:45:00Z", "2026-01-31T13:45:00+00:00"),
        ("2026-07-31T00:30:00+01:00", "2026-07-30T23:30:00+00:00"),
    ],
)
def test_a_date_of_the_settings_is_utc_unless_it_has_an_offset(written: str, instant: str) -> None:
    read = timestamps.from_setting(written)

    assert read == datetime.fromisoformat(instant)
    assert read.utcoffset() == timedelta()


@pytest.mark.parametrize(
    "written",
    [
        pytest.param("yesterday", id="words"),
        pytest.param("31/01/2026", id="day first"),
        pytest.param("2026-02-30", id="no such day"),
        pytest.param("12:30", id="a time without a date"),
        pytest.param("P1D", id="a duration"),
        pytest.param("2026-01-01/2026-01-31", id="an interval"),
        pytest.param("0001-01-01T00:00:00+02:00", id="before the first timestamp"),
        pytest.param("9999-12-31T23:59:59-02:00", id="after the last timestamp"),
    ],
)
def test_a_setting_that_is_not_a_date_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any message
        timestamps.from_setting(written)


@given(st.text("0123456789-:/.TZWP+ ", max_size=30))
def test_every_text_is_read_as_a_date_or_refused(written: str) -> None:
    try:
        read = timestamps.from_setting(written)
    except ValueError:
        return
    assert read.utcoffset() == timedelta()


def test_the_clock_returns_utc() -> None:
    assert timestamps.now().utcoffset() == timedelta()


@given(st.datetimes(timezones=st.just(UTC)), st.integers(0, 10**18))
@example(datetime(2026, 1, 31, tzinfo=UTC), 3900)
def test_going_back_stops_at_the_earliest_timestamp(timestamp: datetime, seconds: int) -> None:
    earlier = timestamps.back(timestamp, seconds)

    far = seconds > (timestamp - timestamps.EARLIEST).total_seconds()
    assert earlier == (timestamps.EARLIEST if far else timestamp - timedelta(seconds=seconds))
