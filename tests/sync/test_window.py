from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.sync.window import Window, merged
from tap_sage200.timestamps import Step, to_text

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
NUMBERS = st.integers(0, 20)


def window(since: int | None, until: int) -> Window:
    """Return a window between two days of January 2026."""
    return Window(None if since is None else day(since), day(until))


def day(number: int) -> str:
    return to_text(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number))


WINDOWS = (
    st.tuples(st.none() | NUMBERS, NUMBERS)
    .filter(lambda pair: (pair[0] or -1) < pair[1])
    .map(lambda pair: window(*pair))
)


def days_of(windows: list[Window]) -> set[str]:
    """Return the days in windows; the day before all others stands for all times before."""
    return {day(number) for number in range(-1, 21) for one in windows if one.begin <= day(number) < one.until}


@given(WINDOWS, st.lists(WINDOWS))
def test_a_window_without_others_has_the_times_that_no_other_has(one: Window, others: list[Window]) -> None:
    parts = one.without(others)

    assert days_of([*parts]) == days_of([one]) - days_of(others)
    assert all(part.begin < part.until for part in parts)
    assert sorted(parts, key=lambda part: part.begin) == parts


@given(st.lists(WINDOWS))
def test_windows_that_touch_or_overlap_become_one(windows: list[Window]) -> None:
    found = merged(windows)

    assert days_of([*found]) == days_of(windows)
    assert all(one.until < other.begin for one, other in pairwise(found))


def test_a_window_is_cut_into_steps_that_begin_where_it_begins_and_the_last_one_is_shorter() -> None:
    assert window(0, 10).steps(Step(4, "day"), NOON) == [window(0, 4), window(4, 8), window(8, 10)]
    assert window(0, 8).steps(Step(4, "day"), NOON) == [window(0, 4), window(4, 8)]
    assert window(0, 8).steps(Step(1, "month"), NOON) == [window(0, 8)]


def test_months_are_counted_from_the_first_day_and_end_with_the_last_day_of_a_shorter_month() -> None:
    steps = Window("2024-01-31T00:00:00.000000Z", "2024-04-30T00:00:00.000000Z").steps(Step(1, "month"), NOON)

    assert [step.until[:10] for step in steps] == ["2024-02-29", "2024-03-31", "2024-04-30"]


def test_the_time_after_now_is_one_step() -> None:
    steps = Window(day(28), "9999-12-31T00:00:00.000000Z").steps(Step(1, "day"), NOON)

    assert steps == [window(28, 29), window(29, 30), Window(day(30), "9999-12-31T00:00:00.000000Z")]


def test_a_step_beyond_all_dates_is_the_whole_window() -> None:
    assert window(0, 8).steps(Step(9999, "year"), NOON) == [window(0, 8)]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("1day", Step(1, "day")),
        ("7days", Step(7, "day")),
        ("2 weeks", Step(2, "week")),
        ("1month", Step(1, "month")),
        ("1year", Step(1, "year")),
    ],
)
def test_a_step_is_a_number_and_a_unit(text: str, step: Step) -> None:
    assert Step.from_setting(text) == step


@pytest.mark.parametrize(
    "text",
    [
        "",
        "month",
        "0days",
        "-1day",
        "1.5days",
        "1hour",
        "1d",
        "1 mon",
        "P1M",
        "1month 2days",
        "99999days",
        "\u0663days",
        "1Day",
    ],
)
def test_other_texts_are_no_steps(text: str) -> None:
    with pytest.raises(ValueError, match="not a step"):
        Step.from_setting(text)
