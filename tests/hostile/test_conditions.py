"""Deviations while a condition narrows the table: its filter stands in every request, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hostile.deviations import EMPTINESS, OPTIONS, PAGE_LENGTHS, PAGE_ORDER
from tests.hostile.source import BY_KEY, NESTED, TABLES, TWO_PART_KEY
from tests.hostile.story import Story, play
from tests.hostile.test_deviations import cases, expect

if TYPE_CHECKING:
    from tests.hostile.deviation import Deviation
    from tests.hostile.server import HostileServer
    from tests.hostile.source import Kind

OF_PAGES = (*PAGE_LENGTHS, *PAGE_ORDER, *OPTIONS, *EMPTINESS)
CASES = [
    case for kind in (BY_KEY, TWO_PART_KEY) for case in cases([one for one in OF_PAGES if kind in one.kinds], [kind])
]
CHANGED_CASES = cases([one for one in OF_PAGES if BY_KEY in one.kinds], [BY_KEY, NESTED])


def narrowed(server: HostileServer, kind: Kind, where: str) -> Story:
    """Open Sage, and read the table with a condition that all rows meet."""
    root = TABLES[kind.deviating].parent or kind.deviating
    return Story(server, kind, tables={root: {"where": where}})


@pytest.mark.parametrize(("deviation", "kind"), CASES)
def test_a_run_with_a_condition_loses_no_row(server: HostileServer, deviation: Deviation, kind: Kind) -> None:
    story = narrowed(server, kind, "(id ge 0 and id lt 5000000) or id eq 7")
    assert story.run() is None
    assert not story.target.lacks(story.source)
    story.source.pass_time()
    expect(deviation.expected, play(story, [deviation]))


@pytest.mark.parametrize(("deviation", "kind"), CHANGED_CASES)
def test_a_run_with_a_changed_condition_loses_no_row(server: HostileServer, deviation: Deviation, kind: Kind) -> None:
    before = narrowed(server, kind, "id ge 115")
    assert before.run() is None
    story = narrowed(server, kind, "id ge 0")
    story.source, story.target = before.source, before.target
    story.source.pass_time()
    expect(deviation.expected, play(story, [deviation]))
