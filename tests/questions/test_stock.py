"""The answers about stock agree with the stock movements and the nominal ledger of the sandbox."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.questions.books import WORKED, YEAR_END, Books, Row
from tests.questions.edited import ask_after
from tests.questions.pages import question

if TYPE_CHECKING:
    from tests.questions.warehouse import Warehouse

STOCK = question("What do we have in stock in each warehouse, and what is it worth?")
AGREES = question("Does the value of the stock agree with the nominal ledger?")
REORDER = question("Which products do we need to reorder?")
both_schemas = pytest.mark.parametrize("schema", [YEAR_END, WORKED])


def stock_account(rows: dict[str, list[Row]]) -> Decimal:
    """Return what was posted to the stock account of the nominal ledger, entry by entry."""
    ids = {row["id"] for row in rows["nominal_codes"] if row["reference"] == "1001"}
    posted = [row for row in rows["nominal_transaction_enquiry_views"] if row["nominal_code_id"] in ids]
    return sum((Decimal(row["debit"] or 0) - Decimal(row["credit"] or 0) for row in posted), Decimal())


def test_stock_is_what_moved_into_a_warehouse_and_not_out_of_it(warehouse: Warehouse, company: Books) -> None:
    held: defaultdict[Any, Decimal] = defaultdict(Decimal)
    worth: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for movement in (*company.sales.movements, *company.buying.movements):
        place = movement.warehouse["name"], movement.product["code"]
        held[place] += movement.quantity
        worth[place] += movement.quantity * movement.cost
    answer = company.mine(warehouse.ask(STOCK, YEAR_END))
    assert {(row["warehouse"], row["product"]): row["in_stock"] for row in answer} == {
        place: quantity for place, quantity in held.items() if quantity
    }
    for row in answer:
        assert row["value"] == row["value_at_standard_cost"] == worth[row["warehouse"], row["product"]]
    assert len({row["warehouse"] for row in answer}) == 2
    assert {movement.quantity > 0 for movement in company.sales.movements} == {True, False}, "no goods came back"


@both_schemas
def test_free_stock_is_that_of_the_products(warehouse: Warehouse, company: Books, schema: str) -> None:
    free: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in company.mine(warehouse.ask(STOCK, schema)):
        assert row["free"] == row["in_stock"] - row["allocated"]
        free[row["product"]] += row["free"]
    products = company.tables(schema)["products"]
    assert {code: quantity for code, quantity in free.items() if quantity} == {
        row["code"]: row["free_stock_quantity"] for row in products if row["free_stock_quantity"]
    }
    assert any(row["allocated"] for row in company.mine(warehouse.ask(STOCK, schema)))


@both_schemas
def test_the_value_of_the_stock_is_the_balance_of_the_stock_account(
    warehouse: Warehouse, company: Books, schema: str
) -> None:
    balance = stock_account(company.tables(schema))
    assert balance > 0
    assert sum(row["value"] for row in company.mine(warehouse.ask(STOCK, schema))) == balance
    assert {row["figure"]: row["value"] for row in company.mine(warehouse.ask(AGREES, schema))} == {
        "stock at cost": balance,
        "stock movements": balance,
        "nominal ledger": balance,
    }


def test_the_two_values_of_stock_are_at_their_own_costs(warehouse: Warehouse) -> None:
    change = "UPDATE sage200.products SET average_buying_price = 2.005, standard_cost = 3"
    for row in ask_after(warehouse, STOCK, change):
        assert row["value"] == round(row["in_stock"] * Decimal("2.005") + Decimal("1e-9"), 2)
        assert row["value_at_standard_cost"] == row["in_stock"] * 3


def test_negative_stock_has_a_negative_value_and_no_stock_has_none(warehouse: Warehouse) -> None:
    change = "UPDATE sage200.warehouse_holdings SET quantity_in_stock = %s"
    negative = ask_after(warehouse, STOCK, change, -2)
    assert negative
    assert all(row["value"] < 0 for row in negative)
    assert ask_after(warehouse, STOCK, change, 0) == []


def test_stock_of_inactive_products_counts(warehouse: Warehouse, company: Books) -> None:
    inactive = {row["code"] for row in company.year_end["products"] if "Inactive" in row["product_status_type"]}
    assert inactive
    assert inactive <= {row["product"] for row in company.mine(warehouse.ask(STOCK, YEAR_END))}


@pytest.mark.parametrize(
    ("figure", "change"),
    [
        ("stock at cost", "UPDATE sage200.warehouse_holdings SET quantity_in_stock = quantity_in_stock + 1"),
        ("stock movements", "UPDATE sage200.product_transaction_views SET cost_value = cost_value + 1"),
        ("nominal ledger", "UPDATE sage200.nominal_codes SET balance_year_to_date = balance_year_to_date + 1"),
    ],
)
def test_a_difference_shows_in_its_own_figure(warehouse: Warehouse, company: Books, figure: str, change: str) -> None:
    values = {row["figure"]: row["value"] for row in company.mine(ask_after(warehouse, AGREES, change))}
    assert values.pop(figure) > stock_account(company.year_end)
    assert set(values.values()) == {stock_account(company.year_end)}


@both_schemas
def test_products_to_reorder_have_no_more_than_the_level(warehouse: Warehouse, company: Books, schema: str) -> None:
    rows = company.tables(schema)
    products = {row["id"]: row for row in rows["products"]}
    expected = {}
    for row in rows["warehouse_holdings"]:
        product, coming = products[row["product_id"]], row["free_stock_available"] + row["quantity_on_order"]
        if "Active" in product["product_status_type"] and coming <= row["reorder_level"]:
            expected[row["warehouse_name"], product["code"]] = (
                *(row["free_stock_available"], row["quantity_on_order"], row["reorder_level"]),
                row["maximum_level"] - coming,
            )
    names = ("free", "on_order", "reorder_level", "up_to_maximum")
    answer = company.mine(warehouse.ask(REORDER, schema))
    assert {(row["warehouse"], row["product"]): tuple(row[name] for name in names) for row in answer} == expected
    assert 0 < len(answer) < len(rows["warehouse_holdings"])


def test_goods_on_order_and_a_missing_level_are_no_reason_to_reorder(warehouse: Warehouse) -> None:
    assert ask_after(warehouse, REORDER, "UPDATE sage200.warehouse_holdings SET quantity_on_order = 1000") == []
    no_level = "UPDATE sage200.warehouse_holdings SET reorder_level = 0, free_stock_available = 0"
    assert ask_after(warehouse, REORDER, no_level) == []
    more = ask_after(warehouse, REORDER, "UPDATE sage200.warehouse_holdings SET free_stock_available = -1")
    assert len(more) > len(warehouse.ask(REORDER, YEAR_END))
