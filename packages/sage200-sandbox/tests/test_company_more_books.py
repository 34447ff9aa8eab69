"""All of purchases, purchase orders, the nominal ledger and the cash book fits together at the story's end."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sage200_sandbox.company.ageing import period_of
from sage200_sandbox.company.office import YEAR_END
from sage200_sandbox.facts import resources

from tests.books import Books, books_of, sums_with_nil

BUCKETS = ("past", "future", "current", *(f"period_{number}" for number in range(1, 9)))
MASTERS = {
    "nominal_code_views": "nominal_codes",
    "lookup_nominal_codes": "nominal_codes",
    "bank_views": "banks",
    "lookup_banks": "banks",
    "supplier_views": "suppliers",
    "lookup_suppliers": "suppliers",
    "lookup_pop_orders": "pop_orders",
    "pop_order_return_views": "pop_orders",
    "purchase_transaction_enquiry_views": "purchase_posted_transactions",
}


@pytest.fixture(params=[1, 2], ids=["uk", "ireland"])
def books(request: pytest.FixtureRequest) -> Books:
    return books_of(request.param, seed=3)


def by_id(books: Books, table: str) -> dict[int, dict[str, Any]]:
    return {row["id"]: row for row in books[table]}


@pytest.mark.parametrize("view", MASTERS)
def test_a_view_repeats_its_master(books: Books, view: str) -> None:
    masters = by_id(books, MASTERS[view])
    fields = resources()[view].fields
    assert [row["id"] for row in books[view]] == list(masters)
    for row in books[view]:
        for name in row.keys() & masters[row["id"]].keys():
            value = masters[row["id"]][name]
            assert row[name] == (str(value) if fields[name].type == "string" else value), name


@pytest.mark.parametrize(
    ("view", "field", "types", "named"),
    [
        ("bank_views", "account_type_id", "bank_account_types", "account_type"),
        ("bank_views", "account_status_type_id", "account_status_types", "account_status_type"),
        ("lookup_nominal_codes", "account_status_type_id", "account_status_types", "account_status_type"),
        ("nominal_code_views", "account_status_type_id", "account_status_types", "account_status_type"),
        ("nominal_code_views", "nominal_account_type_id", "nominal_account_types", "nominal_account_type"),
        ("supplier_views", "account_type_id", "trader_account_types", "account_type"),
        ("supplier_views", "payment_terms_id", "trader_payment_terms", "payment_terms_basis"),
        ("lookup_pop_orders", "document_status_id", "pop_document_status_types", "document_status"),
        ("pop_order_return_views", "document_status_id", "pop_document_status_types", "document_status"),
        ("pop_order_return_views", "document_print_status_id", "pop_document_print_status_types", "print_status"),
        ("pop_order_return_views", "authorisation_status_id", "pop_authorisation_status_types", "authorisation_status"),
        *(
            ("pop_order_return_views", f"{name}_id", "pop_document_process_status_types", name)
            for name in ("receipt_return_status", "invoice_credit_status", "cancelled_status", "disputed_status")
        ),
    ],
)
def test_an_id_in_a_view_stands_for_the_masters_value(
    books: Books, view: str, field: str, types: str, named: str
) -> None:
    values = {row["id"]: row["value"] for row in books[types]}
    masters = by_id(books, MASTERS[view])
    for row in books[view]:
        assert values[row[field]] == masters[row["id"]][named]


@pytest.mark.parametrize(
    ("table", "field", "types"),
    [
        ("bank_posted_transactions", "bank_transaction_type", "bank_entry_types"),
        ("control_nominal_codes", "control_nominal_code_type", "control_nominal_code_types"),
        ("nominal_report_categories", "account_report_category_type", "nominal_report_category_types"),
        ("nominal_report_categories", "account_report_type", "nominal_reporting_types"),
        ("payment_groups", "payment_type", "payment_types"),
        ("pop_orders", "authorisation_status", "pop_authorisation_status_types"),
        ("pop_settings", "pop_order_generation_type", "pop_order_generation_types"),
    ],
)
def test_the_fixed_lists_have_what_the_tables_use(books: Books, table: str, field: str, types: str) -> None:
    assert {row[field] for row in books[table]} <= {row["value"] for row in books[types]}
    assert [row["id"] for row in books[types]] == list(range(len(books[types])))


def test_aged_creditors_come_to_what_is_outstanding(books: Books) -> None:
    posted = by_id(books, "purchase_posted_transactions")
    detailed = books["purchase_aged_creditor_detailed_views"]
    shown = {row["posted_supplier_transaction_id"] for row in detailed}
    assert shown == {id_ for id_, row in posted.items() if row["document_outstanding_value"]}
    for row in detailed:
        entry = posted[row["posted_supplier_transaction_id"]]
        assert sum(row[f"doc_{name}"] for name in BUCKETS) == entry["document_outstanding_value"]
        assert sum(row[f"base_{name}"] for name in BUCKETS) == entry["control_value_in_base_currency"]
    balances = {row["id"]: row["balance"] for row in books["suppliers"]}
    for row in books["purchase_aged_creditor_summary_views"]:
        assert sum(row[f"doc_{name}"] for name in BUCKETS) == balances.pop(row["supplier_id"])
    assert set(balances.values()) <= {0}


@pytest.mark.parametrize(
    ("days", "name"),
    [
        (-1, "future"),
        (0, "current"),
        (30, "current"),
        (31, "period_1"),
        (60, "period_1"),
        (270, "period_8"),
        (271, "past"),
    ],
)
def test_what_is_late_moves_on_every_thirty_days(days: int, name: str) -> None:
    assert period_of({"due_date": YEAR_END - timedelta(days=days), "transaction_date": None}) == name


@pytest.mark.parametrize("span", ["period", "year"])
def test_what_a_supplier_billed_less_credits_and_money_is_its_balance(books: Books, span: str) -> None:
    views = books[f"supplier_{span}_value_views"]
    billed, credited, paid = (
        sums_with_nil(views, "supplier_id", f"{span}_value_total_{kind}_value_to_date")
        for kind in ("invoice", "credit_note", "cash")
    )
    assert any(credited.values())
    for supplier in books["suppliers"]:
        moved = billed[supplier["id"]] - credited[supplier["id"]] - paid[supplier["id"]]
        assert moved == supplier["balance"]


def test_a_supplier_is_shown_with_what_it_refers_to(books: Books) -> None:
    currencies, tax, countries = (by_id(books, table) for table in ("currencies", "tax_codes", "country_codes"))
    iso_codes, groups = by_id(books, "currency_iso_codes"), by_id(books, "payment_groups")
    contacts = {row["supplier_id"]: row for row in books["supplier_contacts"] if row["is_default"]}
    owed = sums_with_nil(books["purchase_posted_transactions"], "supplier_id", "control_value_in_base_currency")
    for row in books["supplier_views"]:
        assert row["currency_name"] == currencies[row["currency_id"]]["name"]
        assert row["currency_iso_code"] == iso_codes[row["currency_iso_code_id"]]["code"]
        assert row["currency_iso_code_name"] == iso_codes[row["currency_iso_code_id"]]["name"]
        assert row["default_tax_rate"] == tax[row["default_tax_rate_id"]]["tax_rate"]
        assert row["country_code"] == countries[row["country_code_id"]]["code"]
        assert row["contact_name"] == contacts[row["id"]]["name"]
        assert row["base_balance"] == owed[row["id"]]
        assert row["payment_group_description"] in {group["description"] for group in groups.values()}


def test_a_contact_is_reached_as_it_says(books: Books) -> None:
    contacts = by_id(books, "supplier_contacts")
    for row in books["supplier_emails"]:
        assert row["email"] == contacts[row["supplier_contact_id"]]["default_email"]
    for row in books["supplier_telephones"]:
        assert row["full_number"] == contacts[row["supplier_contact_id"]]["default_telephone"]


def test_what_was_received_of_an_order_came_into_stock_that_day(books: Books) -> None:
    orders = by_id(books, "pop_orders")
    moved: defaultdict[tuple[Any, Any], Decimal] = defaultdict(Decimal)
    for row in books["product_transaction_views"]:
        if row["transaction_type"] == "Goods Received":
            moved[row["reference"], row["transaction_date"]] += row["quantity"]
    received: defaultdict[tuple[Any, Any], Decimal] = defaultdict(Decimal)
    for row in books["pop_order_return_line_receipt_return_views"]:
        day = row["pop_receipt_return_line_receipt_return_date"]
        number = orders[row["pop_order_return_id"]]["document_no"]
        received[number, day] += row["pop_receipt_return_line_receipt_return_quantity"]
    assert received == moved


def test_invoiced_lines_come_to_the_invoices_goods(books: Books) -> None:
    lines = {row["pop_order_line_id"]: row for row in books["pop_order_line_views"]}
    invoiced: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in books["pop_order_return_line_invoice_credit_views"]:
        line = lines[row["pop_order_return_line_id"]]
        assert row["pop_invoice_credit_line_invoice_credit_quantity"] == line["pop_order_line_quantity"]
        invoiced[row["pop_invoice_credit_document_no"]] += line["pop_order_line_total_value"]
    goods = {
        row["reference"]: row["document_goods_value"]
        for row in books["purchase_posted_transactions"]
        if row["second_reference"] in {order["document_no"] for order in books["pop_orders"]}
    }
    assert invoiced == goods
    ids = [
        {row["pop_invoice_credit_line_id"] for row in books[f"pop_order_return_{of}invoice_credit_views"]}
        for of in ("", "line_")
    ]
    assert ids[0] == ids[1]


def test_cancelled_lines_are_those_of_cancelled_orders(books: Books) -> None:
    states = {row["id"]: row["document_status"] for row in books["pop_orders"]}
    cancelled = sums_with_nil(books["pop_cancelled_lines"], "pop_order_return_id", "cancelled_quantity")
    assert {states[order] for order in cancelled} == {"EnumDocumentStatusCancelled"}
    ordered = sums_with_nil(books["pop_order_line_views"], "pop_order_id", "pop_order_line_quantity")
    assert all(ordered[order] == quantity for order, quantity in cancelled.items())


def test_a_requisition_is_fulfilled_by_a_later_order(books: Books) -> None:
    lines = {row["pop_order_line_id"]: row for row in books["pop_order_line_views"]}
    holdings = by_id(books, "warehouse_holdings")
    fulfilled = by_id(books, "pop_requisition_fulfilment_lines")
    for row in books["pop_requisition_fulfilment_line_views"]:
        own = fulfilled[row["pop_requisition_fulfilment_line_id"]]
        line = lines[own["linked_item_id"]]
        assert own["linked_reference"] == line["pop_order_document_no"]
        assert own["quantity"] == line["pop_order_line_quantity"] == row["pop_requisition_line_quantity_fulfilled"]
        assert own["net_value"] == line["pop_order_line_total_value"]
        assert holdings[own["warehouse_item_id"]]["product_id"] == line["product_id"]
        assert row["pop_requisition_line_authorised_date"] == line["pop_order_document_date"] - timedelta(days=1)
