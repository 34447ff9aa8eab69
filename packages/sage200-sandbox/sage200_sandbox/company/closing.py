"""The books at the end of the year: every document, transaction and balance as rows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import (
    cash_book,
    invoices,
    nominal,
    nominal_journals,
    pop_rows,
    purchase_ledger,
    purchases,
    sales_ledger,
    sop_rows,
    stock,
)
from sage200_sandbox.company.blank import scaled
from sage200_sandbox.company.ledger import balances, posted_row, transaction_view
from sage200_sandbox.company.nominal_journals import Journal
from sage200_sandbox.company.office import YEAR_START
from sage200_sandbox.company.reading import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sage200_sandbox.company.bought import Bought
    from sage200_sandbox.company.invoices import Invoice
    from sage200_sandbox.company.ledger import Entry
    from sage200_sandbox.company.lines import Order
    from sage200_sandbox.company.nominal import Posting
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.settling import Settlement
    from sage200_sandbox.company.sold import Sold
    from sage200_sandbox.company.start import Start, Tables
    from sage200_sandbox.rows import Row, Value

_EQUIPMENT, _CAPITAL = Decimal("18600.00"), Decimal("1000.00")


def tables(office: Office, found: Start, sales: Sold, buying: Bought) -> Tables:
    """All tables that the year has filled or changed."""
    closed = (
        _stock(office, found, sales, buying) | _orders(office, found, sales, buying) | _ledgers(found, sales, buying)
    )
    return closed | _money(office, found, sales, buying)


def _stock(office: Office, found: Start, sales: Sold, buying: Bought) -> Tables:
    moved = [*sales.movements, *buying.movements]
    products = found.tables["products"]
    holdings = stock.warehouse_holdings(
        office,
        products=products,
        holdings=found.holdings,
        quantities=stock.quantities(
            moved,
            sales=(line for order in sales.orders for line in order.lines),
            purchases=purchases.open_lines(buying.orders),
        ),
    )
    return {
        "product_transaction_views": stock.product_transaction_views(
            office, moved, groups=found.by_id("product_groups")
        ),
        "warehouse_holdings": holdings,
        "products": stock.in_stock(products, holdings),
    }


def _orders(office: Office, found: Start, sales: Sold, buying: Bought) -> Tables:
    groups = found.by_id("product_groups")
    return {
        "sop_orders": [sop_rows.order_row(order) for order in sales.orders],
        "sop_order_line_views": [row for order in sales.orders for row in sop_rows.order_line_views(order)],
        "sop_quote_line_views": [row for quote in sales.quotes for row in sop_rows.quote_line_views(quote)],
        "sop_proforma_line_views": [
            row for proforma in sales.proformas for row in sop_rows.proforma_line_views(proforma)
        ],
        "customer_sop_invoice_credit_line_views": [
            row for invoice in sales.invoices for row in invoices.line_views(office, invoice, groups=groups)
        ],
        "pop_orders": [pop_rows.order_row(order) for order in buying.orders],
        "pop_order_line_views": [row for order in buying.orders for row in pop_rows.order_line_views(order)],
    }


def _ledgers(found: Start, sales: Sold, buying: Bought) -> Tables:
    currencies = found.by_id("currencies")
    settled = sales.settlement.allocations
    sales_rows = [posted_row("sales_posted_transactions", entry, settled) for entry in sales.entries]
    views = [
        transaction_view(
            row,
            source=entry.voucher.source,
            customer=entry.trader,
            currency=currencies[entry.trader["currency_id"]],
        )
        for row, entry in zip(sales_rows, sales.entries, strict=True)
    ]
    old, old_settled = sales.history
    paid = buying.settlement.allocations
    return {
        "sales_posted_transactions": sales_rows,
        "sales_transaction_views": views,
        "sales_historical_transactions": [
            posted_row("sales_historical_transactions", entry, old_settled) for entry in old
        ],
        "purchase_posted_transactions": [
            posted_row("purchase_posted_transactions", entry, paid) for entry in buying.entries
        ],
        "customers": _traded("customers", found, sales.entries, sales.settlement, sales.orders),
        "suppliers": _traded("suppliers", found, buying.entries, buying.settlement, buying.orders),
    }


def _traded(
    table: str, found: Start, entries: Sequence[Entry], settlement: Settlement, orders: Iterable[Order]
) -> list[Row]:
    """Customers or suppliers, what they owe and have on order, touched when that last moved (inferred)."""
    owed = balances(entries, settlement.allocations)
    on_order: dict[Value, Decimal] = {}
    touched: dict[Value, datetime] = {}
    for order in orders:
        trader = order.trader["id"]
        on_order[trader] = on_order.get(trader, ZERO) + order.outstanding
        touched[trader] = max(touched.get(trader, order.updated), order.updated)
    for entry in entries:
        trader, last = entry.trader["id"], settlement.allocations.last(entry)
        touched[trader] = max(touched.get(trader, last), last)
    field = "value_of_current_orders_in_sop" if table == "customers" else "value_of_current_orders_in_pop"
    return [
        row
        | scaled(
            table,
            {
                "balance": owed.get(row["id"], ZERO),
                field: on_order.get(row["id"], ZERO),
                "date_time_updated": touched.get(row["id"], row["date_time_updated"]),
            },
        )
        for row in found.tables[table]
    ]


def _money(office: Office, found: Start, sales: Sold, buying: Bought) -> Tables:
    payments = [
        *(cash_book.of_ledger(payment, sales=True) for payment in (*sales.settlement.payments, sales.on_account)),
        *(cash_book.of_ledger(payment, sales=False) for payment in buying.settlement.payments),
    ]
    made = list(_journals(found, sales, buying))
    cleared, tax = cash_book.quarterly_tax(office, nominal_journals.postings_of(made))
    through_banks = [*cash_book.own(office, foreign_rate=found.foreign_rate), *payments, *tax]
    both = cash_book.both_sides(through_banks)
    banks = cash_book.banks(office, both, base=found.base, foreign=found.foreign)
    banked = cash_book.bank_posted_transactions(office, both, banks=banks, foreign_rate=found.foreign_rate)
    made += [*nominal_journals.of_tax(cleared), *nominal_journals.of_banks(both, banked)]
    codes = nominal.posted(found.tables["nominal_codes"], nominal_journals.postings_of(made))
    return {
        "banks": banks,
        "bank_posted_transactions": banked,
        "nominal_codes": codes,
        "nominal_transaction_enquiry_views": nominal_journals.nominal_transaction_enquiry_views(
            office, made, codes=codes, periods=found.tables["financial_year_period_views"]
        ),
    }


def _journals(found: Start, sales: Sold, buying: Bought) -> Iterator[Journal]:
    """What all but the cash book does to the nominal ledger."""
    departments = found.departments
    yield Journal(nominal_journals.NOMINAL, "CAPITAL", "Foundation of the company", list(_capital()))
    for movement in (*sales.movements, *buying.movements):
        postings = stock.postings(movement, departments[movement.product["product_group_id"]])
        yield nominal_journals.of_movement(movement, postings)
    for entry in sales.opening:
        yield nominal_journals.of_entry(entry, sales_ledger.opening_postings(entry))
    for invoice, entry in sales.billed:
        foreign = not invoice.order.currency["is_base_currency"]
        lines = _departments(invoice, departments)
        yield nominal_journals.of_entry(entry, sales_ledger.postings(entry, lines, foreign=foreign))
    for order, entry in buying.billed:
        yield nominal_journals.of_entry(entry, purchase_ledger.goods_postings(entry, order))
    for entry in buying.overheads:
        yield nominal_journals.of_entry(entry, purchase_ledger.overhead_postings(entry))


def _departments(invoice: Invoice, departments: dict[Value, str]) -> list[tuple[str, Decimal]]:
    """The department and the signed net value of each line."""
    return [
        (departments[line.product["product_group_id"]] if line.product else "", invoice.sign * line.worth.net)
        for line in invoice.lines
    ]


def _capital() -> Iterable[Posting]:
    """What the company was founded with, long before the year."""
    day = YEAR_START.replace(year=YEAR_START.year - 1)
    yield nominal.Posting(nominal.EQUIPMENT, day, _EQUIPMENT)
    yield nominal.Posting(nominal.SHARE_CAPITAL, day, -_CAPITAL)
    yield nominal.Posting(nominal.RESERVES, day, _CAPITAL - _EQUIPMENT)
