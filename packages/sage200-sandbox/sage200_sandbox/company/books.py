"""The books at the end of the year: all documents, transactions and balances as rows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import (
    cash_book,
    invoices,
    nominal,
    nominal_journals,
    purchase_ledger,
    purchase_order_rows,
    purchases,
    sales_ledger,
    sales_order_rows,
    stock,
    transaction_views,
)
from sage200_sandbox.company.blank import scaled
from sage200_sandbox.company.ledger import INVOICE, PURCHASE_LEDGER, SALES_LEDGER, balances, posted_row
from sage200_sandbox.company.nominal_journals import Journal
from sage200_sandbox.company.office import YEAR_START
from sage200_sandbox.company.posting_items import Taxed, taxed_lines
from sage200_sandbox.company.reading import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sage200_sandbox.company.ledger import Allocations, Entry, Ledger
    from sage200_sandbox.company.nominal import Posting
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.orders import Order
    from sage200_sandbox.company.payments import Settlement
    from sage200_sandbox.company.purchase_year import Bought
    from sage200_sandbox.company.sales_year import Sold
    from sage200_sandbox.company.start import Start, Tables
    from sage200_sandbox.rows import Row, Value

_EQUIPMENT, _CAPITAL = Decimal("18600.00"), Decimal("1000.00")


def tables(office: Office, found: Start, sales: Sold, buying: Bought) -> Tables:
    """All tables that the year's trade fills or changes."""
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
        **_together(sales_order_rows.rows(order, found.departments) for order in sales.orders),
        **_together(purchase_order_rows.rows(order) for order in buying.orders),
        invoices.INVOICE_LINES: [
            row for invoice in sales.invoices for row in invoices.line_views(office, invoice, groups=groups)
        ],
    }


def _together(parts: Iterable[Tables]) -> Tables:
    tables: Tables = {}
    for part in parts:
        for table, rows in part.items():
            tables.setdefault(table, []).extend(rows)
    return tables


def _ledgers(found: Start, sales: Sold, buying: Bought) -> Tables:
    old, old_settled = sales.history
    return {
        **_posted(found, SALES_LEDGER, sales.entries, sales.settlement.allocations),
        **_posted(found, PURCHASE_LEDGER, buying.entries, buying.settlement.allocations),
        "sales_historical_transactions": [
            posted_row("sales_historical_transactions", entry, old_settled) for entry in old
        ],
        "customers": _traded("customers", found, sales.entries, sales.settlement, sales.orders),
        "suppliers": _traded("suppliers", found, buying.entries, buying.settlement, buying.orders),
    }


def _posted(found: Start, ledger: Ledger, entries: Iterable[Entry], allocations: Allocations) -> Tables:
    """The posted transactions of a ledger, and their views."""
    currencies = found.by_id("currencies")
    posted = [(entry, posted_row(ledger.posted, entry, allocations)) for entry in entries]
    return {ledger.posted: [row for _, row in posted]} | _together(
        transaction_views.rows(
            ledger,
            row,
            source=entry.voucher.source,
            trader=entry.trader,
            currency=currencies[entry.trader["currency_id"]],
        )
        for entry, row in posted
    )


def _traded(
    table: str, found: Start, entries: Sequence[Entry], settlement: Settlement, orders: Iterable[Order]
) -> list[Row]:
    """Customers or suppliers with balance and order value. Their timestamp is that of the last change (inferred)."""
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
        nominal_journals.VIEW: nominal_journals.rows(
            office,
            made,
            codes=codes,
            calendar=nominal_journals.calendar_of(found.tables["financial_year_period_views"]),
        ),
    }


def _journals(found: Start, sales: Sold, buying: Bought) -> Iterator[Journal]:
    """The journals of all modules except the cash book."""
    departments = found.departments
    yield Journal(nominal_journals.NOMINAL, "CAPITAL", "Foundation of the company", list(_capital()))
    for movement in (*sales.movements, *buying.movements):
        postings = stock.postings(movement, departments[movement.product["product_group_id"]])
        yield nominal_journals.of_movement(movement, postings)
    for entry in sales.opening:
        yield nominal_journals.of_entry(entry, sales_ledger.opening_postings(entry))
    for invoice, entry in sales.billed:
        yield nominal_journals.of_entry(entry, sales_ledger.postings(entry, invoice, departments))
    for order, entry in buying.billed:
        yield nominal_journals.of_entry(entry, purchase_ledger.goods_postings(entry, order))
    for entry in buying.overheads:
        yield nominal_journals.of_entry(entry, purchase_ledger.overhead_postings(entry))


def taxed(found: Start, sales: Sold, buying: Bought) -> dict[Value, list[Taxed]]:
    """The taxed amounts of each posted or historical transaction, by its id.

    Overheads and history have the tax code of their supplier or customer.
    """
    codes = found.by_id("tax_codes")
    history = (entry for entry in sales.history[0] if entry.voucher.kind == INVOICE)
    return {
        **{entry.id: taxed_lines(invoice.lines, invoice.sign) for invoice, entry in sales.billed},
        **{entry.id: taxed_lines(order.lines) for order, entry in buying.billed},
        **{
            entry.id: [Taxed(codes[entry.trader["default_tax_code_id"]], entry.voucher.goods, entry.voucher.tax)]
            for entry in (*buying.overheads, *history)
        },
    }


def _capital() -> Iterable[Posting]:
    """The postings of the company's foundation, a year earlier."""
    day = YEAR_START.replace(year=YEAR_START.year - 1)
    yield nominal.Posting(nominal.EQUIPMENT, day, _EQUIPMENT)
    yield nominal.Posting(nominal.SHARE_CAPITAL, day, -_CAPITAL)
    yield nominal.Posting(nominal.RESERVES, day, _CAPITAL - _EQUIPMENT)
