"""Sales documents as Sage shows them: the orders, and the lines of orders, quotes and pro formas.

The line views join a line with its header, customer, product, warehouse and tax code. What a line does not
have is null there (documented for products and warehouses, inferred for tax codes).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.lines import CANCELLED, CHARGE, DRAFT, FREE_TEXT, FULL, NONE, STANDARD, progress
from sage200_sandbox.company.office import USER
from sage200_sandbox.company.products import UNIT
from sage200_sandbox.company.quotes_won import CREDIT
from sage200_sandbox.company.reading import typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sage200_sandbox.company.lines import Line, Order
    from sage200_sandbox.rows import Row, Value

_ADDRESS_FIELDS = {
    **{name: name for name in ("postal_name", "description", "city", "county", "country", "contact")},
    **{name: name for name in ("telephone", "fax", "email")},
    **{f"address_{number}": f"address_{number}" for number in range(1, 5)},
    "post_code": "postcode",
}


def order_row(order: Order) -> Row:
    """A row of `sop_orders`."""
    customer = order.trader
    gross = order.net() + order.tax()
    limit = typed(customer, "credit_limit", Decimal)
    quantities = [line.quantity for line in order.lines]
    return blank(
        "sop_orders",
        id=order.id,
        customer_id=customer["id"],
        is_draft=order.status == DRAFT,
        document_no=order.document_no,
        customer_type=CREDIT,
        document_date=order.day,
        document_status=order.status,
        despatch_receipt_status=progress([line.despatched for line in order.lines], quantities),
        invoice_credit_status=progress([line.invoiced for line in order.lines], quantities),
        cancelled_status=FULL if order.status == CANCELLED else NONE,
        currency_id=order.currency["id"],
        exchange_rate=order.rate,
        **totals(order),
        total_net_value=order.net(),
        total_tax_value=order.tax(),
        total_gross_value=gross,
        customer_document_no=order.their_reference,
        is_credit_limit_exceeded=0 < limit < gross,
        settlement_discount_days=customer["early_settlement_discount_days"],
        settlement_discount_percent=customer["early_settlement_discount_percent"],
        document_created_by=USER,
        requested_delivery_date=order.requested,
        promised_delivery_date=order.promised,
        order_priority=customer["order_priority"],
        payment_type=None,
        use_header_requested_date=True,
        use_header_promised_date=True,
        available_document_discount_percent=customer["invoice_discount_percent"],
        analysis_code_1=customer["analysis_code_1"],
        analysis_code_2=customer["analysis_code_2"],
        date_time_created=order.created,
        date_time_updated=order.updated,
    )


def totals(order: Order) -> dict[str, Value]:
    """The subtotals that the order and its lines both show: goods apart from charges."""
    return {
        "subtotal_goods_value": order.net(STANDARD, FREE_TEXT),
        "subtotal_charge_net_value": order.net(CHARGE),
        "subtotal_charge_tax_value": order.tax(CHARGE),
        "subtotal_discount_value": Decimal(0),
    }


def order_line_views(order: Order) -> list[Row]:
    """The rows of `sop_order_line_views` for one order."""
    header = _prefixed(
        "sop_order",
        totals(order)
        | {
            "settlement_discount_days": order.trader["early_settlement_discount_days"],
            "settlement_discount_percent": order.trader["early_settlement_discount_percent"],
            "document_created_by": USER,
        },
    ) | delivery_address("sop", order.address)
    return [
        blank("sop_order_line_views", **_line_view("sop_order", order, line) | header | _order_progress(line))
        for line in order.lines
    ]


def _order_progress(line: Line) -> Row:
    return {
        "sop_order_line_allocated_quantity": line.allocated,
        "sop_order_line_despatch_receipt_quantity": line.despatched,
        "sop_order_line_invoice_credit_quantity": line.invoiced,
    }


def quote_line_views(quote: Order) -> list[Row]:
    """The rows of `sop_quote_line_views` for one quote."""
    return [blank("sop_quote_line_views", **_line_view("sop_quote", quote, line)) for line in quote.lines]


def proforma_line_views(proforma: Order) -> list[Row]:
    """The rows of `sop_proforma_line_views` for one pro forma."""
    return [blank("sop_proforma_line_views", **_line_view("sop_proforma", proforma, line)) for line in proforma.lines]


def _line_view(prefix: str, order: Order, line: Line) -> Row:
    """What the line views of orders, quotes and pro formas have in common."""
    worth = line.worth
    header: Row = {
        "id": order.id,
        "document_no": order.document_no,
        "document_date": order.day,
        "document_status": order.status,
        "customer_document_no": order.their_reference,
        "currency_id": order.currency["id"],
        "currency_name": order.currency["name"],
        "currency_symbol": order.currency["symbol"],
        "exchange_rate": order.rate,
        "requested_delivery_date": order.requested,
        "promised_delivery_date": order.promised,
        "analysis_code_1": order.trader["analysis_code_1"],
        "analysis_code_2": order.trader["analysis_code_2"],
        "date_time_updated": order.updated,
    }
    own: Row = {
        "id": line.id,
        "number": line.number,
        "type": line.kind,
        "product_code": line.code,
        "product_description": line.description,
        "quantity": line.quantity,
        "selling_unit_description": UNIT if line.product else "",
        "selling_unit_price": line.price,
        "unit_discount_percent": line.discount_percent,
        "unit_discount_value": worth.unit_discount,
        "cost_price": line.cost,
        "total_value": worth.net,
        "line_tax_value": worth.tax,
        "discounted_unit_price": worth.unit_price,
        "requested_delivery_date": order.requested,
        "promised_delivery_date": order.promised,
        "date_time_updated": line.updated,
    }
    return (
        _prefixed(prefix, header)
        | _prefixed(f"{prefix}_line", own)
        | _prefixed("customer", {name: order.trader[name] for name in ("id", "reference", "name")})
        | joined(line)
    )


def joined(line: Line) -> Row:
    """The product, warehouse and tax code of a line; null where it has none."""
    return {
        **_columns("product", line.product, ("id", "code", "name", "description")),
        **_columns("warehouse", line.warehouse, ("id", "name")),
        **_columns("tax_code", line.tax, ("id", "code", "name")),
        "tax_code_rate": line.tax["tax_rate"] if line.tax else None,
    }


def _columns(prefix: str, row: Row | None, names: Sequence[str]) -> Row:
    return {f"{prefix}_{name}": row[name] if row else None for name in names}


def delivery_address(prefix: str, address: Row) -> Row:
    """The address columns of a line view, of a delivery address or a warehouse."""
    return {f"{prefix}_delivery_addr_{name}": address.get(own, "") for name, own in _ADDRESS_FIELDS.items()}


def _prefixed(prefix: str, values: Mapping[str, Value]) -> Row:
    return {f"{prefix}_{name}": value for name, value in values.items()}
