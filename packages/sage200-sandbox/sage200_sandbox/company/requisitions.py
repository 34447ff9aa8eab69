"""Requisitions: what the warehouse asked for, and the purchase order lines that were raised for it.

Every fourth line of a purchase order was asked for a day before the order, by the warehouse that it goes to, and
the order fulfils it in full. Requisitions themselves have no table; their ids are those of these rows only.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.lines import DRAFT
from sage200_sandbox.company.office import USER
from sage200_sandbox.company.products import UNIT
from sage200_sandbox.company.reading import by

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_EVERY = 4
_BY_ORDER = "EnumRequisitionFulfilmentPurchaseOrder"
_BY_ORDER_ID, _FULFILLED_ID = 0, 2
_LINES, _VIEWS = "pop_requisition_fulfilment_lines", "pop_requisition_fulfilment_line_views"


def tables(office: Office, made: Tables) -> Tables:
    """The lines that fulfil requisitions, and the view of them with what was asked for."""
    holdings = {(row["product_id"], row["warehouse_id"]): row["id"] for row in made["warehouse_holdings"]}
    suppliers, orders = by(made["suppliers"], "id"), by(made["pop_orders"], "id")
    codes = by(made["nominal_codes"], "id")
    base = next(row for row in made["currencies"] if row["is_base_currency"])
    ordered = [row for row in made["pop_order_line_views"] if orders[row["pop_order_id"]]["document_status"] != DRAFT]
    lines, views = [], []
    for number, line in enumerate(ordered[::_EVERY], start=1):
        supplier = suppliers[line["supplier_id"]]
        code = codes[supplier["default_nominal_code_id"]]
        fulfilled = _fulfilment(office, line, code, holding=holdings.get((line["product_id"], line["warehouse_id"]), 0))
        lines.append(fulfilled)
        views.append(
            _view(fulfilled, line, supplier)
            | {
                "pop_requisition_document_no": f"{number:010d}",
                "pop_requisition_id": office.next_id(),
                "sys_currency_symbol": base["symbol"],
            }
        )
    return {_LINES: lines, _VIEWS: views}


def _fulfilment(office: Office, line: Row, code: Row, *, holding: Value) -> Row:
    """What an order line does for a requisition; the goods go to the supplier's nominal code."""
    raised = date_in(line, "pop_order_line_date_time_updated")
    return blank(
        _LINES,
        id=office.next_id(),
        pop_requisition_line_id=office.next_id(),
        linked_item_id=line["pop_order_line_id"],
        linked_reference=line["pop_order_document_no"],
        pop_requisition_fulfilment_line_type=_BY_ORDER,
        supplier_id=line["supplier_id"],
        item_code=line["pop_order_line_product_code"],
        item_name=line["pop_order_line_product_description"],
        warehouse_id=line["warehouse_id"],
        warehouse_item_id=holding,
        warehouse_name=line["warehouse_name"],
        quantity=line["pop_order_line_quantity"],
        nominal_account_name=code["name"],
        nominal_account_reference=code["reference"],
        nominal_cost_centre=code["cost_centre_code"],
        nominal_department=code["department_code"],
        unit_buying_price=line["pop_order_line_discounted_unit_price"],
        net_value=line["pop_order_line_total_value"],
        date_time_created=raised,
        date_time_updated=raised,
    )


_FULFILLED = "pop_requisition_fulfilment_line"
_ASKED = "pop_requisition_line"
_SAME = (
    *("item_code", "item_name", "net_value", "quantity", "unit_buying_price", "warehouse_name"),
    *("nominal_account_name", "nominal_account_reference", "nominal_cost_centre", "nominal_department"),
)


def _view(fulfilled: Row, line: Row, supplier: Row) -> Row:
    """What was asked for is what was ordered."""
    asked = date_in(line, "pop_order_document_date") - timedelta(days=1)
    return blank(
        _VIEWS,
        **{f"{prefix}_{name}": fulfilled[name] for prefix in (_FULFILLED, _ASKED) for name in _SAME},
        pop_requisition_fulfilment_line_id=fulfilled["id"],
        pop_requisition_fulfilment_line_type_id=_BY_ORDER_ID,
        pop_requisition_fulfilment_line_linked_item_id=fulfilled["linked_item_id"],
        pop_requisition_fulfilment_line_supplier_id=fulfilled["supplier_id"],
        pop_requisition_line_id=fulfilled["pop_requisition_line_id"],
        pop_requisition_line_status_id=_FULFILLED_ID,
        pop_requisition_line_quantity_fulfilled=fulfilled["quantity"],
        pop_requisition_line_currency_symbol=line["pop_order_currency_symbol"],
        pop_requisition_line_delivery_date=line["pop_order_requested_delivery_date"],
        pop_requisition_line_authoriser_username=USER,
        pop_requisition_line_authorised_date=asked,
        pop_requisition_date_time_created=asked,
        pop_requisition_created_by_username=USER,
        pop_requisition_line_supplier_code=supplier["reference"],
        pop_requisition_line_supplier_name=supplier["name"],
        pop_requisition_line_buying_unit_description=UNIT,
        supplier_account_name=supplier["name"],
        supplier_account_number=supplier["reference"],
        stock_item_stock_unit_name=UNIT,
    )
