"""Guarantee 1 for any timestamp: null, the same for all rows, in the future, in local time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sage200_sandbox import Insert, Sandbox, Update
from sage200_sandbox.sample_rows import MORNING, customers, row

from tap_sage200 import timestamps
from tests.support.runs import run_tap

Config = dict[str, Any]
pytestmark = pytest.mark.both_ways
UPGRADE = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)


def ids(records: list[dict[str, Any]]) -> list[int]:
    return [record["id"] for record in records]


def test_thousands_of_rows_with_one_timestamp_all_arrive_as_changes(sage: Sandbox, config: Config) -> None:
    table, company = "currencies", sage.companies[0]
    company.replace(table, [row(table, 1)])
    first = run_tap(config, table)
    company.replace(table, [row(table, number, date_time_updated=UPGRADE) for number in range(1, 3_001)])
    second = run_tap(config | {"page_size": 270}, table, state=first.state)
    assert sorted(ids(second.records(table))) == list(range(1, 3_001))


def test_rows_with_one_stamp_on_both_sides_of_a_page_s_edge_all_arrive_while_some_of_them_change(
    sage: Sandbox, config: Config
) -> None:
    company = sage.companies[0]
    company.replace("customers", customers(35))
    first = run_tap(config, "customers")
    company.replace("customers", [row("customers", number, date_time_updated=UPGRADE) for number in range(1, 36)])
    for page, number in ((1, 10), (1, 11), (2, 20), (2, 21), (3, 1)):
        moved = {"date_time_updated": UPGRADE + timedelta(seconds=page)}
        sage.between_pages("customers", page=page, do=[Update("customers", (number,), moved)])
    second = run_tap(config | {"lookback_seconds": 0}, "customers", state=first.state)
    assert set(ids(second.records("customers"))) == set(range(1, 36))


def test_rows_without_any_stamp_arrive_with_the_first_run(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(3, date_time_updated=None, date_time_created=None))
    assert ids(run_tap(config, "customers").records("customers")) == [1, 2, 3]


def test_a_new_row_without_any_stamp_arrives_with_the_next_run(sage: Sandbox, config: Config) -> None:
    company = sage.companies[0]
    company.replace("customers", customers(3))
    first = run_tap(config, "customers")
    unstamped = row("customers", 4, date_time_updated=None, date_time_created=None)
    company.replace("customers", [*customers(3), unstamped])
    second = run_tap(config | {"lookback_seconds": 0}, "customers", state=first.state)
    assert 4 in ids(second.records("customers"))


def test_a_row_created_after_its_update_is_not_missed(sage: Sandbox, config: Config) -> None:
    company = sage.companies[0]
    company.replace("price_bands", [row("price_bands", 50)])
    first = run_tap(config, "price_bands")
    late = row(
        "price_bands", 7, date_time_updated=MORNING - timedelta(days=100), date_time_created=MORNING + timedelta(days=1)
    )
    company.replace("price_bands", [late, row("price_bands", 50)])
    second = run_tap(config, "price_bands", state=first.state)
    assert 7 in ids(second.records("price_bands"))


def test_stamps_whose_zeros_are_cut_are_compared_as_instants(sage: Sandbox, config: Config) -> None:
    half, whole = MORNING + timedelta(milliseconds=500), MORNING
    sage.companies[0].replace(
        "customers", [row("customers", 1, date_time_updated=half), row("customers", 2, date_time_updated=whole)]
    )
    result = run_tap(config, "customers")
    assert result.bookmark("customers")["replication_key_value"] == "2026-03-02T09:00:00.500000Z"
    assert [r["date_time_updated"] for r in result.records("customers")] == [
        "2026-03-02T09:00:00.500000Z",
        "2026-03-02T09:00:00.000000Z",
    ]


def test_a_stamp_in_the_future_does_not_carry_the_bookmark_away(sage: Sandbox, config: Config) -> None:
    company = sage.companies[0]
    company.replace("customers", customers(2, date_time_updated=datetime(2099, 1, 1, tzinfo=UTC)))
    first = run_tap(config, "customers")
    assert first.bookmark("customers")["replication_key_value"] <= timestamps.to_text(timestamps.now())
    company.change(Update("customers", (1,), {"name": "After all"}))
    second = run_tap(config, "customers", state=first.state)
    assert "After all" in {record["name"] for record in second.records("customers")}


def test_a_row_of_the_future_that_changes_to_the_present_is_not_missed(sage: Sandbox, config: Config) -> None:
    company = sage.companies[0]
    company.replace("customers", customers(35, date_time_updated=datetime(2099, 1, 1, tzinfo=UTC)))
    first = run_tap(config | {"lookback_seconds": 0}, "customers")
    company.change(Insert("customers", row("customers", 36, date_time_updated=timestamps.now())))
    company.change(Update("customers", (7,), {"name": "Put right", "date_time_updated": timestamps.now()}))
    second = run_tap(config | {"lookback_seconds": 60}, "customers", state=first.state)
    held = second.loaded("customers", onto=first.loaded("customers")).values()
    assert "Put right" in {record["name"] for record in held}
    assert len(held) == 36


@pytest.mark.parametrize("order", [(0, 500, 610, 612), (612, 610, 500, 0), (500, 0, 612, 610)])
def test_stamps_of_every_length_keep_their_order(sage: Sandbox, config: Config, order: tuple[int, ...]) -> None:
    """Sage writes …36Z, …36.5Z, …36.61Z and …36.612Z (seen): as text they have another order than in time."""
    company = sage.companies[0]
    instants = [MORNING + timedelta(milliseconds=part) for part in order]
    company.replace("customers", [row("customers", n, date_time_updated=one) for n, one in enumerate(instants, 1)])
    first = run_tap(config | {"page_size": 2}, "customers")
    second = run_tap(config | {"page_size": 2, "lookback_seconds": 0}, "customers", state=first.state)
    assert first.bookmark("customers")["replication_key_value"] == "2026-03-02T09:00:00.612000Z"
    assert ids(second.records("customers")) == [order.index(612) + 1]


@pytest.mark.parametrize(("then", "now"), [(0, 1), (1, 0), (1, 1), (0, -1), (-1, 0), (-1, -1)])
def test_a_server_that_stamps_by_its_local_time_loses_nothing_within_the_look_back(
    sage: Sandbox, config: Config, then: int, now: int
) -> None:
    """The clock of the server is off by some hours, and later by others. A server with a right clock writes too."""
    company = sage.companies[0]
    company.replace("customers", customers(33))

    def set_clock(hours: int) -> None:
        sage.clock = lambda: datetime.now(UTC) + timedelta(hours=hours)

    set_clock(0)
    company.change(Update("customers", (33,), {"name": "By a server that is right"}))
    set_clock(then)
    company.change(Update("customers", (32,), {"name": "Before"}))
    sage.between_pages("customers", page=1, do=lambda _: set_clock(now))
    sage.between_pages("customers", page=3, do=[Update("customers", (3,), {"name": "While it was read"})])
    first = run_tap(config, "customers")
    company.change(Update("customers", (4,), {"name": "Afterwards"}))
    second = run_tap(config, "customers", state=first.state)
    held = second.loaded("customers", onto=first.loaded("customers")).values()
    assert {record["name"] for record in held} >= {"Before", "While it was read", "Afterwards"}
