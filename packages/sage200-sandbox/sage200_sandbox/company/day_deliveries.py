"""The delivery of the day: an order is despatched and invoiced, and the invoice is posted to the sales ledger."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import (
    ageing,
    invoices,
    posting_items,
    sales_ledger,
    stock,
    trader_values,
    transaction_views,
)
from sage200_sandbox.company.day_orders import departments, orders, write
from sage200_sandbox.company.invoices import INVOICE_LINES, INVOICE_TYPE, Invoice
from sage200_sandbox.company.ledger import SALES_LEDGER, Allocations, posted_row
from sage200_sandbox.company.nominal_journals import of_entry, of_movement
from sage200_sandbox.company.orders import LIVE, fulfilled
from sage200_sandbox.company.posting_items import Sources, taxed_lines
from sage200_sandbox.company.reading import ZERO, by, typed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sage200_sandbox.company.nominal_journals import Journal
    from sage200_sandbox.company.orders import Order
    from sage200_sandbox.company.stock import Movement
    from sage200_sandbox.company.workday import Workday
    from sage200_sandbox.rows import Row, Value


def deliver(day: Workday) -> tuple[list[Journal], list[tuple[Row, Invoice]]]:
    """Despatch and invoice the oldest order that is deliverable. Orders with allocated stock come first.

    Returns:
        The journals for the nominal ledger, and the posted transaction with its invoice. Both lists are empty if no
        order is deliverable.
    """
    waiting = [order for order in orders(day, LIVE) if order.created != day.now and _is_deliverable(day, order)]
    if not waiting:
        return [], []
    order = min(waiting, key=lambda one: not all(line.allocated == line.quantity for line in one.lines if line.product))
    done = fulfilled(order, day.now, lines=len(order.lines))
    billed = tuple(line for line in done.lines if line.invoiced)
    number = day.next_document_no(INVOICE_LINES, "sop_invoice_credit_document_no")
    invoice = Invoice(day.next_id(), INVOICE_TYPE, number, done, billed, day.now)
    groups = by(day.rows("product_groups"), "id")
    for row in invoices.line_views(day, invoice, groups=groups):
        day.insert(INVOICE_LINES, row)
    goods = [line for line in order.lines if line.product and line.warehouse]
    journals = [
        move(day, movement, allocated=line.allocated)
        for movement, line in zip(invoices.movements(invoice), goods, strict=True)
    ]
    write(day, done)
    posted, journal = _post(day, order, invoice)
    return [*journals, journal], [(posted, invoice)]


def _is_deliverable(day: Workday, order: Order) -> bool:
    """Whether the order has goods, all of them are in stock, and nothing was despatched yet."""
    goods = [line for line in order.lines if line.product and line.warehouse]
    for line in goods:
        holding = _holding(day, line.product or {}, line.warehouse or {})
        free = typed(holding, "free_stock_available", Decimal) if holding else ZERO
        if line.despatched or free + line.allocated < line.quantity:
            return False
    return bool(goods)


def _holding(day: Workday, product: Row, warehouse: Row) -> Row | None:
    return next(day.where("warehouse_holdings", product_id=product["id"], warehouse_id=warehouse["id"]), None)


def move(day: Workday, movement: Movement, *, allocated: Decimal = ZERO) -> Journal:
    """Move stock. `allocated` is the quantity that was allocated to the despatched order.

    The free stock of the product changes by the rest of the quantity. Then the timestamp of the product changes too, in
    the product and in all rows that repeat it.

    Returns:
        The journal for the nominal ledger.
    """
    product = movement.product
    group = day.row("product_groups", product["product_group_id"])
    day.insert("product_transaction_views", stock.movement_row(movement, id_=day.next_id(), group=group))
    holding = _holding(day, product, movement.warehouse)
    if holding is not None:
        in_stock = typed(holding, "quantity_in_stock", Decimal) + movement.quantity
        still_allocated = typed(holding, "quantity_allocated_sop", Decimal) - allocated
        day.update("warehouse_holdings", holding, **stock.levels(in_stock=in_stock, allocated=still_allocated))
    if movement.quantity + allocated:
        day.add("products", day.row("products", product["id"]), {"free_stock_quantity": movement.quantity + allocated})
        for line in list(day.where(INVOICE_LINES, product_id=product["id"])):
            day.update(INVOICE_LINES, line, product_date_time_updated=day.now)
    return of_movement(movement, stock.postings(movement, departments(day)[group["id"]]))


def _post(day: Workday, order: Order, invoice: Invoice) -> tuple[Row, Journal]:
    """Post the invoice. The customer's balance increases, and the value of its orders decreases."""
    entry = sales_ledger.entry(day, invoice)
    posted = posted_row(SALES_LEDGER.posted, entry, Allocations([]))
    day.insert(SALES_LEDGER.posted, posted)
    customer = day.row("customers", order.trader["id"])
    shown = transaction_views.rows(
        SALES_LEDGER, posted, source=entry.voucher.source, trader=customer, currency=order.currency
    )
    for table, rows in shown.items():
        for row in rows:
            day.insert(table, row)
    day.add("customers", customer, {"balance": entry.gross, "value_of_current_orders_in_sop": -order.outstanding})
    _age(day, posted)
    _add_values(day, customer, posted)
    return posted, of_entry(entry, sales_ledger.postings(entry, invoice, departments(day)))


def _age(day: Workday, posted: Row) -> None:
    """Update the customer's aged debt."""
    detailed, summary = ageing.views(SALES_LEDGER)
    day.insert(detailed, ageing.detail(SALES_LEDGER, posted))
    details = list(day.where(detailed, customer_id=posted["customer_id"]))
    day.put(summary, ageing.summed(SALES_LEDGER, details))
    for row in ageing.by_period(details):
        day.put(ageing.PERIODS, row)


def _add_values(day: Workday, customer: Row, posted: Row) -> None:
    """Add the invoice to the customer's values of the current period and year."""
    lines = list(day.where(INVOICE_LINES, sop_invoice_credit_document_no=posted["reference"]))
    for kind in trader_values.KINDS:
        table, spans = trader_values.table(SALES_LEDGER, kind), trader_values.spans_of(SALES_LEDGER, kind, day.rows)
        span = spans[trader_values.span_at(spans, day.today)][1]
        amounts = trader_values.values(SALES_LEDGER, kind, [posted], {posted["reference"]: lines})
        known = next(day.where(table, customer_id=customer["id"], **span), None)
        if known:
            day.add(table, known, amounts)
        else:
            day.insert(table, trader_values.value_row(day, SALES_LEDGER, kind, trader=customer, span=span) | amounts)


def itemise(day: Workday, sent: list[tuple[Row, Invoice]], postings: dict[Value, list[Row]]) -> None:
    """Insert the nested items of posted invoices: tax items and nominal items."""
    for posted, invoice in sent:
        taxed: Sequence[posting_items.Taxed] = taxed_lines(invoice.lines)
        sources = Sources(by(day.rows("nominal_codes"), "id"), {}, postings, {}, {posted["id"]: taxed})
        for table, rows in posting_items.items_of(day, SALES_LEDGER, posted, sources).items():
            for row in rows:
                day.insert(table, row)
