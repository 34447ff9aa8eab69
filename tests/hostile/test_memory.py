"""The memory of a run is bounded, whatever the size of a row or of a body."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

from tests.hostile import bodies
from tests.hostile.bodies import Coded
from tests.hostile.deviation import ALWAYS, FAILS, HOLDS
from tests.hostile.deviations_of_bodies import GZIP
from tests.hostile.pages import WideRows
from tests.hostile.source import BY_KEY
from tests.hostile.story import Story, interfere

if TYPE_CHECKING:
    from tests.hostile.server import HostileServer

MEGABYTE = 1_000_000


def test_the_rows_of_a_page_are_fewer_where_rows_are_large(server: HostileServer) -> None:
    story = Story(server, BY_KEY, page_size=5000)
    for number in range(1000, 4000):
        story.source.insert("price_bands", number)
    assert interfere(story, [WideRows("wide rows", "Each row has 10,000 bytes.", HOLDS, size=10_000)]) is None
    assert server.largest_body < 12 * MEGABYTE


def test_a_small_body_that_unpacks_to_a_vast_one_is_not_kept(server: HostileServer) -> None:
    vast = Coded("vast gzip", "A body unpacks to 300 MB.", FAILS, coding=bodies.vast, headers=GZIP, moment=ALWAYS)
    tracemalloc.start()
    try:
        error = interfere(Story(server, BY_KEY), [vast])
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert error is not None
    assert most < 250 * MEGABYTE
