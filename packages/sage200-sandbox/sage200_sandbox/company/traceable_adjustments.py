"""The batches and serial numbers that were set aside for the lines of an order, and those that went out for them.

Which ones these are, stock control says: its allocations and issues name the order. An order has a product once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.nested import numbered
from sage200_sandbox.company.reading import ZERO, by, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

    Quantities = Mapping[tuple[Value, Value], dict[Value, Decimal]]

TABLE = "sop_order_line_traceable_adjustment_items"

_SAME = (
    *("traceable_item_id", "identification_no", "supplier_reference", "receipt_date", "additional_reference"),
    *("sell_by_date", "use_by_date", "traceable_bin_item_id", "bin_item_id", "bin_name", "is_allocated"),
)


def tables(_office: Office, made: Tables) -> Tables:
    """The items of each line whose product is traced."""
    traced = Traced.read(made.__getitem__)
    return {TABLE: [row for line in made["sop_order_line_views"] for row in traced.of_line(line)]}


@dataclass(frozen=True, slots=True)
class Traced:
    """What of each item is set aside for each order and went out for it, and what sets it aside.

    Attributes:
        items: The balances, by item.
        sent: What went out for an order, by its number and the product.
        aside: What is set aside for it, alike.
        balances: The ids of what is set aside, by item and order.
        allocated: What sets aside for a line, by the line.
    """

    items: Mapping[Value, Row]
    sent: Quantities
    aside: Quantities
    balances: Mapping[tuple[Value, Value], Value]
    allocated: Mapping[Value, Row]

    @classmethod
    def read(cls, rows: Callable[[str], list[Row]]) -> Traced:
        """As the rows of the company's tables say."""
        items = by(rows("traceable_item_balances"), "traceable_item_id")
        products = {row["id"]: row["product_id"] for row in rows("warehouse_holdings")}
        of_item = {item: products.get(row["warehouse_holding_id"]) for item, row in items.items()}
        issues, aside = rows("traceable_item_issues"), rows("traceable_item_allocations")
        return cls(
            items,
            _quantities(issues, of_item, "sales_purchase_order_no", "received_issued_quantity"),
            _quantities(aside, of_item, "order_no", "allocated_quantity"),
            {(row["traceable_item_id"], row["order_no"]): row["traceable_allocation_bal_id"] for row in aside},
            by(rows("sop_allocation_line_views"), "sop_order_return_line_id"),
        )

    def of_line(self, line: Row) -> list[Row]:
        """The items of a line, which is a row of the view of lines."""
        number = line["sop_order_document_no"]
        place = (number, line["product_id"])
        aside, sent = self.aside.get(place, {}), self.sent.get(place, {})
        return numbered(
            TABLE,
            {"id": line["sop_order_line_id"]},
            (
                _item(self.items[item], aside.get(item, ZERO), sent.get(item, ZERO))
                | _allocation(self.allocated.get(line["sop_order_line_id"]), self.balances.get((item, number)))
                for item in aside | sent
            ),
        )


def _quantities(rows: list[Row], products: Mapping[Value, Value], order: str, quantity: str) -> Quantities:
    """What each order has of each item, by the order's number and the item's product."""
    sums: defaultdict[tuple[Value, Value], dict[Value, Decimal]] = defaultdict(dict)
    for row in rows:
        item = row["traceable_item_id"]
        its = sums[row[order], products.get(item)]
        its[item] = its.get(item, ZERO) + typed(row, quantity, Decimal)
    return sums


def _item(balance: Row, allocated: Decimal, sent: Decimal) -> Row:
    """An item as a line has it: so much of it is set aside, and so much went out."""
    free = typed(balance, "quantity", Decimal) - typed(balance, "allocated_quantity", Decimal)
    return {name: balance[name] for name in _SAME} | {
        "quantity": allocated + sent,
        "original_quantity": allocated + sent,
        "available_quantity": free,
        "allocation_quantity": allocated,
        "despatched_quantity": sent,
        "is_selected": True,
        "is_selectable": bool(free or allocated),
        "allocated_to_who_type": "EnumAllocatedToSalesOrder" if balance["is_allocated"] else "EnumAllocatedToNobody",
    }


def _allocation(allocation: Row | None, balance: Value) -> Row:
    """What sets it aside for the line, if anything still does."""
    if allocation is None or balance is None:
        return {}
    return {
        "sop_allocation_line_id": allocation["sop_allocation_line_id"],
        "sop_allocation_line_quantity": allocation["sop_allocation_line_current_allocated_quantity"],
        "traceable_allocation_balance_id": balance,
    }
