"""The further tables of sales: despatches, returns, quotes, aged debt and what hangs on customers fit together."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from sage200_sandbox.facts import resources

from tests.books import Books, books_of, sums

PENNY = Decimal("0.01")
YEAR_END = datetime(2026, 3, 31, tzinfo=UTC)
AREAS = {"Sales", "Sales Orders (SOP)", "Price Book / Sales", "Commercials"}
TABLES = sorted(name for name, resource in resources().items() if resource.area in AREAS)
LINE, CREDIT = "sop_order_line", "sop_invoice_credit"


@pytest.fixture(params=[1, 2], ids=["uk", "ireland"])
def books(request: pytest.FixtureRequest) -> Books:
    return books_of(request.param, seed=3)


def by_id(books: Books, table: str) -> dict[Any, dict[str, Any]]:
    return {row["id"]: row for row in books[table]}


@pytest.mark.parametrize("table", TABLES)
def test_a_table_of_sales_has_rows_with_keys_of_their_own(books: Books, table: str) -> None:
    keys = [tuple(row[name] for name in resources()[table].key) for row in books[table]]
    assert keys
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("table", ["sop_settings", "sales_ledger_settings", "current_user_sop_user_permissions"])
def test_settings_have_one_row(books: Books, table: str) -> None:
    assert len(books[table]) == 1


def test_statuses_of_documents_have_the_ids_that_sage_gives_them(books: Books) -> None:
    names = ["Live", "OnHold", "Complete", "Dispute", "Cancelled", "Draft", "Printed", "Lost"]
    listed = {row["id"]: row["value"] for row in books["sop_document_status_types"]}
    assert listed == {number: f"EnumDocumentStatus{name}" for number, name in enumerate(names)}


def test_aged_debt_adds_up_to_what_is_outstanding(books: Books) -> None:
    posted = books["sales_posted_transactions"]
    for own, value in (("doc", "document_outstanding_value"), ("base", "control_value_in_base_currency")):
        outstanding = sums(posted, "customer_id", value)
        for table in ("sales_aged_debtor_detailed_views", "sales_aged_debtor_summary_views"):
            buckets = [name for name in resources()[table].fields if name.startswith(f"{own}_")]
            aged = [
                {"customer_id": row["customer_id"], "sum": sum(row[name] for name in buckets)} for row in books[table]
            ]
            assert sums(aged, "customer_id", "sum") == outstanding
    assert sums(books["sales_aged_transaction_period_views"], "customer_id", "base_outstanding_value") == outstanding


def test_an_entry_is_of_one_age_and_future_until_it_is_due(books: Books) -> None:
    posted = by_id(books, "sales_posted_transactions")
    for row in books["sales_aged_debtor_detailed_views"]:
        entry = posted[row["posted_customer_transaction_id"]]
        not_due = (entry["due_date"] or entry["transaction_date"]) > YEAR_END
        for own in ("doc", "base"):
            (period,) = [name for name, value in row.items() if name.startswith(f"{own}_") and value]
            assert (period == f"{own}_future") == not_due


def test_the_profit_of_a_year_is_that_of_its_invoices_less_that_of_its_credit_notes(books: Books) -> None:
    profit: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for line in books["customer_sop_invoice_credit_line_views"]:
        realised = line["invoice_line_profit_analysis_realised_profit_value"] or Decimal(0)
        profit[line["customer_id"]] += realised if line[f"{CREDIT}_type"].endswith("Invoice") else -realised
    of_years = sums(books["customer_year_value_views"], "customer_id", "year_value_total_profit_value_to_date_in_base")
    assert of_years == pytest.approx({customer: value for customer, value in profit.items() if value}, abs=PENNY)


def test_what_was_traded_in_all_years_comes_to_the_balance(books: Books) -> None:
    traded: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for row in books["customer_year_value_views"]:
        invoiced, credited, paid = (
            row[f"year_value_total_{name}_value_to_date"] for name in ("invoice", "credit_note", "cash")
        )
        assert min(invoiced, credited, paid) >= 0
        traded[row["customer_id"]] += invoiced - credited - paid
    assert {row["id"]: row["balance"] for row in books["customers"] if row["balance"]} == {
        customer: value for customer, value in traded.items() if value
    }


@pytest.mark.parametrize(
    "name",
    [
        "invoice_value_to_date",
        "cred_note_value_to_date_in_base",
        "profit_value_to_date",
        "profit_value_to_date_in_base",
    ],
)
def test_the_periods_of_this_year_add_up_to_the_year(books: Books, name: str) -> None:
    this_year = [row for row in books["customer_year_value_views"] if row["year_relative_to_current_year"] == 0]
    of_year = sums(this_year, "customer_id", f"year_value_total_{name}")
    assert of_year
    assert sums(books["customer_period_value_views"], "customer_id", f"period_value_total_{name}") == of_year


def test_despatches_are_of_what_orders_say_was_sent_out(books: Books) -> None:
    sent = sums(books["sop_order_line_views"], f"{LINE}_id", f"{LINE}_despatch_receipt_quantity")
    despatched = books["sop_order_despatch_line_views"]
    assert sums(despatched, f"{LINE}_id", "sop_despatch_line_quantity") == sent
    lines = {row[f"{LINE}_id"]: row for row in books["sop_order_line_views"]}
    holdings = by_id(books, "warehouse_holdings")
    for row in despatched:
        assert row["sop_order_id"] == lines[row[f"{LINE}_id"]]["sop_order_id"]
        if row["product_id"]:
            holding = holdings[row["warehouse_holding_id"]]
            assert (holding["product_id"], holding["warehouse_id"]) == (row["product_id"], row["warehouse_id"])


def test_a_despatch_is_the_same_in_all_its_views(books: Books) -> None:
    receipts, orders = by_id(books, "sop_despatch_receipts"), by_id(books, "sop_orders")
    headers = {row["sop_despatch_id"] for row in books["sop_order_despatch_views"]}
    assert headers == {row["sop_despatch_id"] for row in books["sop_order_despatch_line_views"]} == receipts.keys()
    for row in books["sop_order_despatch_views"] + books["sop_order_despatch_line_views"]:
        receipt, order = receipts[row["sop_despatch_id"]], orders[row["sop_order_id"]]
        assert row["sop_despatch_document_no"] == receipt["despatch_no"]
        assert row["sop_despatch_date"] == receipt["despatch_date"] >= order["document_date"]
        assert row["customer_id"] == order["customer_id"]


def test_allocations_add_up_to_what_the_holdings_and_the_orders_have_allocated(books: Books) -> None:
    allocated = books["sop_allocation_line_views"]
    quantity = "sop_allocation_line_current_allocated_quantity"
    of_lines = sums(books["sop_order_line_views"], f"{LINE}_id", f"{LINE}_allocated_quantity")
    assert sums(allocated, "sop_order_return_line_id", quantity) == of_lines
    bins = by_id(books, "bin_holdings")
    in_bins = [row | {"holding": bins[row["bin_holding_id"]]["warehouse_holding_id"]} for row in allocated]
    assert sums(in_bins, "holding", quantity) == sums(books["warehouse_holdings"], "id", "quantity_allocated_sop")


def test_what_may_be_sent_out_next_are_live_orders(books: Books) -> None:
    orders = by_id(books, "sop_orders")
    for row in books["sop_despatch_discrete_orders"]:
        assert orders[row["id"]]["document_status"] == "EnumDocumentStatusLive"
        assert row["document_value"] == orders[row["id"]]["total_gross_value"]


def test_every_posted_invoice_and_credit_note_has_its_order_or_return(books: Books) -> None:
    posted = {row["reference"]: row for row in books["sales_posted_transactions"]}
    documents = by_id(books, "sop_order_return_views")
    complete = {
        row[f"{CREDIT}_id"]
        for row in books["customer_sop_invoice_credit_line_views"]
        if row[f"{CREDIT}_document_status"] == "EnumDocumentStatusComplete"
    }
    billed = books["sop_order_return_invoice_credit_views"]
    assert {row[f"{CREDIT}_id"] for row in billed} == complete
    assert {row[f"{CREDIT}_id"] for row in books["sop_order_return_line_invoice_credit_views"]} == complete
    for row in billed:
        document, entry = documents[row["sop_order_return_id"]], posted[row[f"{CREDIT}_document_no"]]
        assert row[f"{CREDIT}_total_gross_value"] == abs(entry["document_gross_value"])
        assert document["customer_id"] == entry["customer_id"] == row["customer_id"]
        assert document["document_type_id"] == row["sop_order_return_document_type_id"] == int(row[f"{CREDIT}_type_id"])


def test_lines_of_orders_were_invoiced_as_far_as_they_say(books: Books) -> None:
    lines = books["sop_order_line_views"]
    invoiced = [row for row in books["sop_order_return_line_invoice_credit_views"] if row[f"{CREDIT}_type_id"] == 0]
    assert sums(invoiced, "sop_order_return_line_id", f"{CREDIT}_line_invoice_credit_quantity") == sums(
        lines, f"{LINE}_id", f"{LINE}_invoice_credit_quantity"
    )


def test_what_was_returned_came_back_into_stock(books: Books) -> None:
    returned = sums(books["sop_return_line_views"], "product_id", "sop_return_line_despatch_receipt_quantity")
    moved = [row for row in books["product_transaction_views"] if row["transaction_type"] == "Goods Returned"]
    assert returned == sums(moved, "product_id", "quantity")


@pytest.mark.parametrize(("prefix", "table"), [("sop_return", "sop_order_return_views"), ("sop_quote", "sop_quotes")])
def test_a_return_and_a_quote_come_to_the_sum_of_their_lines(books: Books, prefix: str, table: str) -> None:
    lines, headers = books[f"{prefix}_line_views"], by_id(books, table)
    nets = sums(lines, f"{prefix}_id", f"{prefix}_line_total_value")
    taxes = sums(lines, f"{prefix}_id", f"{prefix}_line_line_tax_value")
    for line in lines:
        header = headers[line[f"{prefix}_id"]]
        assert header["total_net_value"] == nets[header["id"]]
        assert header["total_tax_value"] == taxes.get(header["id"], 0)
        assert header["document_no"] == line[f"{prefix}_document_no"]
        assert header["customer_id"] == line["customer_id"]


def test_look_ups_and_headers_repeat_their_documents(books: Books) -> None:
    statuses = {row["value"]: row["id"] for row in books["sop_document_status_types"]}
    headers = by_id(books, "sop_order_return_views")
    for table, lookup in (("sop_orders", "lookup_sop_orders"), ("sop_quotes", "lookup_sop_quotes")):
        slim = by_id(books, lookup)
        assert slim.keys() == by_id(books, table).keys()
        for document in books[table]:
            for shown in (slim[document["id"]], headers[document["id"]]):
                assert shown["document_no"] == document["document_no"]
                assert shown["customer_id"] == document["customer_id"]
                assert shown["document_status_id"] == statuses[document["document_status"]]


def test_the_lines_of_a_cancelled_order_are_cancelled(books: Books) -> None:
    cancelled = {row["id"] for row in books["sop_orders"] if row["document_status"] == "EnumDocumentStatusCancelled"}
    lines = [row for row in books["sop_order_line_views"] if row["sop_order_id"] in cancelled]
    assert sums(books["sop_cancelled_lines"], "sop_order_return_id", "cancelled_quantity") == sums(
        lines, "sop_order_id", f"{LINE}_quantity"
    )


def test_views_of_customers_repeat_them(books: Books) -> None:
    customers, bands = by_id(books, "customers"), by_id(books, "price_bands")
    currencies = by_id(books, "currencies")
    for table in ("customer_views", "lookup_customers"):
        assert by_id(books, table).keys() == customers.keys()
        for row in books[table]:
            shared = customers[row["id"]].keys() & row.keys()
            assert {name: row[name] for name in shared} == {name: customers[row["id"]][name] for name in shared}
    for row in books["customer_views"]:
        assert row["price_band_name"] == bands[row["price_band_id"]]["name"]
        assert row["balance"] == row["base_balance"] or not currencies[row["currency_id"]]["is_base_currency"]


def test_what_hangs_on_a_contact_says_what_the_contact_shows(books: Books) -> None:
    contacts = by_id(books, "customer_contacts")
    for table, field, shown in (
        ("customer_emails", "email", "default_email"),
        ("customer_telephones", "full_number", "default_telephone"),
    ):
        assert {row["customer_contact_id"]: row[field] for row in books[table]} == {
            contact["id"]: contact[shown] for contact in contacts.values() if contact[shown]
        }


def test_an_enquiry_shows_each_posted_transaction(books: Books) -> None:
    posted = by_id(books, "sales_posted_transactions")
    assert by_id(books, "sales_transaction_enquiry_views").keys() == posted.keys()
    noted = {row["posted_customer_transaction_id"] for row in books["sales_posted_transaction_memos"]}
    for row in books["sales_transaction_enquiry_views"]:
        assert row["document_outstanding_value"] == posted[row["id"]]["document_outstanding_value"]
        assert (row["memo_note_status"] == "Active") == (row["id"] in noted)
