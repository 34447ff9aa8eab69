"""The delivery of the day: an order goes out, is invoiced, and the invoice is posted to the sales ledger."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import day_books, sales_ledger
from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.day_documents import carry_over
from sage200_sandbox.company.day_orders import lines_by_order
from sage200_sandbox.company.day_postings import itemise
from sage200_sandbox.company.invoices import (
    INVOICE_TYPE,
    document_columns,
    line_columns,
    product_columns,
    profit_columns,
)
from sage200_sandbox.company.ledger import INVOICE, Allocations, Entry, Voucher, enter, posted_row, transaction_view
from sage200_sandbox.company.lines import COMPLETE, FULL, LIVE, NONE
from sage200_sandbox.company.reading import ZERO, in_base, total, typed
from sage200_sandbox.company.stock import DESPATCH, Movement

if TYPE_CHECKING:
    from sage200_sandbox.company.nominal import Posting
    from sage200_sandbox.company.workday import Workday
    from sage200_sandbox.rows import Row

_LINES, _INVOICE_LINES = "sop_order_line_views", "customer_sop_invoice_credit_line_views"


def deliver(day: Workday) -> list[Posting]:
    """Deliver and invoice the oldest order that can go out, one with allocated stock first.

    Returns:
        What that does to the nominal ledger; nothing if no order can go out.
    """
    lines = lines_by_order(day)
    waiting = [
        order
        for order in day.where("sop_orders", document_status=LIVE, despatch_receipt_status=NONE)
        if order["date_time_created"] != day.now
        and day.has("customers", order["customer_id"])
        and _in_stock(day, lines[order["id"]])
    ]
    if not waiting:
        return []
    order = min(waiting, key=lambda one: not _allocated(lines[one["id"]]))
    return _deliver(day, order, lines[order["id"]])


def _quantity(line: Row, name: str = "quantity") -> Decimal:
    return typed(line, f"sop_order_line_{name}", Decimal)


def _allocated(lines: list[Row]) -> bool:
    return all(_quantity(line, "allocated_quantity") == _quantity(line) for line in lines if line["product_id"])


def _in_stock(day: Workday, lines: list[Row]) -> bool:
    """Whether all products are there, and there is anything to deliver at all."""
    products = [line for line in lines if line["product_id"]]
    for line in products:
        holding = day_books.holding_of(day, product=line["product_id"], warehouse=line["warehouse_id"])
        free = typed(holding, "free_stock_available", Decimal) if holding else ZERO
        there = free + _quantity(line, "allocated_quantity") >= _quantity(line)
        if not there or not day.has("products", line["product_id"]):
            return False
    return bool(products)


def _deliver(day: Workday, order: Row, lines: list[Row]) -> list[Posting]:
    number = day.next_document_no(_INVOICE_LINES, "sop_invoice_credit_document_no")
    customer = day.row("customers", order["customer_id"])
    document: Row = {
        "id": day.next_id(),
        "type": INVOICE_TYPE,
        "document_no": number,
        "document_date": day.today,
        "document_status": COMPLETE,
        "exchange_rate": order["exchange_rate"],
        "date_time_updated": day.now,
    }
    header = document_columns(customer=customer, document=document)
    billed = [line for line in lines if _quantity(line)]
    postings = [posting for line in billed if line["product_id"] for posting in _send(day, order, line, number)]
    for line in billed:
        _invoice_line(day, order, line, header)
    _finish(day, order, lines)
    return postings + _post(day, order, billed, number)


def _send(day: Workday, order: Row, line: Row, invoice_no: str) -> tuple[Posting, Posting]:
    """The goods of a line leave the warehouse."""
    rate = typed(order, "exchange_rate", Decimal)
    movement = Movement(
        kind=DESPATCH,
        product=day.row("products", line["product_id"]),
        warehouse=day.row("warehouses", line["warehouse_id"]),
        quantity=-_quantity(line),
        moment=day.now,
        reference=typed(order, "document_no", str),
        second_reference=invoice_no,
        unit_price=in_base(_quantity(line, "selling_unit_price"), rate),
        unit_discount=in_base(_quantity(line, "unit_discount_value"), rate),
    )
    return day_books.move(day, movement, allocated=_quantity(line, "allocated_quantity"))


def _invoice_line(day: Workday, order: Row, line: Row, header: Row) -> None:
    """A line of the invoice, with the profit that it made."""
    net, quantity = _quantity(line, "total_value"), _quantity(line)
    cost = quantity * _quantity(line, "cost_price")
    product = day.row("products", line["product_id"]) if line["product_id"] else None
    groups = {product["product_group_id"]: day_books.group_of(day, product)} if product else {}
    row = blank(
        _INVOICE_LINES,
        **header,
        **line_columns(line_id=day.next_id(), net=net, tax=_quantity(line, "line_tax_value"), moment=day.now),
        **profit_columns(
            day.next_id(),
            quantity=quantity,
            cost=cost,
            profit=in_base(net, typed(order, "exchange_rate", Decimal)) - cost,
            moment=day.now,
        ),
        **product_columns(product, groups),
    )
    day.insert(_INVOICE_LINES, row)


def _finish(day: Workday, order: Row, lines: list[Row]) -> None:
    """The order is complete, and all its lines say so."""
    day.update(
        "sop_orders",
        order,
        document_status=COMPLETE,
        despatch_receipt_status=FULL,
        invoice_credit_status=FULL,
    )
    for line in lines:
        day.update(
            _LINES,
            line,
            sop_order_document_status=COMPLETE,
            sop_order_date_time_updated=day.now,
            sop_order_line_allocated_quantity=0,
            sop_order_line_despatch_receipt_quantity=_quantity(line),
            sop_order_line_invoice_credit_quantity=_quantity(line),
            sop_order_line_date_time_updated=day.now,
        )
    carry_over(day, order["id"])


def _post(day: Workday, order: Row, billed: list[Row], invoice_no: str) -> list[Posting]:
    """Post the invoice: the customer owes more, and has less on order."""
    customer = day.row("customers", order["customer_id"])
    currency = day.row("currencies", order["currency_id"])
    voucher = Voucher(
        INVOICE,
        sales_ledger.SOP,
        reference=invoice_no,
        goods=total(_quantity(line, "total_value") for line in billed),
        tax=total(_quantity(line, "line_tax_value") for line in billed),
        second_reference=typed(order, "document_no", str),
    )
    entry = enter(day, customer, voucher, rate=typed(order, "exchange_rate", Decimal), posted=day.now)
    posted = posted_row("sales_posted_transactions", entry, Allocations([]))
    day.insert("sales_posted_transactions", posted)
    postings = _sales(day, entry, billed, foreign=not currency["is_base_currency"])
    itemise(day, posted, entry, billed, postings)
    view = transaction_view(posted, source=voucher.source, customer=customer, currency=currency)
    day.insert("sales_transaction_views", view)
    on_order = typed(customer, "value_of_current_orders_in_sop", Decimal)
    day.update(
        "customers",
        customer,
        balance=typed(customer, "balance", Decimal) + entry.gross,
        value_of_current_orders_in_sop=on_order - entry.gross,
    )
    return postings


def _sales(day: Workday, entry: Entry, billed: list[Row], *, foreign: bool) -> list[Posting]:
    lines = [(_department(day, line), _quantity(line, "total_value")) for line in billed]
    return sales_ledger.postings(entry, lines, foreign=foreign)


def _department(day: Workday, line: Row) -> str:
    return day_books.department_of(day, day.row("products", line["product_id"])) if line["product_id"] else ""
