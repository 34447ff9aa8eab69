"""Deviations while a window of the past is read: nothing is lost in it, and the other runs lose nothing by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hostile.deviations import EMPTINESS, OPTIONS, PAGE_LENGTHS, PAGE_ORDER
from tests.hostile.source import BY_KEY, TWO_PART_KEY
from tests.hostile.story import Story, interfere, recover
from tests.hostile.test_deviations import cases, expect

if TYPE_CHECKING:
    from tests.hostile.deviation import Deviation
    from tests.hostile.server import HostileServer
    from tests.hostile.source import Kind

OF_PAGES = (*PAGE_LENGTHS, *PAGE_ORDER, *OPTIONS, *EMPTINESS)
CASES = [
    case for kind in (BY_KEY, TWO_PART_KEY) for case in cases([one for one in OF_PAGES if kind in one.kinds], [kind])
]


@pytest.mark.parametrize(("deviation", "kind"), CASES)
def test_a_window_of_all_time_holds_every_row(server: HostileServer, deviation: Deviation, kind: Kind) -> None:
    story = Story(server, kind, start_date="1990-01-01", end_date="2100-01-01")
    story.source.pass_time()
    expect(deviation.expected, interfere(story, [deviation]))
    assert story.run() is None, "the healthy run fails"
    assert not story.target.lacks(story.source)


@pytest.mark.parametrize(("deviation", "kind"), CASES)
def test_live_runs_lose_nothing_by_a_faulty_window(server: HostileServer, deviation: Deviation, kind: Kind) -> None:
    live = Story(server, kind)
    assert live.run() is None
    live.source.pass_time()
    window = Story(server, kind, start_date="1990-01-01", end_date="2100-01-01", window_step="40years")
    window.source, window.target = live.source, live.target
    interfere(window, [deviation])
    recover(live)
