"""The rows of sales orders and their lines.

The line views join a line with its header, customer, product, warehouse and tax code. The columns are null if a line
has no product or warehouse (documented), or no tax code (inferred).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.nominal import SUNDRY_SALES, Account, sales_account
from sage200_sandbox.company.office import USER
from sage200_sandbox.company.orders import (
    CANCELLED,
    CHARGE,
    COMMENT,
    COMPLETE,
    DRAFT,
    FREE_TEXT,
    FULL,
    NONE,
    STANDARD,
    line_status,
    progress,
)
from sage200_sandbox.company.products import UNIT
from sage200_sandbox.company.reading import ZERO, typed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sage200_sandbox.company.orders import Line, Order
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_ADDRESS = (
    *("postal_name", "description", "city", "county", "country", "contact", "telephone", "fax", "email"),
    *(f"address_{number}" for number in range(1, 5)),
)


def rows(order: Order, departments: Mapping[Value, str]) -> Tables:
    """The rows of an order in all tables. `departments` is by product group."""
    return {
        "sop_orders": [_order(order)],
        "sop_order_lines": [_nested_line(order, line, departments) for line in order.lines],
        "sop_order_line_views": [_line_view(order, line) for line in order.lines],
    }


def _order(order: Order) -> Row:
    customer, header = order.trader, _header(order)
    gross, limit = order.net() + order.tax(), typed(customer, "credit_limit", Decimal)
    quantities = [line.quantity for line in order.lines]
    return blank(
        "sop_orders",
        **{name: value for name, value in header.items() if not name.startswith("currency_")},
        currency_id=order.currency["id"],
        customer_id=customer["id"],
        is_draft=order.status == DRAFT,
        customer_type="EnumCustomerTypeCredit",
        despatch_receipt_status=progress([line.despatched for line in order.lines], quantities),
        invoice_credit_status=progress([line.invoiced for line in order.lines], quantities),
        cancelled_status=FULL if order.status == CANCELLED else NONE,
        total_net_value=order.net(),
        total_tax_value=order.tax(),
        total_gross_value=gross,
        is_credit_limit_exceeded=0 < limit < gross,
        order_priority=customer["order_priority"],
        payment_type=None,
        use_header_requested_date=True,
        use_header_promised_date=True,
        available_document_discount_percent=customer["invoice_discount_percent"],
        date_time_created=order.created,
    )


def _header(order: Order) -> Row:
    """The values that the order and the views of its lines share."""
    return {
        "id": order.id,
        "document_no": order.document_no,
        "document_date": order.day,
        "document_status": order.status,
        "customer_document_no": order.their_reference,
        "currency_id": order.currency["id"],
        "currency_name": order.currency["name"],
        "currency_symbol": order.currency["symbol"],
        "exchange_rate": order.rate,
        "subtotal_goods_value": order.net(STANDARD, FREE_TEXT),
        "subtotal_charge_net_value": order.net(CHARGE),
        "subtotal_charge_tax_value": order.tax(CHARGE),
        "requested_delivery_date": order.requested,
        "promised_delivery_date": order.promised,
        "settlement_discount_days": order.trader["early_settlement_discount_days"],
        "settlement_discount_percent": order.trader["early_settlement_discount_percent"],
        "document_created_by": USER,
        "analysis_code_1": order.trader["analysis_code_1"],
        "analysis_code_2": order.trader["analysis_code_2"],
        "date_time_updated": order.updated,
    }


def _line(order: Order, line: Line) -> Row:
    """The values that a line and its view share under the same names."""
    return {
        "id": line.id,
        "allocated_quantity": line.allocated,
        "despatch_receipt_quantity": line.despatched,
        "invoice_credit_quantity": line.invoiced,
        "selling_unit_description": UNIT if line.product else "",
        "selling_unit_price": line.price,
        "unit_discount_percent": line.discount_percent,
        "unit_discount_value": line.worth.unit_discount,
        "discounted_unit_price": line.worth.unit_price,
        "cost_price": line.cost,
        "line_tax_value": line.worth.tax,
        "requested_delivery_date": order.requested,
        "promised_delivery_date": order.promised,
        "date_time_updated": line.updated,
    }


def _line_view(order: Order, line: Line) -> Row:
    own: Row = {
        "number": line.number,
        "type": line.kind,
        "product_code": line.code,
        "product_description": line.description,
        "quantity": line.quantity,
        "total_value": line.worth.net,
    }
    return blank(
        "sop_order_line_views",
        **_prefixed("sop_order", _header(order)),
        **_prefixed("sop_order_line", _line(order, line) | own),
        **_prefixed("customer", {name: order.trader[name] for name in ("id", "reference", "name")}),
        **joined(line),
        **delivery_address("sop", order.address),
    )


def _nested_line(order: Order, line: Line, departments: Mapping[Value, str]) -> Row:
    """A nested line. Products are sold, priced and stocked by the piece. Other lines have no stock (inferred)."""
    progressed: Row = {
        "line_quantity": line.quantity,
        "to_allocate_quantity": line.quantity - line.despatched if line.product and order.is_open else ZERO,
        "allocated_quantity": line.allocated,
        "available_for_despatch": line.allocated,
        "despatch_receipt_quantity": line.despatched,
        "invoice_credit_quantity": line.invoiced,
        "posted_invoice_credit_quantity": line.invoiced,
    }
    account = account_of_line(order, line, departments)
    product: Row = {}
    if line.product and line.warehouse:
        product = {"product_id": line.product["id"], "warehouse_id": line.warehouse["id"]}
        product |= {f"stock_unit_{name}": value for name, value in progressed.items()}
        product |= {"fulfilment_method": line.product["fulfilment_method_type"]}
    return blank(
        "sop_order_lines",
        **_line(order, line) | progressed | product,
        sop_order_id=order.id,
        line_type=line.kind,
        line_number=line.number,
        code=line.code,
        description=line.description,
        line_total_value=line.worth.net,
        tax_code_id=line.tax["id"] if line.tax else 0,
        nominal_reference=account.reference,
        nominal_cost_centre=account.cost_centre,
        nominal_department=account.department,
        allocation_status=line_status(line.allocated + line.despatched, line.quantity),
        despatch_receipt_status=line_status(line.despatched, line.quantity),
        invoice_credit_status=line_status(line.invoiced, line.quantity),
        discount_percent_specified=bool(line.discount_percent),
        confirmation_intent_type="NoConfirmation" if line.kind == COMMENT else "ConfirmOnDespatch",
        show_on_customer_docs=True,
        show_on_picking_list_type="Show",
        back_to_back_status="EnumBackToBackStatusPONotReq",
        is_complete=order.status == COMPLETE,
        is_line_deletable=not line.despatched and not line.invoiced,
        date_time_created=order.created,
    )


def account_of_line(order: Order, line: Line, departments: Mapping[Value, str]) -> Account:
    """The nominal account for the sale of a line; an empty account for a comment."""
    if line.kind == COMMENT:
        return Account("")
    if not line.product:
        return SUNDRY_SALES
    department = departments[line.product["product_group_id"]]
    return sales_account(department, foreign=not order.currency["is_base_currency"])


def joined(line: Line) -> Row:
    """The columns of product, warehouse and tax code of a line; null if it has none."""
    return {
        **_columns("product", line.product, ("id", "code", "name", "description")),
        **_columns("warehouse", line.warehouse, ("id", "name")),
        **_columns("tax_code", line.tax, ("id", "code", "name")),
        "tax_code_rate": line.tax["tax_rate"] if line.tax else None,
    }


def delivery_address(prefix: str, address: Row) -> Row:
    """The delivery address columns of a line view, from a delivery address or a warehouse."""
    names = {name: name for name in _ADDRESS} | {"post_code": "postcode"}
    return {f"{prefix}_delivery_addr_{name}": address.get(own, "") for name, own in names.items()}


def _columns(prefix: str, row: Row | None, names: Sequence[str]) -> Row:
    return {f"{prefix}_{name}": row[name] if row else None for name in names}


def _prefixed(prefix: str, values: Mapping[str, Value]) -> Row:
    return {f"{prefix}_{name}": value for name, value in values.items()}
