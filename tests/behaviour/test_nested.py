"""Tables whose rows Sage returns only with the rows of another table, or for one of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault, Insert, Update
from sage200_sandbox.sample_rows import MORNING, nested_row, row

from tests.support.runs import Stop, run_tap

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

    from tests.support.runs import Result

Config = dict[str, Any]
pytestmark = pytest.mark.both_ways
LINES_A_ORDER = 3


@pytest.fixture
def orders(sage: Sandbox) -> Sandbox:
    """Twenty-five orders, each with three lines and a memo; order 7 has no line."""
    company = sage.companies[0]
    company.replace(
        "sop_orders",
        [row("sop_orders", number, date_time_updated=MORNING + timedelta(hours=number)) for number in range(1, 26)],
    )
    company.replace(
        "sop_order_lines",
        [
            row("sop_order_lines", 1000 + 10 * number + line, sop_order_id=number, line_number=line)
            for number in range(1, 26)
            if number != 7
            for line in range(1, LINES_A_ORDER + 1)
        ],
    )
    company.replace(
        "sop_order_memos",
        [nested_row("sop_order_memos", 2000 + n, sop_order_id=n, note=f"Memo of {n}") for n in range(1, 26)],
    )
    return sage


def asked(sage: Sandbox, table: str = "sop_orders") -> list[dict[str, str]]:
    """Return the requests by key. Prefetch requests for later pages may arrive when nothing needs them any more."""
    return [dict(request.query) for request in sage.requests if request.table == table and "$skip" not in request.query]


def kinds(result: Result) -> list[str]:
    return [message["stream"] for message in result.messages if message["type"] == "RECORD"]


def test_an_order_is_fetched_once_for_itself_its_lines_and_its_memos(orders: Sandbox, config: Config) -> None:
    result = run_tap(config | {"concurrency": 1}, "sop_orders", "sop_order_lines", "sop_order_memos")
    assert result.error is None
    assert len(result.records("sop_orders")) == 25
    assert len(result.records("sop_order_lines")) == 24 * LINES_A_ORDER
    assert len(result.records("sop_order_memos")) == 25
    assert [query["$expand"] for query in asked(orders)] == ["lines,memos"] * 4, "three pages, and the last row"


@pytest.mark.usefixtures("orders")
def test_lines_come_right_after_their_order(config: Config) -> None:
    result = run_tap(config, "sop_orders", "sop_order_lines")
    assert kinds(result)[:5] == ["sop_orders", *["sop_order_lines"] * LINES_A_ORDER, "sop_orders"]


@pytest.mark.usefixtures("orders")
def test_a_nested_row_says_whose_it_is_and_when_that_changed(config: Config) -> None:
    result = run_tap(config, "sop_order_memos")
    memo = result.records("sop_order_memos")[2]
    assert memo["sop_order_id"] == 3
    assert memo["id"] == 2003
    assert memo["sop_order_date_time_updated"] == "2026-03-02T12:00:00.000000Z"
    assert memo["company_id"] == 1
    [schema] = [message for message in result.messages if message["type"] == "SCHEMA"]
    assert schema["key_properties"] == ["site_id", "company_id", "sop_order_id", "id"]


def test_lines_can_be_selected_without_their_orders(orders: Sandbox, config: Config) -> None:
    result = run_tap(config, "sop_order_lines")
    assert set(kinds(result)) == {"sop_order_lines"}
    assert len(result.records("sop_order_lines")) == 24 * LINES_A_ORDER
    assert {query["$expand"] for query in asked(orders)} == {"lines"}


def test_an_order_alone_asks_for_no_expansion(orders: Sandbox, config: Config) -> None:
    run_tap(config, "sop_orders")
    assert all("$expand" not in query for query in asked(orders))


def test_a_nested_table_without_rows_still_tells_its_schema(sage: Sandbox, config: Config) -> None:
    result = run_tap(config, "sop_order_memos")
    assert sage.requests
    assert [message["stream"] for message in result.messages if message["type"] == "SCHEMA"] == ["sop_order_memos"]


@pytest.mark.usefixtures("orders")
def test_each_schema_is_written_once(config: Config) -> None:
    result = run_tap(config, "sop_orders", "sop_order_lines", "sop_order_memos")
    schemas = [message["stream"] for message in result.messages if message["type"] == "SCHEMA"]
    assert sorted(schemas) == ["sop_order_lines", "sop_order_memos", "sop_orders"]


def test_the_next_run_brings_the_lines_of_changed_orders_alone(orders: Sandbox, config: Config) -> None:
    first = run_tap(config, "sop_orders", "sop_order_lines")
    orders.companies[0].change(Update("sop_orders", (4,), {"document_no": "0000000004"}))
    orders.forget_requests()
    second = run_tap(config | {"lookback_seconds": 0}, "sop_orders", "sop_order_lines", state=first.state)
    assert {query["$expand"] for query in asked(orders)} == {"lines"}
    changed = {record["sop_order_id"] for record in second.records("sop_order_lines")}
    assert changed == {4, 25}, "the changed one, and the one that set the bookmark"
    value = second.bookmark("sop_order_lines")["replication_key_value"]
    assert value == second.bookmark("sop_orders")["replication_key_value"]


def test_a_line_that_vanished_is_told_by_the_older_stamp_of_its_order(orders: Sandbox, config: Config) -> None:
    company = orders.companies[0]
    first = run_tap(config, "sop_orders", "sop_order_lines")
    company.replace("sop_order_lines", [line for line in company.rows("sop_order_lines") if line["id"] != 1042])
    company.change(Update("sop_orders", (4,), {"document_no": "0000000004"}))
    second = run_tap(config, "sop_orders", "sop_order_lines", state=first.state)
    order_stamps = {
        key[-1]: record["date_time_updated"]
        for key, record in second.loaded("sop_orders", onto=first.loaded("sop_orders")).items()
    }
    held = second.loaded("sop_order_lines", onto=first.loaded("sop_order_lines"))
    gone = [
        line["id"] for line in held.values() if line["sop_order_date_time_updated"] < order_stamps[line["sop_order_id"]]
    ]
    assert gone == [1042]


def test_memos_that_are_selected_later_are_read_whole_without_reading_the_orders_twice(
    orders: Sandbox, config: Config
) -> None:
    first = run_tap(config, "sop_orders")
    orders.forget_requests()
    second = run_tap(config | {"lookback_seconds": 0}, "sop_orders", "sop_order_memos", state=first.state)
    assert [record["id"] for record in second.records("sop_orders")] == [25]
    assert len(second.records("sop_order_memos")) == 25
    orders.forget_requests()
    third = run_tap(config | {"lookback_seconds": 0}, "sop_orders", "sop_order_memos", state=second.state)
    assert [record["sop_order_id"] for record in third.records("sop_order_memos")] == [25]
    assert {query["$expand"] for query in asked(orders)} == {"memos"}, "now both have come equally far"


@pytest.mark.usefixtures("orders")
def test_a_first_load_that_died_goes_on_at_its_page_with_all_nested_tables(config: Config) -> None:

    def die(message: dict[str, Any]) -> None:
        if message["type"] == "RECORD" and message["record"].get("sop_order_id") == 15:
            raise Stop

    streams = ("sop_orders", "sop_order_lines", "sop_order_memos")
    dead = run_tap(config, *streams, on_message=die)
    assert isinstance(dead.error, Stop)
    alive = run_tap(config | {"lookback_seconds": 0}, *streams, state=dead.state)
    assert min(record["sop_order_id"] for record in alive.records("sop_order_lines")) == 11
    for stream, count in (("sop_orders", 25), ("sop_order_lines", 72), ("sop_order_memos", 25)):
        assert len(alive.loaded(stream, onto=dead.loaded(stream))) == count, stream


def test_an_expansion_that_sage_does_not_know_fails_for_itself_alone(orders: Sandbox, config: Config) -> None:
    orders.fault(Fault("400", table="sop_orders", expand="memos", times=None))
    streams = ("sop_orders", "sop_order_lines", "sop_order_memos")
    result = run_tap(config | {"concurrency": 1}, *streams)
    assert result.error is None, "skipped, as a table is that this version does not have"
    assert len(result.loaded("sop_orders")) == 25
    assert len(result.loaded("sop_order_lines")) == 72
    assert result.records("sop_order_memos") == []
    walked = [query["$expand"] for query in asked(orders) if query["$top"] != "1"]
    assert walked == ["lines,memos", "lines", "lines", "lines", "lines"], "orders and lines are still read together"
    failing = run_tap(config | {"on_unavailable": "fail"}, *streams)
    assert "1 of 3 tables failed. sop_order_memos" in str(failing.error)


def test_tables_that_fail_together_go_on_one_by_one(orders: Sandbox, config: Config) -> None:
    orders.fault(Fault("504", table="sop_orders", expand="memos", times=None))
    result = run_tap(config, "sop_orders", "sop_order_lines", "sop_order_memos")
    assert "1 of 3 tables failed. sop_order_memos" in str(result.error)
    assert len(result.loaded("sop_orders")) == 25
    assert len(result.loaded("sop_order_lines")) == 72
    orders.clear_faults()
    second = run_tap(config, "sop_orders", "sop_order_lines", "sop_order_memos", state=result.state)
    assert len(second.loaded("sop_order_memos")) == 25


def test_the_lines_of_a_new_order_come_with_it(orders: Sandbox, config: Config) -> None:
    company = orders.companies[0]
    first = run_tap(config, "sop_order_lines")
    company.change(Insert("sop_orders", row("sop_orders", 99)))
    company.change(Insert("sop_order_lines", row("sop_order_lines", 1991, sop_order_id=99)))
    second = run_tap(config, "sop_order_lines", state=first.state)
    assert 1991 in {record["id"] for record in second.records("sop_order_lines")}


def test_columns_that_need_an_expansion_come_with_it(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("products", [row("products", 1, stock_nominal_code_id=77, has_preferred_supplier=True)])
    [product] = run_tap(config, "products").records("products")
    assert product["stock_nominal_code_id"] == 77
    assert product["has_preferred_supplier"] is True
    assert asked(sage, "products")[0]["$expand"] == "nominal_codes,sop_status,units"


def test_a_key_that_sage_gives_only_as_an_object_is_taken_out_of_it(sage: Sandbox, config: Config) -> None:
    company = sage.companies[0]
    company.replace("document_layouts", [row("document_layouts", 5)])
    company.replace("customers", [row("customers", 1, sales_invoice_layout_id=5)])
    [customer] = run_tap(config, "customers").records("customers")
    assert customer["sales_invoice_layout_id"] == 5


def test_no_slow_expansion_is_asked_for_unless_its_column_is_selected(sage: Sandbox, config: Config) -> None:
    def select_the_slow_column(catalog: dict[str, Any]) -> None:
        for entry in catalog["streams"]:
            for item in entry["metadata"]:
                if item["breadcrumb"] == ["properties", "is_head_office_with_branches"]:
                    item["metadata"]["selected"] = True

    sage.companies[0].replace("customers", [row("customers", 1, is_head_office_with_branches=True)])
    [plain] = run_tap(config, "customers").records("customers")
    assert "status" not in asked(sage, "customers")[0]["$expand"].split(",")
    assert "is_head_office_with_branches" not in plain
    sage.forget_requests()
    [whole] = run_tap(config, "customers", change_catalog=select_the_slow_column).records("customers")
    assert "status" in asked(sage, "customers")[0]["$expand"].split(",")
    assert whole["is_head_office_with_branches"] is True


def test_a_table_is_read_without_columns_whose_expansion_sage_refuses(
    sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    sage.companies[0].replace("products", [row("products", 1, code="BOARD")])
    sage.fault(Fault("400", table="products", expand="sop_status", times=None))
    result = run_tap(config, "products")
    assert result.error is None
    assert [record["code"] for record in result.records("products")] == ["BOARD"]
    assert any("products" in text and "has_preferred_supplier" in text for text in caplog.messages)
    failing = run_tap(config | {"on_unavailable": "fail"}, "products")
    assert "400" in str(failing.error)


def test_rows_nested_in_nested_rows_come_where_sage_sends_them_along(sage: Sandbox, config: Config) -> None:
    company = sage.companies[0]
    company.replace("nominal_codes", [row("nominal_codes", 1)])
    company.replace("nominal_code_financial_years", [nested_row("nominal_code_financial_years", 11, nominal_code_id=1)])
    company.replace(
        "nominal_code_period_balances",
        [
            nested_row("nominal_code_period_balances", 100 + n, nominal_code_id=1, nominal_code_financial_year_id=11)
            for n in range(3)
        ],
    )
    result = run_tap(config, "nominal_code_period_balances")
    balances = result.records("nominal_code_period_balances")
    assert [(one["nominal_code_id"], one["nominal_code_financial_year_id"], one["id"]) for one in balances] == [
        (1, 11, 100),
        (1, 11, 101),
        (1, 11, 102),
    ]
    assert balances[0]["nominal_code_date_time_updated"] == "2026-03-02T09:00:00.000000Z"


def test_items_without_a_key_are_numbered_within_their_posting(sage: Sandbox, config: Config) -> None:
    company, table = sage.companies[0], "sales_posted_transaction_nominal_analysis_items"
    company.replace("sales_posted_transactions", [row("sales_posted_transactions", n) for n in (1, 2)])
    company.replace(
        table,
        [
            nested_row(table, 0, sales_posted_transaction_id=posting, position=place, code="4000")
            for posting in (1, 2)
            for place in (1, 2)
        ],
    )
    records = run_tap(config, table).records(table)
    assert [(one["sales_posted_transaction_id"], one["position"]) for one in records] == [
        (1, 1),
        (1, 2),
        (2, 1),
        (2, 2),
    ]


def test_the_lock_of_an_order_is_never_taken(orders: Sandbox, config: Config) -> None:
    run_tap(config)
    assert orders.requests
    assert all("is_to_lock" not in request.query.get("$expand", "") for request in orders.requests)
