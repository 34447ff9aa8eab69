"""Column selection: requests to Sage leave out deselected columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sage200_sandbox import Fault, Sandbox
from sage200_sandbox.sample_rows import customers, row

from tests.support.runs import run_tap

if TYPE_CHECKING:
    from collections.abc import Callable

Config = dict[str, Any]
NEEDED = ["id", "date_time_updated", "date_time_created"]


def only(stream: str, *columns: str) -> Callable[[dict[str, Any]], None]:
    """Deselect all columns of a stream except these."""

    def change(catalog: dict[str, Any]) -> None:
        [entry] = [entry for entry in catalog["streams"] if entry["stream"] == stream]
        for item in entry["metadata"]:
            if item["breadcrumb"]:
                item["metadata"]["selected"] = item["breadcrumb"][1] in columns

    return change


def without(stream: str, *columns: str) -> Callable[[dict[str, Any]], None]:
    """Deselect these columns of a stream."""

    def change(catalog: dict[str, Any]) -> None:
        [entry] = [entry for entry in catalog["streams"] if entry["stream"] == stream]
        for item in entry["metadata"]:
            if item["breadcrumb"] and item["breadcrumb"][1] in columns:
                item["metadata"]["selected"] = False

    return change


def asked(sage: Sandbox, table: str) -> list[dict[str, str]]:
    return [dict(request.query) for request in sage.requests if request.table == table]


def test_only_selected_columns_are_asked_for_with_what_reading_needs(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(25))
    result = run_tap(config, "customers", change_catalog=only("customers", "name", "reference"))
    assert len(result.loaded("customers")) == 25
    assert {name for record in result.records("customers") for name in record} >= {"id", "name", "reference"}
    selects = {frozenset(query["$select"].split(",")) for query in asked(sage, "customers")}
    assert selects == {frozenset([*NEEDED, "name", "reference"])}


def test_where_all_are_selected_nothing_is_selected(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(5))
    run_tap(config, "customers")
    assert not [query for query in asked(sage, "customers") if "$select" in query]


def test_so_many_columns_that_a_server_might_refuse_the_address_are_not_named(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(5))
    result = run_tap(config, "customers", change_catalog=without("customers", "credit_limit"))
    assert not [query for query in asked(sage, "customers") if "$select" in query]
    assert "credit_limit" not in result.records("customers")[0]


def test_with_what_is_nested_the_whole_row_is_asked_for(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("sop_orders", [row("sop_orders", 5)])
    run_tap(config, "sop_orders", "sop_order_lines", change_catalog=only("sop_orders", "document_no"))
    assert not [query for query in asked(sage, "sop_orders") if "$select" in query]


def test_a_version_of_sage_that_lacks_a_column_gives_the_others(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(25))
    sage.fault(Fault("400", table="customers", times=1))
    result = run_tap(config | {"concurrency": 1}, "customers", change_catalog=only("customers", "name"))
    assert result.error is None
    assert len(result.loaded("customers")) == 25
    assert ["$select" in query for query in asked(sage, "customers")] == [True] + [False] * 4
