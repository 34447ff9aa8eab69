"""Guarantee 1 in random histories: the target is compared with Sage after each run.

`make test ARGS="tests/behaviour/test_nothing_lost.py --hypothesis-profile=thorough"` plays thousands of them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sage200_sandbox import Fault, Sandbox

from tests.support.histories import (
    BANDS,
    CURRENCIES,
    ENTRIES,
    LAYOUTS,
    LINES,
    ORDERS,
    Act,
    Clock,
    Deed,
    Story,
    Trouble,
)
from tests.support.playing import Play

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

EXAMPLES = settings().max_examples
"""The number of the profile."""
PASSING = ("429", "500", "502", "503", "504", "cut", "drop", "html", "not-json", "object")
"""Failures that a retry survives."""
LASTING = ("400", "401", "403", "404", "500", "503")
"""Failures that make a table fail if they last."""
ROWS = 5
"""Few enough to try each place in each page."""
TABLES: tuple[tuple[str, ...], ...] = ((CURRENCIES,), (BANDS,), (ENTRIES,), (LAYOUTS,), (ORDERS, LINES))


@pytest.fixture(scope="module")
def sages() -> Iterator[Sandbox]:
    """Two companies. Each example replaces their rows."""
    with Sandbox(companies=2) as sandbox:
        sandbox.access_token_seconds = 10_000_000
        yield sandbox


@st.composite
def troubles(draw: st.DrawFn, tables: Sequence[str]) -> Trouble:
    """Draw the changes and failures of a run over these tables."""
    walked = [table for table in tables if table != LINES]
    deeds = st.builds(
        Deed,
        after=st.sampled_from(walked),
        page=st.integers(1, 5),
        act=st.sampled_from(["insert", "update", "delete", "import"]),
        table=st.sampled_from(tables),
        place=st.sampled_from(range(30)),
    )
    faults = st.builds(
        Fault,
        kind=st.sampled_from(PASSING),
        table=st.sampled_from([None, *walked]),
        times=st.integers(1, 3),
        after=st.integers(0, 8),
    )
    lasting = st.builds(
        Fault,
        kind=st.sampled_from(LASTING),
        table=st.sampled_from(walked),
        times=st.sampled_from([1, 9, None]),
        after=st.integers(0, 4),
    )
    many = draw(st.sampled_from([0, 2, 5, 10]))
    lasts = draw(st.lists(lasting, max_size=1)) if draw(st.integers(0, 3)) == 3 else []
    return Trouble(
        deeds=tuple(draw(st.lists(deeds, min_size=many, max_size=many))),
        faults=tuple(draw(st.lists(faults, max_size=2)) + lasts),
        lasting=bool(lasts),
        expires_after=draw(st.none() | st.integers(1, 4)),
        dies_at=(draw(st.integers(0, 3).map(lambda chance: chance == 3)) and draw(st.integers(1, 40))) or None,
        upgraded=draw(st.booleans()),
    )


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Draw some tables with small pages, in one or two companies, and two runs with changes and failures."""
    chosen = draw(st.lists(st.sampled_from(TABLES), min_size=1, max_size=3, unique=True))
    tables = [table for family in chosen for table in family]
    counts = {table: draw(st.sampled_from([0, 1, *range(6, 26)])) for table in tables if table != LINES}
    return Story(
        rows=counts | ({LINES: 2 * counts[ORDERS]} if LINES in tables else {}),
        runs=(draw(troubles(tables)), draw(troubles(tables))),
        page_size=draw(st.integers(2, 9)),
        concurrency=draw(st.integers(1, 4)),
        companies=draw(st.integers(1, 2)),
    )


@st.composite
def stories_of_large_pages(draw: st.DrawFn) -> Story:
    """Draw a table with large pages, and a server that fails for them or returns smaller ones.

    `test_pages.py` tests pages that are cut short once: half of a few rows is the end of a table for any reader.
    """
    table = draw(st.sampled_from([CURRENCIES, BANDS, ENTRIES, LAYOUTS]))
    page_size = draw(st.integers(220, 300))
    rows = draw(st.integers(1, 3)) * (page_size - 1)
    is_capped = draw(st.booleans())
    faults = () if is_capped else (Fault("504", above=120, times=None),)
    less = replace(draw(troubles([table])), faults=faults, lasting=False)
    return Story(
        rows={table: rows},
        runs=(less, replace(less, upgraded=True)),
        page_size=page_size,
        concurrency=draw(st.integers(1, 4)),
        top_limit=draw(st.integers(100, 200)) if is_capped else 5000,
    )


@pytest.mark.both_ways
@pytest.mark.parametrize("act", get_args(Act))
@pytest.mark.parametrize("page", [1, 2])
def test_a_change_in_any_place_between_any_two_pages_loses_no_row(
    sages: Sandbox, concurrency: int, act: Act, page: int
) -> None:
    tables = [table for family in TABLES for table in family]
    for place in range(ROWS):
        deeds = tuple(Deed(ORDERS if table == LINES else table, page, act, table, place) for table in tables)
        rows = dict.fromkeys(tables, ROWS) | {LINES: 2 * ROWS}
        Play(sages, Story(rows, (Trouble(deeds),), page_size=2, concurrency=concurrency)).to_its_end()


@given(story=stories())
@settings(max_examples=EXAMPLES * 4 // 10)  # each takes a third of a second
def test_whatever_happens_no_row_is_lost(sages: Sandbox, story: Story) -> None:
    Play(sages, story).to_its_end()


@st.composite
def stories_with_windows(draw: st.DrawFn) -> Story:
    """Draw a story in which runs have dates: windows, and live runs whose start date moves back and forth."""
    story = draw(stories())
    opened = Clock().time
    days = st.sampled_from([None, *(opened + timedelta(days=number) for number in (-150, -100, -75, -50, -1))])
    ends = st.sampled_from([None, *(opened + timedelta(hours=number) for number in (-1200, 0, 1, 40_000))])
    runs = (
        replace(draw(troubles(list(story.rows))), lasting=False, start=draw(days), end=draw(ends)) for _ in range(4)
    )
    return replace(story, runs=tuple(_within_the_limits(run) for run in runs if not _is_reversed(run)))


def _is_reversed(run: Trouble) -> bool:
    return run.start is not None and run.end is not None and run.start >= run.end


def _within_the_limits(run: Trouble) -> Trouble:
    """Leave out what can fail a table, and rows that are committed long after their timestamps, in no open window."""
    faults = (fault for fault in run.faults if fault.kind in PASSING and fault.times in range(4))
    deeds = (deed for deed in run.deeds if deed.act != "import")
    return replace(run, faults=tuple(faults), deeds=tuple(deeds), expires_after=None)


@given(story=stories_with_windows())
@settings(max_examples=EXAMPLES // 10)  # each takes a second
def test_whatever_windows_are_read_and_start_dates_set_a_run_without_dates_loads_the_rest(
    sages: Sandbox, story: Story
) -> None:
    Play(sages, story).to_its_end()


@given(story=stories_of_large_pages())
@settings(max_examples=EXAMPLES // 8)  # each takes a second
def test_whatever_a_page_holds_no_row_is_lost(sages: Sandbox, story: Story) -> None:
    Play(sages, story).to_its_end()
