"""The answers about sales and customers agree with the invoices and ledgers of the sandbox, and with Sage's views."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox.company.orders import CANCELLED, CHARGE, DRAFT, FREE_TEXT

from tests.questions.books import WORKED, YEAR_END, Books, Row
from tests.questions.edited import ask_after
from tests.questions.pages import question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sage200_sandbox.company.ledger import Entry

    from tests.questions.warehouse import Warehouse

SALES = question("What did we sell of each product in each month, and at what margin?")
CUSTOMERS = question("Which customers bought most this year, compared with last year?")
PENNY = Decimal("0.01")
THIS_YEAR, LAST_YEAR = datetime(2025, 4, 1, tzinfo=UTC), datetime(2024, 4, 1, tzinfo=UTC)
LINES = "customer_sop_invoice_credit_line_views"
SOLD = ("TradingAccountEntryTypeInvoice", "TradingAccountEntryTypeCreditNote")
both_schemas = pytest.mark.parametrize("schema", [YEAR_END, WORKED])


def totals(rows: Iterable[tuple[Any, Decimal]]) -> dict[Any, Decimal]:
    """Return the sums of amounts by key."""
    sums: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for key, amount in rows:
        sums[key] += amount
    return dict(sums)


def by_month(rows: Iterable[Row], column: str) -> dict[date, Decimal]:
    """Return the sums of a column of the answer by month."""
    return totals((row["month"], row[column]) for row in rows)


def test_sales_are_the_lines_of_the_posted_invoices_and_credit_notes(warehouse: Warehouse, company: Books) -> None:
    expected: defaultdict[Any, list[Decimal]] = defaultdict(lambda: [Decimal()] * 3)
    for invoice, _ in company.sales.billed:
        month = invoice.moment.date().replace(day=1)
        for line in invoice.lines:
            before = expected[month, str(line.product["code"]) if line.product else "(no product)"]
            of_line = (line.quantity, round(line.worth.net / invoice.order.rate, 2), line.quantity * line.cost)
            after = [old + invoice.sign * new for old, new in zip(before, of_line, strict=True)]
            expected[month, str(line.product["code"]) if line.product else "(no product)"] = after
    answer = company.mine(warehouse.ask(SALES, YEAR_END))
    assert {(row["month"], row["product"]): [row["quantity"], row["sales"], row["cost"]] for row in answer} == {
        key: amounts for key, amounts in expected.items() if amounts[1] or amounts[2]
    }
    assert len({row["month"] for row in answer}) == 12


def test_the_sales_of_the_demo_have_every_kind_of_line(company: Books) -> None:
    documents = company.sales.invoices
    kinds = {line.kind for invoice in documents for line in invoice.lines}
    assert kinds >= {CHARGE, FREE_TEXT}
    assert {invoice.sign for invoice, _ in company.sales.billed} == {1, -1}
    assert any(invoice.order.rate != 1 for invoice, _ in company.sales.billed), "no invoice in a foreign currency"
    assert any(invoice.status == DRAFT for invoice in documents), "no draft"
    assert any(not line.product and line.worth.net for invoice in documents for line in invoice.lines)


def test_a_margin_is_sales_less_cost(warehouse: Warehouse) -> None:
    for row in warehouse.ask(SALES):
        assert row["margin"] == row["sales"] - row["cost"]
        assert row["margin_percent"] == round(100 * row["margin"] / row["sales"], 1)


@both_schemas
def test_sales_and_costs_of_a_month_are_those_of_the_nominal_ledger(
    warehouse: Warehouse, company: Books, schema: str
) -> None:
    answer, rows = company.mine(warehouse.ask(SALES, schema)), company.tables(schema)
    account = {row["id"]: row["reference"] for row in rows["nominal_codes"]}
    posted: dict[Any, Decimal] = totals(
        (
            (account[row["nominal_code_id"]], row["transaction_date"].date().replace(day=1)),
            Decimal(row["debit"] or 0) - Decimal(row["credit"] or 0),
        )
        for row in rows["nominal_transaction_enquiry_views"]
    )
    lines = totals((row["sop_invoice_credit_document_date"].date().replace(day=1), Decimal(1)) for row in rows[LINES])
    costs, sales = by_month(answer, "cost"), by_month(answer, "sales")
    assert len(sales) >= 12
    for month in sales:
        assert costs[month] == posted["5000", month]
        of_month = posted["4000", month] + posted.get(("4900", month), Decimal())
        assert abs(sales[month] + of_month) <= PENNY * lines[month] / 2


@both_schemas
def test_margins_of_a_month_are_the_profit_in_the_period_values_of_sage(
    warehouse: Warehouse, company: Books, schema: str
) -> None:
    margins = by_month(company.mine(warehouse.ask(SALES, schema)), "margin")
    profit = totals(
        (row["analysis_period_start_date"].date(), row["period_value_total_profit_value_to_date_in_base"])
        for row in company.mine(warehouse.table("customer_period_value_views", schema))
    )
    assert margins == {month: amount for month, amount in profit.items() if amount}


def test_the_sign_of_the_cost_of_a_credit_note_does_not_matter(warehouse: Warehouse) -> None:
    change = (
        "UPDATE sage200.customer_sop_invoice_credit_line_views "
        "SET invoice_line_profit_analysis_line_quantity = -invoice_line_profit_analysis_line_quantity, "
        "invoice_line_profit_analysis_realised_cost_value = -invoice_line_profit_analysis_realised_cost_value "
        "WHERE sop_invoice_credit_type = 'EnumInvoiceCreditTypeCredit'"
    )
    assert ask_after(warehouse, SALES, change) == warehouse.ask(SALES, YEAR_END)


def test_a_cost_that_arrives_later_changes_the_margin_of_its_month(warehouse: Warehouse, company: Books) -> None:
    change = (
        "UPDATE sage200.customer_sop_invoice_credit_line_views SET invoice_line_profit_analysis_realised_cost_value "
        "= invoice_line_profit_analysis_realised_cost_value + 7 WHERE sop_invoice_credit_line_id = %s"
    )
    line = next(
        row for row in company.year_end[LINES] if row["product_id"] and "Invoice" in row["sop_invoice_credit_type"]
    )
    after = ask_after(warehouse, SALES, change, line["sop_invoice_credit_line_id"])
    before = warehouse.ask(SALES, YEAR_END)
    ((old, new),) = ((old, new) for old, new in zip(before, after, strict=True) if old != new)
    assert new["cost"] == old["cost"] + 7
    assert new["margin"] == old["margin"] - 7


def test_a_cancelled_document_is_not_sold(warehouse: Warehouse) -> None:
    change = "UPDATE sage200.customer_sop_invoice_credit_line_views SET sop_invoice_credit_document_status = %s"
    assert ask_after(warehouse, SALES, change, CANCELLED) == []


def entries_of(company: Books) -> list[Entry]:
    """Return all entries of the sales ledger, with those in history."""
    return [*company.sales.entries, *company.sales.history[0]]


def sold(company: Books, first: datetime, amount: str) -> dict[str, Decimal]:
    """Return the sales to each customer in the year that begins on this day."""
    return totals(
        (str(entry.trader["reference"]), getattr(entry, amount))
        for entry in entries_of(company)
        if entry.voucher.kind in SOLD and first <= entry.day < first.replace(year=first.year + 1)
    )


@both_schemas
def test_customers_bought_what_the_ledger_and_its_history_have(
    warehouse: Warehouse, company: Books, schema: str
) -> None:
    answer = company.mine(warehouse.ask(CUSTOMERS, schema))
    for column, first, amount in (
        ("this_year", THIS_YEAR, "base_goods"),
        ("last_year", LAST_YEAR, "base_goods"),
        ("this_year_with_vat", THIS_YEAR, "base_gross"),
        ("last_year_with_vat", LAST_YEAR, "base_gross"),
    ):
        assert {row["reference"]: row[column] for row in answer if row[column]} == sold(company, first, amount)
    assert [row["this_year"] for row in answer] == sorted((row["this_year"] for row in answer), reverse=True)
    assert any(entry.rate != 1 and entry.voucher.kind in SOLD for entry in company.sales.history[0])
    assert any(row["last_year"] for row in answer)


def test_customers_bought_what_the_year_values_of_sage_say_less_opening_balances(
    warehouse: Warehouse, company: Books
) -> None:
    opening = totals((str(entry.trader["reference"]), entry.base_gross) for entry in company.sales.opening)
    assert opening
    answer = {row["reference"]: row for row in company.mine(warehouse.ask(CUSTOMERS, YEAR_END))}
    views = company.mine(warehouse.table("customer_year_value_views", YEAR_END))
    years = {0: "this_year_with_vat", -1: "last_year_with_vat"}
    assert {row["year_relative_to_current_year"] for row in views} == years.keys()
    for row in views:
        name = row["customer_reference"]
        of_sage = (
            row["year_value_total_invoice_value_to_date_in_base"]
            - row["year_value_total_cred_note_value_to_date_in_base"]
        )
        if row["year_relative_to_current_year"] == -1:
            of_sage -= opening.get(name, Decimal())
        assert answer.get(name, defaultdict(Decimal))[years[row["year_relative_to_current_year"]]] == of_sage


def test_an_invoice_that_moved_to_history_counts_once(warehouse: Warehouse) -> None:
    change = (
        "INSERT INTO sage200.sales_historical_transactions (site_id, company_id, id, customer_id, "
        "trader_transaction_type, transaction_date, urn, reference, base_goods_value, base_gross_value) "
        "SELECT site_id, company_id, -id, customer_id, trader_transaction_type, transaction_date, urn, reference, "
        "base_goods_value, base_gross_value FROM sage200.sales_posted_transactions"
    )
    assert ask_after(warehouse, CUSTOMERS, change) == warehouse.ask(CUSTOMERS, YEAR_END)
