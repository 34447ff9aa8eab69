"""What the day's work on orders means for what is nested in them: it says the same as the views of their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company import document_lines, document_profit
from sage200_sandbox.company.blank import blank, scaled
from sage200_sandbox.company.document_lines import ORDER, Goods
from sage200_sandbox.company.document_parts import Document, parts, payment_values
from sage200_sandbox.company.traceable_adjustments import TABLE as TRACED
from sage200_sandbox.company.traceable_adjustments import Traced
from sage200_sandbox.rows import Update

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sage200_sandbox.company.workday import Workday
    from sage200_sandbox.rows import Row, Value

_VIEWS, _LINES = "sop_order_line_views", "sop_order_lines"
_PROFIT, _LINE_PROFIT = "sop_order_profitabilities", "sop_order_line_profitabilities"
_ADDRESSES = "customer_delivery_addresses"


def nest(day: Workday, order_id: Value) -> None:
    """A new order gets all that is nested in it; it goes to the customer's default address."""
    order = day.row("sop_orders", order_id)
    address = next(day.where(_ADDRESSES, customer_id=order["customer_id"], is_default=True), blank(_ADDRESSES))
    document = Document(ORDER, order, list(day.where(_VIEWS, sop_order_id=order_id)), address)
    for table, rows in parts(day, document, Goods.read(day.rows)).items():
        for row in rows:
            day.insert(table, row)


def carry_over(day: Workday, order_id: Value) -> None:
    """What has changed in an order and in the views of its lines changes in what is nested in it too."""
    order, goods = day.row("sop_orders", order_id), Goods.read(day.rows)
    lines = list(day.where(_VIEWS, sop_order_id=order_id))
    for line in lines:
        _change(day, _LINES, line["sop_order_line_id"], values=document_lines.line_values(_LINES, line, goods))
    _change(day, "sop_order_payment_statuses", order_id, values=payment_values(order))
    _carry_profit(day, order, lines, goods)


def _carry_profit(day: Workday, order: Row, lines: Sequence[Row], goods: Goods) -> None:
    _change(day, _PROFIT, order["id"], values=document_profit.document_values(lines, ORDER))
    for line in document_profit.analysed(lines, ORDER):
        line_id = line["sop_order_line_id"]
        values = document_profit.line_values(line, ORDER, goods.products)
        if day.has(_LINE_PROFIT, line_id):
            id_ = day.row(_LINE_PROFIT, line_id)["id"]
            _change(day, _LINE_PROFIT, line_id, values=values)
            _change(day, f"sop_order_profitability_{document_profit.list_of(line)}", order["id"], id_, values=values)


def trace(day: Workday) -> None:
    """The batches and serial numbers of the lines that changed are those that stock control now has for them."""
    changed = [change.key for change in day.changes if isinstance(change, Update) and change.table == _LINES]
    lines = [line for key in dict.fromkeys(changed) for line in day.where(_VIEWS, sop_order_line_id=key[0])]
    if not lines:
        return
    traced = Traced.read(day.rows)
    for line in lines:
        items = traced.of_line(line)
        for item in items:
            _change(day, TRACED, item["sop_order_line_id"], item["position"], values=item)
            if not day.has(TRACED, item["sop_order_line_id"], item["position"]):
                day.insert(TRACED, item)
        for gone in list(day.where(TRACED, sop_order_line_id=line["sop_order_line_id"]))[len(items) :]:
            day.delete(TRACED, gone)


def _change(day: Workday, table: str, *key: Value, values: Row) -> None:
    """The values that differ become the row's; then the row was changed now."""
    if not day.has(table, *key):
        return
    row = day.row(table, *key)
    differing = {name: value for name, value in scaled(table, values).items() if value != row[name]}
    if differing and "date_time_updated" in row:
        differing["date_time_updated"] = day.now
    if differing:
        day.update(table, row, **differing)
