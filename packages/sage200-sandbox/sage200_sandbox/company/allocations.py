"""Goods set aside for orders and not yet sent out. The views stay behind the day's work."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.lines import LIVE
from sage200_sandbox.company.office import USER, midnight
from sage200_sandbox.company.reading import by, typed

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value


def tables(office: Office, made: Tables) -> Tables:
    """What is set aside, and the orders that it is for."""
    allocated = [line for line in made["sop_order_line_views"] if _allocated(line)]
    return {
        "sop_allocation_line_views": sop_allocation_line_views(office, made, allocated),
        "sop_despatch_discrete_orders": sop_despatch_discrete_orders(made, allocated),
    }


def _allocated(line: Row) -> Decimal:
    return typed(line, "sop_order_line_allocated_quantity", Decimal)


def sop_allocation_line_views(office: Office, made: Tables, lines: list[Row]) -> list[Row]:
    """What is set aside for these lines, in the first bin of its holding."""
    holding = {(row["product_id"], row["warehouse_id"]): row["id"] for row in made["warehouse_holdings"]}
    bins = by(reversed(made["bin_holdings"]), "warehouse_holding_id")
    balances = _balances_of_traced_goods(made)
    rows = []
    for line in lines:
        bin_ = bins[holding[line["product_id"], line["warehouse_id"]]]
        rows.append(
            blank(
                "sop_allocation_line_views",
                sop_allocation_line_id=office.next_id(),
                sop_order_return_line_id=line["sop_order_line_id"],
                sop_allocation_line_allocated_date=midnight(date_in(line, "sop_order_line_date_time_updated")),
                sop_allocation_line_allocated_quantity=_allocated(line),
                sop_allocation_line_current_allocated_quantity=_allocated(line),
                sop_allocation_line_user_name=USER,
                allocation_balance_id=balances.get((line["sop_order_document_no"], line["product_id"]))
                or office.next_id(),
                warehouse_id=line["warehouse_id"],
                warehouse_name=line["warehouse_name"],
                bin_holding_id=bin_["id"],
                bin_holding_name=bin_["name"],
            )
        )
    return rows


def _balances_of_traced_goods(made: Tables) -> dict[tuple[Value, Value], Value]:
    """The balance that batches and serial numbers are set aside under, by order and product."""
    holdings = by(made["warehouse_holdings"], "id")
    products = {
        row["traceable_item_id"]: holdings[row["warehouse_holding_id"]]["product_id"]
        for row in made["traceable_item_balances"]
    }
    return {
        (row["order_no"], products[row["traceable_item_id"]]): row["allocation_balance_id"]
        for row in made["traceable_item_allocations"]
    }


def sop_despatch_discrete_orders(made: Tables, lines: list[Row]) -> list[Row]:
    """The live orders with a line among these, which may be sent out next (inferred)."""
    customers, waiting = by(made["customers"], "id"), {line["sop_order_id"] for line in lines}
    return [
        blank(
            "sop_despatch_discrete_orders",
            id=order["id"],
            trader_reference=customers[order["customer_id"]]["reference"],
            trader_name=customers[order["customer_id"]]["name"],
            document_no=order["document_no"],
            document_value=order["total_gross_value"],
            document_date=order["document_date"],
        )
        for order in made["sop_orders"]
        if order["document_status"] == LIVE and order["id"] in waiting
    ]
