"""The year's purchases: goods for the sales, overheads, and payments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sage200_sandbox.company import purchase_ledger, purchases
from sage200_sandbox.company.catalogue import GROUPS
from sage200_sandbox.company.ledger import PURCHASE_LEDGER
from sage200_sandbox.company.orders import COMPLETE, Order
from sage200_sandbox.company.payments import Settlement, settle
from sage200_sandbox.company.traders import OVERHEADS

if TYPE_CHECKING:
    from sage200_sandbox.company.ledger import Entry
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.sales_year import Sold
    from sage200_sandbox.company.start import Start
    from sage200_sandbox.company.stock import Movement
    from sage200_sandbox.rows import Row, Value


@dataclass(frozen=True, slots=True)
class Bought:
    """The purchases of the year. `billed` has each order with its invoice."""

    orders: list[Order]
    billed: list[tuple[Order, Entry]]
    overheads: list[Entry]
    settlement: Settlement
    movements: list[Movement]

    @property
    def entries(self) -> list[Entry]:
        """All entries of the purchase ledger."""
        return [*(entry for _, entry in self.billed), *self.overheads, *self.settlement.payments]


def bought(office: Office, found: Start, *, sales: Sold) -> Bought:
    """Make the year's purchases. They cover the demand of the sales."""
    supply = purchases.Supply(
        supplier=_suppliers(found),
        tax=found.by_id("tax_codes"),
        currencies=found.by_id("currencies"),
        products=found.tables["products"],
        warehouses=found.holdings,
    )
    needed = purchases.demand(sales.movements, (line for order in sales.orders for line in order.lines))
    opening = list(purchases.opening_stock(office, supply, needed))
    orders = purchases.year_of_purchases(office, supply, needed)
    billed = [(order, purchase_ledger.bill_for_goods(office, order)) for order in orders if order.status == COMPLETE]
    of_overheads = found.tables["suppliers"][-len(OVERHEADS) :]
    overheads = purchase_ledger.overheads(office, of_overheads, tax=supply.tax)
    due = [*(entry for _, entry in billed), *overheads]
    return Bought(
        orders=orders,
        billed=billed,
        overheads=overheads,
        settlement=settle(office, due, reference="PAY", source=PURCHASE_LEDGER.source),
        movements=[*opening, *(movement for order in orders for movement in purchases.receipts(order))],
    )


def _suppliers(found: Start) -> dict[Value, Row]:
    """The supplier of each product. Each group of each variety has its own supplier."""
    products, suppliers = found.tables["products"], found.tables["suppliers"]
    position = {row["id"]: index for index, row in enumerate(found.tables["product_groups"])}
    varieties = [str(row["code"]).partition("/")[2] or "1" for row in products]
    return {
        row["id"]: suppliers[(int(variety) - 1) * len(GROUPS) + position[row["product_group_id"]]]
        for row, variety in zip(products, varieties, strict=True)
    }
