"""What is nested in orders, quotes and customers agrees with the views, the ledger and stock control."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.books import Books, books_of

if TYPE_CHECKING:
    from collections.abc import Iterable


PENNY = Decimal("0.01")
COMMENT = "EnumLineTypeComment"
CASH = "EnumCustomerTypeCash"
SAME = (
    *("selling_unit_description", "selling_unit_price", "unit_discount_percent", "unit_discount_value"),
    *("cost_price", "requested_delivery_date", "promised_delivery_date", "date_time_updated"),
)
RENAMED = {
    "id": "id",
    "line_type": "type",
    "line_number": "number",
    "code": "product_code",
    "description": "product_description",
    "line_quantity": "quantity",
    "line_total_value": "total_value",
    "line_tax_value": "line_tax_value",
}


@pytest.fixture(params=[1, 2], ids=["uk", "ireland"])
def books(request: pytest.FixtureRequest) -> Books:
    return books_of(request.param, seed=6)


def by(rows: Iterable[dict[str, Any]], field: str) -> dict[Any, dict[str, Any]]:
    return {row[field]: row for row in rows}


def total(rows: Iterable[dict[str, Any]], field: str) -> Decimal:
    return sum((row[field] for row in rows), Decimal(0))


def grouped(rows: Iterable[dict[str, Any]], field: str) -> dict[Any, list[dict[str, Any]]]:
    found: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row[field]].append(row)
    return found


@pytest.mark.parametrize("kind", ["sop_order", "sop_quote"])
def test_a_line_says_what_its_view_says(books: Books, kind: str) -> None:
    views = by(books[f"{kind}_line_views"], f"{kind}_line_id")
    assert by(books[f"{kind}_lines"], "id").keys() == views.keys()
    for line in books[f"{kind}_lines"]:
        view = views[line["id"]]
        assert line[f"{kind}_id"] == view[f"{kind}_id"]
        assert {name: line[name] for name in SAME} == {name: view[f"{kind}_line_{name}"] for name in SAME}
        assert {name: line[name] for name in RENAMED} == {
            name: view[f"{kind}_line_{other}"] for name, other in RENAMED.items()
        }
        assert line["discounted_unit_price"] == view[f"{kind}_line_discounted_unit_price"].quantize(
            PENNY, ROUND_HALF_UP
        )
        assert [line[name] for name in ("product_id", "warehouse_id", "tax_code_id")] == [
            view[name] or 0 for name in ("product_id", "warehouse_id", "tax_code_id")
        ]


def test_a_line_has_come_as_far_as_its_view_says(books: Books) -> None:
    views = by(books["sop_order_line_views"], "sop_order_line_id")
    for line in books["sop_order_lines"]:
        for name in ("allocated_quantity", "despatch_receipt_quantity", "invoice_credit_quantity"):
            assert line[name] == views[line["id"]][f"sop_order_line_{name}"]
            assert line[f"stock_unit_{name}"] == (line[name] if line["product_id"] else 0)
        assert line["posted_invoice_credit_quantity"] == line["invoice_credit_quantity"]
        for status, done in (
            ("despatch_receipt_status", line["despatch_receipt_quantity"]),
            ("invoice_credit_status", line["invoice_credit_quantity"]),
        ):
            assert (line[status] == "EnumLineStatusFully") == (0 < done == line["line_quantity"])


def test_sales_are_posted_where_the_lines_of_their_order_say(books: Books) -> None:
    orders = by(books["sop_orders"], "document_no")
    lines = grouped(books["sop_order_lines"], "sop_order_id")
    nominal = grouped(books["sales_posted_transaction_nominal_analysis_items"], "sales_posted_transaction_id")
    invoices = [
        row for row in books["sales_posted_transactions"] if row["trader_transaction_type"].endswith("TypeInvoice")
    ]
    of_orders = [row for row in invoices if row["second_reference"] in orders]
    assert of_orders
    for invoice in of_orders:
        billed = [line for line in lines[orders[invoice["second_reference"]]["id"]] if line["invoice_credit_quantity"]]
        said = {
            tuple(line[f"nominal_{part}"] for part in ("reference", "cost_centre", "department")) for line in billed
        }
        posted = {(row["code"], row["cost_centre"], row["department"]) for row in nominal[invoice["id"]]}
        assert said == {account for account in posted if account[0].startswith("4")}


@pytest.mark.parametrize("kind", ["sop_order", "sop_quote"])
def test_a_line_with_a_discount_says_which(books: Books, kind: str) -> None:
    discounts = by(books[f"{kind}_line_discounts"], f"{kind}_line_id")
    assert {line["id"] for line in books[f"{kind}_lines"] if line["unit_discount_value"]} == discounts.keys()
    for line in books[f"{kind}_lines"]:
        assert line["discount_percent_specified"] == (line["id"] in discounts)
        if line["id"] in discounts:
            assert discounts[line["id"]]["value"] == line["unit_discount_value"]


def test_what_an_order_has_earned_is_what_its_invoices_say(books: Books) -> None:
    """Credit notes are for returns, which have an analysis of their own."""
    orders = by(books["sop_orders"], "document_no")
    number_of = {row["reference"]: row["second_reference"] for row in books["sales_posted_transactions"]}
    earned: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for line in books["customer_sop_invoice_credit_line_views"]:
        if line["sop_invoice_credit_type"].endswith("Invoice"):
            order = orders[number_of[line["sop_invoice_credit_document_no"]]]
            earned[order["id"]] += line["invoice_line_profit_analysis_realised_profit_value"]
    profits = {row["sop_order_id"]: row["realised_profit_value"] for row in books["sop_order_profitabilities"]}
    assert profits.keys() == by(books["sop_orders"], "id").keys()
    assert profits == {order: earned.get(order, 0) for order in profits}


@pytest.mark.parametrize("kind", ["sop_order", "sop_quote"])
def test_the_profit_of_a_document_is_that_of_its_lines(books: Books, kind: str) -> None:
    stock, other = (
        grouped(books[f"{kind}_profitability_{lines}_order_lines"], f"{kind}_id") for lines in ("stock_item", "other")
    )
    of_line = by(books[f"{kind}_line_profitabilities"], f"{kind}_line_id")
    assert of_line.keys() == {line["id"] for line in books[f"{kind}_lines"] if line["line_type"] != COMMENT}
    shown = 0
    for whole in books[f"{kind}_profitabilities"]:
        lines = [*stock.get(whole[f"{kind}_id"], []), *other.get(whole[f"{kind}_id"], [])]
        for name in ("estimated_profit_value", "realised_profit_value", "realised_cost_value"):
            assert total(lines, name) == whole[name]
        assert whole["estimated_profit_value"] == whole["issue_value"] - whole["estimated_cost_value"]
        for line in lines:
            same = of_line[line["sop_order_return_line_id"]]
            assert {name: same[name] for name in same.keys() & line.keys()} == {
                name: line[name] for name in same.keys() & line.keys()
            }
            assert line["sop_order_profit_analysis_id"] == whole["id"]
        shown += len(lines)
    assert shown == len(of_line)


@pytest.mark.parametrize("kind", ["sop_order", "sop_quote"])
def test_a_document_goes_to_the_default_address_of_its_customer(books: Books, kind: str) -> None:
    addresses = by(books[f"{kind}_delivery_addresses"], f"{kind}_id")
    default = by((row for row in books["customer_delivery_addresses"] if row["is_default"]), "customer_id")
    assert addresses.keys() == by(books[f"{kind}s"], "id").keys()
    for document in books[f"{kind}s"]:
        address, customers = addresses[document["id"]], default[document["customer_id"]]
        for name in ("postal_name", "address_1", "city", "postcode", "contact", "country_code_id"):
            assert address[name] == customers[name]
    for line in books["sop_order_line_views"]:
        if kind == "sop_order":
            assert addresses[line["sop_order_id"]]["address_1"] == line["sop_delivery_addr_address_1"]


@pytest.mark.parametrize("kind", ["sop_order", "sop_quote"])
def test_documents_of_the_cash_account_alone_have_an_invoice_address_of_their_own(books: Books, kind: str) -> None:
    (settings,) = books["sop_settings"]
    assert settings["allow_cash_orders"]
    of_account = {row["id"] for row in books[f"{kind}s"] if row["customer_id"] == settings["cash_order_account_id"]}
    assert of_account == {row["id"] for row in books[f"{kind}s"] if row["customer_type"] == CASH}
    assert of_account == by(books[f"{kind}_cash_account_invoice_addresses"], f"{kind}_id").keys()


def test_an_order_may_be_changed_until_it_is_invoiced(books: Books) -> None:
    status = by(books["sop_order_payment_statuses"], "sop_order_id")
    assert status.keys() == by(books["sop_orders"], "id").keys()
    for order in books["sop_orders"]:
        is_over = order["document_status"].removeprefix("EnumDocumentStatus") in {"Complete", "Cancelled"}
        assert status[order["id"]]["is_amendable"] == (not is_over)
        assert status[order["id"]]["is_partially_invoiced"] == order["invoice_credit_status"].endswith("Part")


def test_a_quote_that_was_won_has_the_lines_of_the_order_that_it_became(books: Books) -> None:
    orders, quotes = by(books["sop_orders"], "id"), by(books["sop_quotes"], "id")
    numbers = {row["id"]: row["order_no"] for row in books["sop_quote_views"] if row["order_no"]}
    sources = {row["id"]: row["source_document_no"] for row in books["sop_order_return_views"]}
    links = books["sop_quote_document_links"]
    assert {row["sop_quote_id"] for row in links} == numbers.keys()
    for link in links:
        order, quote = orders[link["document_id"]], quotes[link["sop_quote_id"]]
        assert (order["document_no"], order["customer_id"]) == (numbers[quote["id"]], quote["customer_id"])
        assert sources[order["id"]] == quote["document_no"] == link["source_document_no"]
        assert order["total_gross_value"] == quote["total_gross_value"]
        assert order["document_date"] > quote["document_date"]


@pytest.mark.parametrize("kind", ["sop_order", "sop_quote"])
def test_the_discount_that_a_document_may_have_is_that_of_its_customer(books: Books, kind: str) -> None:
    discount = {row["id"]: row["invoice_discount_percent"] for row in books["customers"]}
    for row in books[f"{kind}s"]:
        assert row["available_document_discount_percent"] == discount[row["customer_id"]]
    assert len(set(discount.values())) > 1


def test_traced_goods_are_set_aside_and_sent_out_as_the_line_says(books: Books) -> None:
    lines = by(books["sop_order_lines"], "id")
    traced = {row["id"] for row in books["products"] if row["traceable_type"] != "EnumTraceableTypeNone"}
    items = grouped(books["sop_order_line_traceable_adjustment_items"], "sop_order_line_id")
    wanted = {
        line["id"]
        for line in lines.values()
        if line["product_id"] in traced and (line["allocated_quantity"] or line["despatch_receipt_quantity"])
    }
    assert items.keys() == wanted
    known = by(books["traceable_item_balances"], "traceable_item_id")
    for line_id, rows in items.items():
        assert total(rows, "allocation_quantity") == lines[line_id]["allocated_quantity"]
        assert total(rows, "despatched_quantity") == lines[line_id]["despatch_receipt_quantity"]
        for row in rows:
            assert row["identification_no"] == known[row["traceable_item_id"]]["identification_no"]
            assert bool(row["sop_allocation_line_id"]) == bool(row["allocation_quantity"])


def test_a_customer_has_one_status_and_one_main_address(books: Books) -> None:
    customers = by(books["customers"], "id")
    statuses, addresses = (
        by(books[table], "customer_id") for table in ("customer_statuses", "customer_main_addresses")
    )
    assert statuses.keys() == addresses.keys() == customers.keys()
    for key, status in statuses.items():
        assert status["is_live"] == (customers[key]["account_status_type"] == "AccountStatusActive")
    for view in books["customer_views"]:
        address = addresses[view["id"]]
        assert address["id"] == view["customer_location_id"]
        assert address["postcode"] == view["customer_location_post_code"]
        assert address["contact_name"] == view["contact_name"]


def test_a_customer_has_its_nominal_code_branches_and_layouts_by_their_ids(books: Books) -> None:
    codes = by(books["nominal_codes"], "id")
    heads = {row["associated_head_office_id"] for row in books["customers"]} - {0}
    layouts, types = by(books["document_layouts"], "id"), by(books["document_types"], "id")
    for row in books["customers"]:
        code = codes[row["default_nominal_code_id"]]
        assert (code["reference"], code["cost_centre_code"], code["department_code"]) == tuple(
            row[f"default_nominal_code_{part}"] for part in ("reference", "cost_centre", "department")
        )
        assert row["is_head_office_with_branches"] == (row["id"] in heads)
        for field, kind in (
            ("sales_invoice_layout_id", "Invoice"),
            ("sales_credit_note_layout_id", "CreditNote"),
            ("statement_layout_id", "Statement"),
        ):
            assert types[layouts[row[field]]["sys_document_type_id"]]["value"] == kind
    assert heads == {row["id"] for row in books["customers"] if row["is_head_office_with_branches"]} != set()


def test_credit_is_noted_when_it_is_reviewed(books: Books) -> None:
    notes = by(books["customer_credit_memo_notes"], "customer_id")
    assert notes.keys() == {row["id"] for row in books["customers"] if row["last_credit_review"]}


def test_the_sales_ledger_ages_by_the_periods_that_aged_debt_is_shown_in(books: Books) -> None:
    labels = books["sales_aged_debtor_detailed_views"][0]
    days = sorted(row["days_period_starts_after"] for row in books["sales_ledger_ageing_periods"])
    assert [labels[f"aged_period_{number}"] for number in range(1, len(days) + 1)] == [
        f"{after + 1} to {after + 30} days" for after in days
    ]
    overdue = {row["days_period_starts_after"] for row in books["sales_ledger_overdue_periods"]}
    assert overdue < set(days)
