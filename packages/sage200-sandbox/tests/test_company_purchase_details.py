"""What is nested in purchase orders and suppliers says the same as the tables beside it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest

from tests.books import Books, books_of, sums

SAME_AS_VIEW = {
    "line_number": "pop_order_line_number",
    "line_type": "pop_order_line_type",
    "product_id": "product_id",
    "warehouse_id": "warehouse_id",
    "code": "pop_order_line_product_code",
    "description": "pop_order_line_product_description",
    "for_direct_delivery": "pop_order_line_for_direct_delivery",
    "tax_code_id": "tax_code_id",
    "line_quantity": "pop_order_line_quantity",
    "unit_buying_price": "pop_order_line_unit_price",
    "discounted_unit_price": "pop_order_line_discounted_unit_price",
    "line_total_value": "pop_order_line_total_value",
    "line_tax_value": "pop_order_line_tax_value",
    "date_time_updated": "pop_order_line_date_time_updated",
}


@pytest.fixture(params=[1, 2], ids=["uk", "ireland"])
def books(request: pytest.FixtureRequest) -> Books:
    return books_of(request.param, seed=3)


def by(books: Books, table: str, field: str = "id") -> dict[Any, dict[str, Any]]:
    rows = {row[field]: row for row in books[table]}
    assert len(rows) == len(books[table])
    return rows


def test_a_line_of_a_purchase_order_is_the_same_in_its_view(books: Books) -> None:
    views = by(books, "pop_order_line_views", "pop_order_line_id")
    assert views.keys() == by(books, "pop_order_lines").keys()
    for line in books["pop_order_lines"]:
        view = views[line["id"]]
        assert line["pop_order_id"] == view["pop_order_id"]
        assert {name: line[name] for name in SAME_AS_VIEW} == {
            name: view[source] for name, source in SAME_AS_VIEW.items()
        }


def test_the_lines_of_a_purchase_order_come_to_its_totals(books: Books) -> None:
    for field, total in (("line_total_value", "total_net_value"), ("line_tax_value", "total_tax_value")):
        assert sums(books["pop_order_lines"], "pop_order_id", field) == sums(books["pop_orders"], "id", total)


def test_what_lines_have_on_order_is_what_their_suppliers_still_owe(books: Books) -> None:
    on_order = sums(books["pop_order_lines"], "product_id", "stock_unit_on_order_quantity")
    assert on_order
    assert on_order == sums(books["product_suppliers"], "product_id", "quantity_on_order")


def test_what_a_line_has_received_is_what_its_receipts_say(books: Books) -> None:
    table, prefix = "pop_order_return_line_receipt_return_views", "pop_receipt_return_line_receipt_return"
    received = sums(books[table], "pop_order_return_line_id", f"{prefix}_quantity")
    assert sums(books["pop_order_lines"], "id", "receipt_return_quantity") == received
    table, prefix = "pop_order_return_line_invoice_credit_views", "pop_invoice_credit_line_invoice_credit"
    invoiced = sums(books[table], "pop_order_return_line_id", f"{prefix}_quantity")
    assert sums(books["pop_order_lines"], "id", "invoice_credit_quantity") == invoiced
    for line in books["pop_order_lines"]:
        assert (line["receipt_return_status"] == "EnumLineStatusFully") == (line["id"] in received)
        assert line["is_complete"] == (line["id"] in received and line["id"] in invoiced)


def test_a_line_is_ordered_by_the_suppliers_own_number(books: Books) -> None:
    numbers = {
        (row["product_id"], row["supplier_id"]): row["supplier_stock_code"] for row in books["product_suppliers"]
    }
    orders = by(books, "pop_orders")
    for line in books["pop_order_lines"]:
        supplier = orders[line["pop_order_id"]]["supplier_id"]
        assert line["supplier_part_ref"] == numbers[line["product_id"], supplier] != ""


def test_the_dates_of_a_line_add_up_to_its_quantity_and_begin_with_the_orders(books: Books) -> None:
    dates, orders = books["pop_order_line_requested_delivery_dates"], by(books, "pop_orders")
    assert sums(dates, "pop_order_line_id", "quantity") == sums(books["pop_order_lines"], "id", "line_quantity")
    asked: defaultdict[Any, list[Any]] = defaultdict(list)
    for row in dates:
        assert row["pop_order_return_line_id"] == row["pop_order_line_id"]
        asked[row["pop_order_line_id"]].append(row["delivery_date"])
    assert {len(of_line) for of_line in asked.values()} == {1, 2}
    for line in books["pop_order_lines"]:
        assert min(asked[line["id"]]) == orders[line["pop_order_id"]]["requested_delivery_date"]


def test_an_order_goes_where_its_lines_go(books: Books) -> None:
    addresses = by(books, "pop_order_delivery_addresses", "pop_order_id")
    assert addresses.keys() == by(books, "pop_orders").keys()
    for view in books["pop_order_line_views"]:
        address = addresses[view["pop_order_id"]]
        assert address["address_1"] == view["pop_delivery_addr_address_1"] != ""
        assert address["postcode"] == view["pop_delivery_addr_post_code"]


def test_a_straight_delivery_goes_to_a_customers_site(books: Books) -> None:
    straight = [line for line in books["pop_order_lines"] if line["for_direct_delivery"]]
    to_lines = by(books, "pop_order_line_direct_delivery_addresses", "pop_order_line_id")
    to_orders = by(books, "pop_order_default_direct_delivery_addresses", "pop_order_id")
    assert to_lines.keys() == {line["id"] for line in straight}
    assert to_orders.keys() == {line["pop_order_id"] for line in straight}
    sites = by(books, "customer_delivery_addresses")
    for line in straight:
        address = to_lines[line["id"]]
        site = sites[address["customer_delivery_address_id"]]
        shown = ("postal_name", "address_1", "city", "postcode", "country")
        assert [address[name] for name in shown] == [site[name] for name in shown]
        assert to_orders[line["pop_order_id"]]["customer_delivery_address_id"] == site["id"]


def test_a_linked_sales_order_took_what_had_come(books: Books) -> None:
    bought, sold, orders = by(books, "pop_order_lines"), by(books, "sop_order_lines"), by(books, "sop_orders")
    for link in books["pop_linked_order_lines"]:
        ours, theirs = bought[link["pop_order_line_id"]], sold[link["id"]]
        assert link["linked_order_id"] == theirs["sop_order_id"]
        assert link["document_no"] == orders[theirs["sop_order_id"]]["document_no"]
        assert (ours["product_id"], ours["warehouse_id"]) == (theirs["product_id"], theirs["warehouse_id"])
        assert link["stock_unit_required_quantity"] == theirs["line_quantity"] <= ours["line_quantity"]
        assert link["stock_unit_despatched_quantity"] == theirs["despatch_receipt_quantity"]
        assert link["stock_unit_outstanding_quantity"] == theirs["line_quantity"] - theirs["despatch_receipt_quantity"]
        assert ours["date_time_updated"] < theirs["date_time_updated"]


def test_a_sales_order_line_knows_that_it_is_linked(books: Books) -> None:
    linked = [link["id"] for link in books["pop_linked_order_lines"]]
    assert len(set(linked)) == len(linked) < len(books["sop_order_lines"])
    assert {line["id"] for line in books["sop_order_lines"] if line["has_pop_order"]} == set(linked)


def test_a_linked_requisition_asked_for_what_the_line_orders(books: Books) -> None:
    fulfilled = by(books, "pop_requisition_fulfilment_lines", "pop_requisition_line_id")
    lines = by(books, "pop_order_lines")
    assert len(books["pop_linked_requisition_lines"]) == len(fulfilled)
    for link in books["pop_linked_requisition_lines"]:
        assert link["pop_order_line_id"] == fulfilled[link["id"]]["linked_item_id"]
        line = lines[link["pop_order_line_id"]]
        assert (link["item_code"], link["quantity"]) == (line["code"], line["line_quantity"])
        assert link["document_no"].isdecimal()


def test_notes_are_kept_on_some_purchase_orders(books: Books) -> None:
    noted = {row["pop_order_id"] for row in books["pop_order_memos"]}
    assert 0 < len(noted) < len(books["pop_orders"]) / 4
    assert all(row["pop_order_return_id"] == row["pop_order_id"] for row in books["pop_order_memos"])


def test_a_suppliers_view_shows_its_main_address(books: Books) -> None:
    addresses = by(books, "supplier_main_addresses", "supplier_id")
    for view in books["supplier_views"]:
        address = addresses[view["id"]]
        assert view["supplier_location_id"] == address["id"]
        assert view["supplier_location_address_line_1"] == address["address_1"]
        assert view["supplier_location_city"] == address["city"]
        assert view["supplier_location_post_code"] == address["postcode"]
        assert view["supplier_location_country_code_id"] == address["address_country_code_id"]


def test_a_supplier_is_paid_by_sort_code_or_by_iban(books: Books) -> None:
    assert by(books, "supplier_banks", "supplier_id").keys() == by(books, "suppliers").keys()
    for bank in books["supplier_banks"]:
        assert bool(bank["iban_number"]) == bool(bank["bic_number"]) != bool(bank["sort_code"])


def test_a_supplier_is_live_unless_its_account_is_hidden(books: Books) -> None:
    live = {row["supplier_id"]: row["is_live"] for row in books["supplier_statuses"]}
    assert live == {row["id"]: row["account_status_type"] == "AccountStatusActive" for row in books["suppliers"]}


def test_some_suppliers_have_notes_on_credit_and_alerts(books: Books) -> None:
    for table in ("supplier_credit_memo_notes", "supplier_alerts"):
        assert 0 < len(by(books, table, "supplier_id")) < len(books["suppliers"])
    assert {row["is_active"] for row in books["supplier_alerts"]} == {True, False}
