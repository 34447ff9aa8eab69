"""Tables that Sage returns for one parent row at a time: one request for each parent row, in each run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault
from sage200_sandbox.sample_rows import nested_row, row

from tests.support.runs import run_tap

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

Config = dict[str, Any]
pytestmark = pytest.mark.both_ways
FIGURES, PERIODS = "product_sales_figures", "product_sales_figure_periods"


@pytest.fixture
def goods(sage: Sandbox) -> Sandbox:
    """Twelve products with figures of two periods each, and two holdings, one of them with two batches."""
    company = sage.companies[0]
    products = range(1, 13)
    company.replace("products", [row("products", number) for number in products])
    company.replace(FIGURES, [nested_row(FIGURES, 0, product_id=n, quantity_sold_this_period=n) for n in products])
    company.replace(
        PERIODS,
        [nested_row(PERIODS, 0, product_id=n, year="2026", period=period) for n in products for period in ("1", "2")],
    )
    company.replace("warehouse_holdings", [row("warehouse_holdings", number) for number in (501, 502)])
    company.replace(
        "traceable_item_balances",
        [
            nested_row(
                "traceable_item_balances", 0, warehouse_holding_id=501, traceable_item_id=1, traceable_bin_item_id=71
            ),
            nested_row(
                "traceable_item_balances", 0, warehouse_holding_id=501, traceable_item_id=2, traceable_bin_item_id=72
            ),
            nested_row(
                "traceable_item_balances", 0, warehouse_holding_id=502, traceable_item_id=2, traceable_bin_item_id=73
            ),
        ],
    )
    company.replace(
        "traceable_item_receipts",
        [nested_row("traceable_item_receipts", 900 + item, traceable_item_id=item) for item in (1, 2)],
    )
    company.replace(
        "traceable_item_receipt_transactions",
        [
            nested_row(
                "traceable_item_receipt_transactions",
                0,
                traceable_item_receipt_id=901,
                position=place,
                bin_name=f"B{place}",
            )
            for place in (1, 2)
        ],
    )
    return sage


def paths(sage: Sandbox, part: str) -> list[str]:
    return [request.path.partition("/v1/")[2] for request in sage.requests if part in request.path]


def test_figures_and_their_periods_cost_one_request_a_product(goods: Sandbox, config: Config) -> None:
    result = run_tap(config, FIGURES, PERIODS)
    assert result.error is None
    assert [record["product_id"] for record in result.records(FIGURES)] == list(range(1, 13))
    assert len(result.loaded(PERIODS)) == 24
    assert sorted(paths(goods, FIGURES)) == sorted(f"{FIGURES}/{number}" for number in range(1, 13))
    walks = [request.query for request in goods.requests if request.path.endswith("/products")]
    needed = "id,date_time_created,date_time_updated"
    assert {query["$select"] for query in walks} == {needed}, "no more than the keys, and the stamps"
    assert all("$expand" not in query for query in walks)


def test_they_are_asked_for_at_each_run(goods: Sandbox, config: Config) -> None:
    first = run_tap(config, FIGURES)
    goods.companies[0].replace(FIGURES, [nested_row(FIGURES, 0, product_id=3, quantity_sold_this_period=99)])
    second = run_tap(config, FIGURES, state=first.state)
    assert [record["quantity_sold_this_period"] for record in second.records(FIGURES)] == [99]


def test_an_object_that_most_parents_lack_is_no_error(goods: Sandbox, config: Config) -> None:
    goods.companies[0].replace(FIGURES, [nested_row(FIGURES, 0, product_id=12)])
    result = run_tap(config, FIGURES)
    assert result.error is None
    assert [record["product_id"] for record in result.records(FIGURES)] == [12]


def test_an_object_that_all_parents_lack_is_reported(
    goods: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    goods.companies[0].clear(FIGURES)
    result = run_tap(config, FIGURES)
    assert result.error is None
    assert any(FIGURES in text and "404" in text and "12" in text for text in caplog.messages)


def test_items_receipts_and_movements_follow_from_the_holdings(goods: Sandbox, config: Config) -> None:
    streams = ("traceable_item_balances", "traceable_item_receipts", "traceable_item_receipt_transactions")
    result = run_tap(config, *streams)
    assert result.error is None
    assert len(result.loaded("traceable_item_balances")) == 3
    assert [(one["traceable_item_id"], one["id"]) for one in result.records("traceable_item_receipts")] == [
        (1, 901),
        (2, 902),
    ]
    movements = result.records("traceable_item_receipt_transactions")
    assert [(one["traceable_item_receipt_id"], one["position"], one["bin_name"]) for one in movements] == [
        (901, 1, "B1"),
        (901, 2, "B2"),
    ]
    assert paths(goods, "traceable_items/") == [
        "traceable_items/1/traceable_item_receipts",
        "traceable_items/2/traceable_item_receipts",
    ], "an item that lies in two holdings is asked for once"


def test_receipts_can_be_selected_without_what_they_hang_on(goods: Sandbox, config: Config) -> None:
    assert goods.companies
    result = run_tap(config, "traceable_item_receipts")
    assert {message["stream"] for message in result.messages if message["type"] == "RECORD"} == {
        "traceable_item_receipts"
    }
    assert len(result.records("traceable_item_receipts")) == 2


def test_a_list_that_this_version_lacks_is_given_up_after_a_few_parents(sage: Sandbox, config: Config) -> None:
    company = sage.companies[0]
    company.replace("warehouse_holdings", [row("warehouse_holdings", number) for number in range(1, 40)])
    sage.closed_to("traceable_item_balances", 404)
    result = run_tap(config | {"concurrency": 1}, "traceable_item_balances", "warehouses")
    assert result.error is None
    assert len(paths(sage, "traceable_item_balances")) == 3
    failing = run_tap(config | {"on_unavailable": "fail"}, "traceable_item_balances", "warehouses")
    assert "1 of 2 tables failed" in str(failing.error)


def test_more_lines_than_a_page_are_all_read(sage: Sandbox, config: Config) -> None:
    company = sage.companies[0]
    company.replace("sop_orders", [row("sop_orders", 1)])
    company.replace("sop_order_lines", [row("sop_order_lines", number, sop_order_id=1) for number in range(1, 301)])
    company.replace(
        "sop_order_line_discounts",
        [nested_row("sop_order_line_discounts", 5000 + n, sop_order_line_id=n) for n in range(1, 301)],
    )
    sage.top_limit = 120
    result = run_tap(config | {"page_size": 200}, "sop_order_line_discounts")
    assert [record["sop_order_line_id"] for record in result.records("sop_order_line_discounts")] == list(range(1, 301))


def test_a_failure_of_one_table_by_parent_is_its_own(goods: Sandbox, config: Config) -> None:
    goods.fault(Fault("403", table="traceable_item_receipts", times=None))
    streams = ("traceable_item_balances", "traceable_item_receipts", "products")
    result = run_tap(config | {"on_unavailable": "fail"}, *streams)
    assert "1 of 3 tables failed. traceable_item_receipts" in str(result.error)
    assert len(result.loaded("traceable_item_balances")) == 3
    assert len(result.loaded("products")) == 12
