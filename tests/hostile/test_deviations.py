"""Each deviation alone, on each kind of table where it makes sense."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hostile.deviation import FAILS, HOLDS, Start
from tests.hostile.deviations import DEVIATIONS, EMPTINESS, OPTIONS, PAGE_LENGTHS, PAGE_ORDER
from tests.hostile.deviations_of_values import FIELDS, VALUES
from tests.hostile.source import BY_KEY, BY_PARENT, NESTED, TWO_PART_KEY
from tests.hostile.story import Story, begin, play

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from _pytest.mark import ParameterSet

    from tests.hostile.deviation import Deviation, Outcome
    from tests.hostile.server import HostileServer
    from tests.hostile.source import Kind

OF_PAGES = (*PAGE_LENGTHS, *PAGE_ORDER, *OPTIONS)
ODD_VALUES = [deviation for deviation in (*FIELDS, *VALUES) if deviation.expected is HOLDS]


def cases(deviations: Iterable[Deviation], kinds: Sequence[Kind] = (), note: str = "") -> list[ParameterSet]:
    """Each deviation on each of these kinds of tables, or else on those that it names."""
    return [
        pytest.param(deviation, kind, id=f"{deviation.name}-{kind}{note}")
        for deviation in deviations
        for kind in kinds or deviation.kinds
    ]


VALUE_CASES = cases(ODD_VALUES)
CHANGE_CASES = cases([one for one in DEVIATIONS if one not in ODD_VALUES])
WHOLE_CASES = [
    *cases((*OF_PAGES, *EMPTINESS), [NESTED]),
    # Not without rows: a parent may well have none.
    *cases([one for one in OF_PAGES if BY_KEY in one.kinds], [BY_PARENT]),
]
PREFETCHED_CASES = [
    case
    for kind in (BY_KEY, TWO_PART_KEY)
    for case in cases([one for one in (*OF_PAGES, *EMPTINESS) if kind in one.kinds], [kind], note=", prefetched")
]


@pytest.mark.parametrize(("deviation", "kind"), VALUE_CASES)
def test_a_run_writes_what_a_target_can_hold(server: HostileServer, deviation: Deviation, kind: Kind) -> None:
    story = begin(server, kind, Start.INCREMENTAL)
    assert story.run([deviation]) is None
    assert not story.target.lacks(story.source)


@pytest.mark.parametrize(("deviation", "kind"), CHANGE_CASES)
def test_a_run_that_reads_changes_loses_no_row(server: HostileServer, deviation: Deviation, kind: Kind) -> None:
    expect(deviation.expected, play(begin(server, kind, Start.INCREMENTAL), [deviation]))


@pytest.mark.parametrize(("deviation", "kind"), WHOLE_CASES)
def test_a_run_that_reads_a_table_whole_loses_no_row(server: HostileServer, deviation: Deviation, kind: Kind) -> None:
    expect(deviation.expected, play(begin(server, kind, Start.FIRST_LOAD), [deviation]))


@pytest.mark.parametrize(("deviation", "kind"), PREFETCHED_CASES)
def test_a_run_that_prefetches_loses_no_row(server: HostileServer, deviation: Deviation, kind: Kind) -> None:
    expect(deviation.expected, play(Story(server, kind, concurrency=4), [deviation]))


def expect(outcome: Outcome, error: BaseException | None) -> None:
    """See that a faulty run ended as its deviation says."""
    assert outcome is not HOLDS or error is None, f"it fails: {error}"
    assert outcome is not FAILS or error is not None, "it does not fail"


@pytest.mark.parametrize("start", Start)
def test_without_a_deviation_all_is_well(server: HostileServer, start: Start) -> None:
    assert play(begin(server, BY_KEY, start), []) is None


def test_there_are_more_than_a_hundred_deviations_each_with_a_name_of_its_own() -> None:
    names = {deviation.name for deviation in DEVIATIONS}
    assert len(names) == len(DEVIATIONS) > 100
