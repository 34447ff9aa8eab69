"""A server that accepts `$expand`, and does not send the rows."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.hostile.deviation import MAY_FAIL, Deviation
from tests.hostile.source import NESTED
from tests.hostile.story import Story
from tests.hostile.values import NoNestedRows

if TYPE_CHECKING:
    from tests.hostile.odata import Query
    from tests.hostile.server import HostileServer
    from tests.hostile.source import Row

ABSENT = NoNestedRows("absent", "The property is absent.", MAY_FAIL)
MESSAGE = "Sage accepts the request for lines, but does not return it"


@dataclass(frozen=True, kw_only=True)
class Replaced(Deviation):
    """The lines have another value, from the second response on."""

    value: object

    def rows(self, query: Query, rows: list[Row]) -> list[Row]:
        """Replace them."""
        return [row | {"lines": self.value} for row in rows] if query.number > 1 else rows


def test_a_nested_table_that_never_had_a_row_is_skipped_and_its_rows_come_later(
    server: HostileServer, caplog: pytest.LogCaptureFixture
) -> None:
    story = Story(server, NESTED)
    with caplog.at_level(logging.WARNING):
        assert story.run([ABSENT]) is None
    assert any(text.startswith("sop_order_lines, company 1") and MESSAGE in text for text in caplog.messages)
    assert all("sop_orders, company" not in text for text in caplog.messages), "the orders are read"
    assert story.run() is None
    assert not story.target.lacks(story.source)


def test_a_nested_table_that_had_rows_fails_alone_and_its_rows_come_later(server: HostileServer) -> None:
    story = Story(server, NESTED)
    story.run()
    story.source.pass_time()
    error = story.run([ABSENT])
    assert str(error).startswith("1 of 2 tables failed. sop_order_lines, company 1")
    assert MESSAGE in str(error)
    assert story.run() is None
    assert not story.target.lacks(story.source)


@pytest.mark.parametrize("value", [None, 5, "text"])
def test_what_is_no_list_from_the_second_response_on_fails_the_nested_table(
    server: HostileServer, value: object
) -> None:
    story = Story(server, NESTED)
    error = story.run([Replaced("no list", "The property is no list.", MAY_FAIL, value=value)])
    assert str(error).startswith("1 of 2 tables failed. sop_order_lines, company 1")
    assert story.run() is None
    assert not story.target.lacks(story.source)


def test_empty_lists_are_no_rows(server: HostileServer) -> None:
    story = Story(server, NESTED)
    assert story.run([Replaced("no lines", "No order has a line.", MAY_FAIL, value=[])]) is None
