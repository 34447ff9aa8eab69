"""Batches and serial numbers: they are what lies in the bins, and came and went with the movements of stock."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.books import Books, books_of, keyed, sums

NONE, BATCH, SERIAL = (f"EnumTraceableType{name}" for name in ("None", "Batch", "Serial"))


@pytest.fixture(params=[(1, 1, 1), (1, 2, 1), (3, 2, 1), (1, 1, 2)], ids=["uk", "ireland", "other", "larger"])
def books(request: pytest.FixtureRequest) -> Books:
    seed, number, scale = request.param
    return books_of(number, scale, seed=seed)


def product_of(books: Books) -> dict[Any, dict[str, Any]]:
    """The product of each item, by the item's id."""
    products, holdings = keyed(books["products"]), keyed(books["warehouse_holdings"])
    return {
        row["traceable_item_id"]: products[holdings[row["warehouse_holding_id"]]["product_id"]]
        for row in books["traceable_item_balances"]
    }


def traced(books: Books) -> set[Any]:
    return {row["id"] for row in books["products"] if row["traceable_type"] != NONE}


def test_a_few_products_are_traced_some_by_batch_and_some_by_serial_number(books: Books) -> None:
    kinds = Counter(row["traceable_type"] for row in books["products"])
    assert kinds.keys() == {NONE, BATCH, SERIAL}
    assert kinds[BATCH] + kinds[SERIAL] < len(books["products"]) / 6
    assert {row["id"]: row["traceable_type"] for row in books["product_views"]} == {
        row["id"]: row["traceable_type"] for row in books["products"]
    }


def test_the_items_of_a_bin_are_what_is_in_it(books: Books) -> None:
    of_traced = [row for row in books["bin_holdings"] if row["product_id"] in traced(books)]
    there = sums(books["traceable_item_balances"], ("bin_item_id", "warehouse_holding_id"), "quantity")
    assert there == sums(of_traced, ("id", "warehouse_holding_id"), "quantity_in_stock")


def test_what_is_set_aside_of_the_items_is_what_is_set_aside_of_the_holding(books: Books) -> None:
    of_traced = [row for row in books["warehouse_holdings"] if row["product_id"] in traced(books)]
    set_aside = sums(books["traceable_item_balances"], "warehouse_holding_id", "allocated_quantity")
    assert set_aside == sums(of_traced, "id", "quantity_allocated")
    for row in books["traceable_item_balances"]:
        assert 0 <= row["allocated_quantity"] <= row["quantity"]
        assert row["is_allocated"] == (row["allocated_quantity"] > 0)


def test_what_is_left_of_an_item_is_what_came_of_it_less_what_went(books: Books) -> None:
    came = sums(books["traceable_item_receipts"], "traceable_item_id", "received_issued_quantity")
    went = sums(books["traceable_item_issues"], "traceable_item_id", "received_issued_quantity")
    for row in books["traceable_item_balances"]:
        item = row["traceable_item_id"]
        assert row["quantity"] == came[item] - went.get(item, Decimal(0)) >= 0
    assert came.keys() >= went.keys()


@pytest.mark.parametrize(
    ("table", "direction"), [("traceable_item_receipts", 1), ("traceable_item_issues", -1)], ids=["receipts", "issues"]
)
def test_the_histories_of_the_items_add_up_to_the_movements(books: Books, table: str, direction: int) -> None:
    types = {row["value"]: row["id"] for row in books["product_transaction_types"]}
    product = product_of(books)
    history = [
        row | {"product": product[row["traceable_item_id"]]["id"], "type": types[row["transaction_history_type"]]}
        for row in books[table]
    ]
    moved = [
        row | {"moved": abs(row["quantity"])}
        for row in books["product_transaction_views"]
        if row["product_id"] in traced(books) and row["quantity"] * direction > 0
    ]
    of_history = sums(history, ("product", "type", "received_issued_date"), "received_issued_quantity")
    assert of_history == sums(moved, ("product_id", "transaction_type_id", "transaction_date"), "moved")


def test_a_serial_number_is_one_piece_and_the_item_is_its_own(books: Books) -> None:
    product = product_of(books)
    serial = [
        r for r in books["traceable_item_balances"] if product[r["traceable_item_id"]]["traceable_type"] == SERIAL
    ]
    assert {row["quantity"] for row in serial} <= {0, 1}
    assert any(row["quantity"] > 1 for row in books["traceable_item_balances"])
    numbers = [row["identification_no"] for row in books["traceable_item_balances"]]
    assert len(set(numbers)) == len(numbers)


def test_the_next_number_of_a_product_is_not_used_yet(books: Books) -> None:
    used, items = defaultdict(set), keyed(books["traceable_item_balances"], "traceable_item_id")
    for item, product in product_of(books).items():
        used[product["id"]].add(items[item]["identification_no"])
    separators = keyed(books["auto_generate_separators"])
    for product in books["products"]:
        if product["traceable_type"] != NONE:
            separator = separators[product["auto_generate_separator_id"]]["separator_character"]
            numbers = range(1, product["auto_generate_next_number"])
            width = product["auto_generate_padding"]
            expected = {f"{product['auto_generate_prefix']}{separator}{number:0{width}d}" for number in numbers}
            assert used[product["id"]] == expected


def test_a_batch_has_to_be_used_within_the_shelf_life_of_the_product(books: Books) -> None:
    product = product_of(books)
    for row in books["traceable_item_balances"]:
        of = product[row["traceable_item_id"]]
        days = timedelta(days=of["shelf_life"])
        assert row["use_by_date"] == (row["receipt_date"] + days if of["uses_use_by_date"] else None)


def test_the_batches_that_came_first_go_first(books: Books) -> None:
    """So nothing older than what is left of a batch that was broken into is left in the same bin."""
    product = product_of(books)
    broken = {row["traceable_item_id"] for row in books["traceable_item_issues"]}
    returned = Counter(row["traceable_item_id"] for row in books["traceable_item_receipts"])
    by_bin = defaultdict(list)
    for row in books["traceable_item_balances"]:
        item = row["traceable_item_id"]
        if product[item]["traceable_type"] == BATCH and row["quantity"] and returned[item] == 1:
            by_bin[row["bin_item_id"]].append((row["receipt_date"], item))
    for items in by_bin.values():
        oldest = min(day for day, _ in items)
        assert all(day == oldest for day, item in items if item in broken)


def test_an_item_lies_where_its_balance_is(books: Books) -> None:
    holdings = keyed(books["warehouse_holdings"])
    locations = keyed(books["traceable_item_locations"], "traceable_bin_item_id")
    assert len(locations) == len(books["traceable_item_balances"])
    for row in books["traceable_item_balances"]:
        location = locations[row["traceable_bin_item_id"]]
        assert location["traceable_item_id"] == row["traceable_item_id"]
        assert location["bin_item_id"] == row["bin_item_id"]
        assert location["warehouse_name"] == holdings[row["warehouse_holding_id"]]["warehouse_name"]
        assert location["bin_quantity_in_stock"] == row["quantity"]
        assert location["free_stock_available"] == row["quantity"] - row["allocated_quantity"]


def test_traced_goods_are_set_aside_for_the_orders_that_they_are_allocated_to(books: Books) -> None:
    product = product_of(books)
    allocations = [
        row | {"product": product[row["traceable_item_id"]]["id"]} for row in books["traceable_item_allocations"]
    ]
    lines = [row for row in books["sop_order_line_views"] if row["product_id"] in traced(books)]
    assert allocations
    assert sums(allocations, ("order_no", "allocated_to", "product"), "allocated_quantity") == sums(
        lines, ("sop_order_document_no", "customer_name", "product_id"), "sop_order_line_allocated_quantity"
    )
    of_items = sums(allocations, "traceable_item_id", "allocated_quantity")
    assert of_items == sums(books["traceable_item_balances"], "traceable_item_id", "allocated_quantity")


def test_what_went_out_names_the_customer_and_the_despatch(books: Books) -> None:
    despatches = {row["sop_order_document_no"]: row for row in books["sop_order_despatch_views"]}
    went = books["traceable_item_issues"]
    assert went
    for row in went:
        despatch = despatches[row["sales_purchase_order_no"]]
        assert row["despatch_receipt_grn_no"] == despatch["sop_despatch_document_no"]
        assert row["received_issued_date"] == despatch["sop_despatch_date"]
        assert row["trader_reference"] == despatch["customer_reference"]
        assert row["trader_name"] == despatch["customer_name"]


def test_what_was_bought_names_the_supplier_and_the_note_of_the_receipt(books: Books) -> None:
    orders = keyed(books["pop_orders"], "document_no")
    notes = {
        row["pop_order_return_id"]: row["pop_receipt_return_line_receipt_return_no"]
        for row in books["pop_order_return_line_receipt_return_views"]
    }
    suppliers = keyed(books["suppliers"])
    bought = [r for r in books["traceable_item_receipts"] if r["transaction_history_type"].endswith("GoodsReceived")]
    first = {row["traceable_item_id"]: row["supplier_reference"] for row in books["traceable_item_balances"]}
    assert bought
    for row in bought:
        order = orders[row["sales_purchase_order_no"]]
        supplier = suppliers[order["supplier_id"]]
        assert row["despatch_receipt_grn_no"] == notes[order["id"]]
        assert (row["trader_reference"], row["trader_name"]) == (supplier["reference"], supplier["name"])
        assert first[row["traceable_item_id"]] == supplier["reference"]


@pytest.mark.parametrize("direction", ["receipt", "issue"])
def test_the_transaction_of_a_history_is_of_the_same_item_and_quantity(books: Books, direction: str) -> None:
    numbers = {row["traceable_item_id"]: row["identification_no"] for row in books["traceable_item_balances"]}
    history = keyed(books[f"traceable_item_{direction}s"])
    transactions = books[f"traceable_item_{direction}_transactions"]
    assert len(history) == len(books[f"traceable_item_{direction}s"]) == len(transactions)
    for row in transactions:
        of = history[row[f"traceable_item_{direction}_id"]]
        assert row["identification_no"] == numbers[of["traceable_item_id"]]
        assert row["quantity"] == of["received_issued_quantity"] > 0


@pytest.mark.parametrize("seed", range(20, 26))
def test_whatever_the_chances_there_are_always_enough_pieces_and_some_are_set_aside(seed: int) -> None:
    books = books_of(2, 1, seed=seed)
    of_traced = [row for row in books["warehouse_holdings"] if row["product_id"] in traced(books)]
    there = sums(books["traceable_item_balances"], "warehouse_holding_id", "quantity")
    assert there == sums(of_traced, "id", "quantity_in_stock")
    assert books["traceable_item_allocations"]


def test_traced_goods_are_set_aside_under_the_balances_of_the_orders(books: Books) -> None:
    balances = {row["allocation_balance_id"] for row in books["sop_allocation_line_views"]}
    assert {row["allocation_balance_id"] for row in books["traceable_item_allocations"]} <= balances
