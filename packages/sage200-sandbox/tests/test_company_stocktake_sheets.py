"""What the stocktakes count is what was in their warehouse on their day."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from tests.books import Books, Rows, books_of, keyed, sums

DONE, BEGUN = "EnumStocktakeStatusComplete", "EnumStocktakeStatusCountInProgress"


@pytest.fixture(params=[(1, 1), (2, 1), (1, 2)], ids=["uk", "ireland", "larger"])
def books(request: pytest.FixtureRequest) -> Books:
    return books_of(*request.param, seed=1)


def stocktake(books: Books, status: str) -> dict[str, Any]:
    (one,) = [row for row in books["stocktakes"] if row["stocktake_status"] == status]
    return one


def of(rows: Rows, one: dict[str, Any]) -> Rows:
    return [row for row in rows if row["stocktake_id"] == one["id"]]


@pytest.mark.parametrize("status", [DONE, BEGUN])
def test_a_sheet_has_what_moved_into_the_warehouse_until_its_day(books: Books, status: str) -> None:
    one = stocktake(books, status)
    there = sums(
        (
            row
            for row in books["product_transaction_views"]
            if row["warehouse_name"] == one["warehouse_name"] and row["transaction_date"] <= one["stocktake_date"]
        ),
        "product_code",
        "quantity",
    )
    failed = {row["item_code"] for row in of(books["stocktake_failed_items"], one)}
    expected = {code: quantity for code, quantity in there.items() if code not in failed}
    sheets = of(books["stocktake_count_sheet_items"], one)
    assert sums(sheets, "item_code", "recorded_quantity_in_stock") == expected
    assert sums(of(books["stocktake_items"], one), "item_code", "quantity_in_stock") == expected


def test_the_count_that_has_begun_expects_what_is_held(books: Books) -> None:
    bins = keyed(books["bin_holdings"])
    sheets = of(books["stocktake_count_sheet_items"], stocktake(books, BEGUN))
    assert sheets
    for row in sheets:
        assert row["recorded_quantity_in_stock"] == bins[row["bin_item_id"]]["quantity_in_stock"]
        assert row["quantity_allocated"] == bins[row["bin_item_id"]]["quantity_allocated"]
        assert (row["actual_quantity_entered"], row["actual_quantity_in_stock"]) == (False, 0)


def test_the_finished_count_found_what_was_expected(books: Books) -> None:
    sheets = of(books["stocktake_count_sheet_items"], stocktake(books, DONE))
    assert sheets
    for row in sheets:
        assert row["actual_quantity_entered"]
        assert row["actual_quantity_in_stock"] == row["recorded_quantity_in_stock"]
        assert row["discrepancy_status"] == "EnumDiscrepancyStatusNone"


def test_a_count_is_of_the_bins_of_its_warehouse(books: Books) -> None:
    holdings, stocktakes = keyed(books["warehouse_holdings"]), keyed(books["stocktakes"])
    bins, products = keyed(books["bin_holdings"]), keyed(books["products"])
    for row in books["stocktake_count_sheet_items"]:
        bin_ = bins[row["bin_item_id"]]
        holding = holdings[bin_["warehouse_holding_id"]]
        assert holding["warehouse_id"] == stocktakes[row["stocktake_id"]]["warehouse_id"]
        assert products[bin_["product_id"]]["code"] == row["item_code"]
        assert products[bin_["product_id"]]["traceable_type"] == row["traceable_type"]


def test_the_goods_chosen_are_those_on_the_sheets(books: Books) -> None:
    chosen = {(row["stocktake_id"], row["item_code"], row["bin_name"]) for row in books["stocktake_items"]}
    sheets = {(row["stocktake_id"], row["item_code"], row["bin_name"]) for row in books["stocktake_count_sheet_items"]}
    assert chosen == sheets
    holdings, groups = keyed(books["warehouse_holdings"]), keyed(books["product_groups"])
    products = keyed(books["products"])
    for row in books["stocktake_items"]:
        product = products[holdings[row["warehouse_holding_id"]]["product_id"]]
        assert product["code"] == row["item_code"]
        assert groups[product["product_group_id"]]["code"] == row["product_group_code"]
        value = row["quantity_in_stock"] * product["average_buying_price"]
        assert row["value_of_stock"] == value.quantize(Decimal("0.01"), "ROUND_HALF_UP")


def test_what_is_no_longer_sold_on_the_day_fails(books: Books) -> None:
    codes = keyed(books["products"], "code")
    holdings = books["warehouse_holdings"]
    for one in books["stocktakes"]:
        held = {row["product_id"] for row in holdings if row["warehouse_id"] == one["warehouse_id"]}
        gone = {
            code
            for code, product in codes.items()
            if product["id"] in held
            and product["inactivation_date"]
            and product["inactivation_date"] <= one["stocktake_date"]
        }
        assert {row["item_code"] for row in of(books["stocktake_failed_items"], one)} == gone
    assert books["stocktake_failed_items"]


def test_the_numbers_to_look_for_are_those_that_were_in_the_bin(books: Books) -> None:
    """Of serial numbers there are as many as pieces; nothing that is not traced has any."""
    sheets, found = keyed(books["stocktake_count_sheet_items"]), defaultdict(set)
    for row in books["stocktake_trace_count_sheet_items"]:
        found[row["stocktake_count_sheet_item_id"]].add(row["identification_no"])
    numbers = defaultdict(set)
    for row in books["traceable_item_balances"]:
        numbers[row["bin_item_id"]].add(row["identification_no"])
    assert {sheets[sheet]["traceable_type"].removeprefix("EnumTraceableType") for sheet in found} == {"Batch", "Serial"}
    for id_, sheet in sheets.items():
        assert found[id_] <= numbers[sheet["bin_item_id"]]
        if sheet["traceable_type"] == "EnumTraceableTypeSerial":
            assert len(found[id_]) == sheet["recorded_quantity_in_stock"]
        if sheet["traceable_type"] == "EnumTraceableTypeBatch":
            assert bool(found[id_]) == (sheet["recorded_quantity_in_stock"] > 0)


def test_the_count_that_has_begun_looks_for_all_that_is_left(books: Books) -> None:
    one = stocktake(books, BEGUN)
    sheets = {row["id"] for row in of(books["stocktake_count_sheet_items"], one)}
    warehouse = {row["id"]: row["warehouse_id"] for row in books["warehouse_holdings"]}
    left = {
        row["identification_no"]
        for row in books["traceable_item_balances"]
        if row["quantity"] and warehouse[row["warehouse_holding_id"]] == one["warehouse_id"]
    }
    looked_for = books["stocktake_trace_count_sheet_items"]
    assert {r["identification_no"] for r in looked_for if r["stocktake_count_sheet_item_id"] in sheets} == left


def test_the_groups_of_a_template_are_groups_of_products(books: Books) -> None:
    groups, templates = keyed(books["product_groups"]), keyed(books["stocktake_criteria_templates"])
    rows = books["stocktake_criteria_template_product_groups"]
    assert rows
    for row in rows:
        assert templates[row["stocktake_criteria_template_id"]]["stock_value_type"] == "EnumStocktakeValueHighest"
        assert (row["code"], row["description"]) == (groups[row["id"]]["code"], groups[row["id"]]["description"])
