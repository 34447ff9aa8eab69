"""Order lines agree with the ledgers, with stock, and with their own statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.books import Books, books_of, keyed, nested, sums_with_nil

if TYPE_CHECKING:
    from decimal import Decimal

PARTS = ("reference", "cost_centre", "department")


@pytest.fixture
def books() -> Books:
    """The company in the United Kingdom. `test_company_identities` checks the other companies."""
    return books_of(1)


def status(done: Decimal, quantity: Decimal) -> str:
    if not done:
        return "EnumLineStatusNone"
    return "EnumLineStatusFully" if done == quantity else "EnumLineStatusPart"


def test_sales_are_posted_to_the_nominal_accounts_of_the_order_lines(books: Books) -> None:
    orders, lines = keyed(books["sop_orders"], "document_no"), nested(books, "sop_order_lines")
    posted = nested(books, "sales_posted_transaction_nominal_analysis_items")
    of_orders = [
        row
        for row in books["sales_posted_transactions"]
        if row["trader_transaction_type"].endswith("TypeInvoice") and row["second_reference"] in orders
    ]
    assert of_orders
    for invoice in of_orders:
        invoiced = [row for row in lines[orders[invoice["second_reference"]]["id"]] if row["invoice_credit_quantity"]]
        accounts = {tuple(line[f"nominal_{part}"] for part in PARTS) for line in invoiced}
        sales = {(row["code"], row["cost_centre"], row["department"]) for row in posted[invoice["id"]]}
        assert {account for account in sales if account[0].startswith("4")} == accounts


def test_the_statuses_of_a_sales_order_line_follow_from_its_quantities(books: Books) -> None:
    for line in books["sop_order_lines"]:
        quantity, despatched = line["line_quantity"], line["despatch_receipt_quantity"]
        invoiced, allocated = line["invoice_credit_quantity"], line["allocated_quantity"]
        assert line["despatch_receipt_status"] == status(despatched, quantity)
        assert line["invoice_credit_status"] == status(invoiced, quantity)
        assert line["allocation_status"] == status(allocated + despatched, quantity)
        assert line["posted_invoice_credit_quantity"] == invoiced
        assert line["is_line_deletable"] == (not despatched and not invoiced)
        assert line["discount_percent_specified"] == (line["unit_discount_value"] > 0)
        for name in ("allocated_quantity", "despatch_receipt_quantity", "invoice_credit_quantity"):
            assert line[f"stock_unit_{name}"] == (line[name] if line["product_id"] else 0)


def test_the_statuses_of_a_purchase_order_line_follow_from_its_quantities(books: Books) -> None:
    for line in books["pop_order_lines"]:
        received, invoiced = line["receipt_return_quantity"], line["invoice_credit_quantity"]
        assert line["receipt_return_status"] == status(received, line["line_quantity"])
        assert line["invoice_credit_status"] == status(invoiced, line["line_quantity"])
        assert line["is_complete"] == (received == invoiced == line["line_quantity"])


def test_purchase_order_lines_have_on_order_what_the_warehouses_wait_for(books: Books) -> None:
    lines = sums_with_nil(books["pop_order_lines"], ("product_id", "warehouse_id"), "stock_unit_on_order_quantity")
    held = sums_with_nil(books["warehouse_holdings"], ("product_id", "warehouse_id"), "quantity_on_order")
    assert any(lines.values())
    assert {place: quantity for place, quantity in held.items() if quantity} == {
        place: quantity for place, quantity in lines.items() if quantity
    }


def test_credited_goods_are_back_in_stock(books: Books) -> None:
    credited: list[dict[str, Any]] = [
        row
        for row in books["customer_sop_invoice_credit_line_views"]
        if row["sop_invoice_credit_type"].endswith("Credit") and row["invoice_line_profit_analysis_id"] is not None
    ]
    returned = [row for row in books["product_transaction_views"] if row["transaction_type"] == "Goods Returned"]
    assert returned
    assert sums_with_nil(credited, "product_id", "invoice_line_profit_analysis_line_quantity") == sums_with_nil(
        returned, "product_id", "quantity"
    )


def test_document_statuses_have_the_ids_of_sage(books: Books) -> None:
    names = ("Live", "OnHold", "Complete", "Dispute", "Cancelled", "Draft", "Printed", "Lost")
    listed = {row["id"]: row["value"] for row in books["sop_document_status_types"]}
    assert listed == {number: f"EnumDocumentStatus{name}" for number, name in enumerate(names)}
