"""Deviations in combination: at most one of each group, and a run that may be killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile.deviation import Start
from tests.hostile.deviations import EMPTINESS, OPTIONS, PAGE_LENGTHS, PAGE_ORDER, STATUSES, TIMES
from tests.hostile.deviations_of_bodies import BODIES
from tests.hostile.deviations_of_values import FIELDS, VALUES
from tests.hostile.source import BY_KEY, JOURNAL, TWO_PART_KEY, Kind
from tests.hostile.story import begin, play

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.hostile.deviation import Deviation
    from tests.hostile.server import HostileServer

EXAMPLES = settings().max_examples
"""As many as the profile wants."""
GROUPS: tuple[Sequence[Deviation], ...] = (
    (*PAGE_LENGTHS, *EMPTINESS, *PAGE_ORDER, *OPTIONS),
    STATUSES,
    BODIES,
    FIELDS,
    VALUES,
    TIMES,
)


@st.composite
def combinations(draw: st.DrawFn, kind: Kind) -> list[Deviation]:
    """Two to four deviations, of different groups."""
    groups = draw(st.sets(st.sampled_from(range(len(GROUPS))), min_size=2, max_size=4))
    suited = [[one for one in GROUPS[group] if kind in one.kinds and one.combines] for group in sorted(groups)]
    return [draw(st.sampled_from(group)) for group in suited if group]


@given(data=st.data(), kind=st.sampled_from([BY_KEY, JOURNAL, TWO_PART_KEY]), start=st.sampled_from(Start))
@settings(max_examples=EXAMPLES // 3)
def test_no_combination_loses_a_row_in_silence(
    server: HostileServer, data: st.DataObject, kind: Kind, start: Start
) -> None:
    dies_at = data.draw(st.none() | st.integers(1, 40), label="dies at")
    play(begin(server, kind, start), data.draw(combinations(kind), label="deviations"), dies_at=dies_at)
