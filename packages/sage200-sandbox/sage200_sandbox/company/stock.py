"""Stock: movements in and out of the warehouses, and holdings.

Quantities in are positive and quantities out negative (inferred). A holding is therefore the sum of its movements.
Every unit has the standard cost of its product. The balance of the stock account is quantity times cost.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank, scaled
from sage200_sandbox.company.nominal import (
    ACCRUED_GOODS,
    RESERVES,
    STOCK,
    STOCK_ADJUSTMENTS,
    Account,
    Posting,
    cost_of_sales,
)
from sage200_sandbox.company.office import USER, midnight
from sage200_sandbox.company.reading import ZERO, pence, typed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.orders import Line
    from sage200_sandbox.rows import Row, Value

    Place = tuple[Value, Value]

REORDER_LEVEL = Decimal(10)
_DEPOT_EVERY = 3


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of movement. Its ids and texts are inferred."""

    group_id: int
    type_id: int
    name: str
    area_id: int
    area: str


OPENING = Kind(0, 0, "Opening Stock", 0, "Stock")
RECEIPT = Kind(0, 1, "Goods Received", 2, "Purchase Orders")
DESPATCH = Kind(1, 2, "Goods Despatched", 1, "Sales Orders")
RETURN = Kind(0, 3, "Goods Returned", 1, "Sales Orders")
ADJUSTMENT = Kind(0, 4, "Adjustment In", 0, "Stock")


@dataclass(frozen=True, slots=True)
class Movement:
    """A movement of a product into a warehouse (positive) or out of it (negative)."""

    kind: Kind
    product: Row
    warehouse: Row
    quantity: Decimal
    moment: datetime
    reference: str
    second_reference: str = ""
    unit_price: Decimal = ZERO
    unit_discount: Decimal = ZERO

    @property
    def cost(self) -> Decimal:
        """The cost of one unit."""
        return typed(self.product, "standard_cost", Decimal)

    @property
    def day(self) -> datetime:
        """The day of the movement."""
        return midnight(self.moment)


def held(products: Sequence[Row], warehouses: Sequence[Row]) -> dict[Value, list[Row]]:
    """The warehouses of each product, by the product's id. The first warehouse has all products, the second a part."""
    return {
        product["id"]: list(warehouses if index % _DEPOT_EVERY == 0 else warehouses[:1])
        for index, product in enumerate(products)
    }


def movement_row(movement: Movement, *, id_: int, group: Row) -> Row:
    """A row of `product_transaction_views`."""
    return blank(
        "product_transaction_views",
        id=id_,
        product_id=movement.product["id"],
        product_group_id=group["id"],
        product_code=movement.product["code"],
        product_group_code=group["code"],
        transaction_group_id=movement.kind.group_id,
        transaction_type_id=movement.kind.type_id,
        transaction_type=movement.kind.name,
        transaction_date=movement.day,
        source_area_type_id=movement.kind.area_id,
        source_area_reference=movement.reference,
        source_area_name=movement.kind.area,
        reference=movement.reference,
        second_reference=movement.second_reference,
        warehouse_name=movement.warehouse["name"],
        bin_name="Unspecified",
        quantity=movement.quantity,
        unit_cost_price=movement.cost,
        unit_issue_price=movement.unit_price,
        unit_discount_value=movement.unit_discount,
        cost_value=movement.quantity * movement.cost,
        issue_value=movement.quantity * (movement.unit_price - movement.unit_discount),
        user_name=USER,
        date_time_updated=movement.moment,
    )


def product_transaction_views(office: Office, movements: Iterable[Movement], *, groups: dict[Value, Row]) -> list[Row]:
    """The rows of all movements, in order of time. `groups` is by id."""
    return [
        movement_row(movement, id_=office.next_id(), group=groups[movement.product["product_group_id"]])
        for movement in sorted(movements, key=lambda movement: movement.moment)
    ]


def contra(movement: Movement, department: str) -> Account:
    """The contra account of a stock movement."""
    accounts = {OPENING: RESERVES, RECEIPT: ACCRUED_GOODS, ADJUSTMENT: STOCK_ADJUSTMENTS}
    return accounts.get(movement.kind) or cost_of_sales(department)


def postings(movement: Movement, department: str) -> tuple[Posting, Posting]:
    """The postings of a movement to the nominal ledger. `department` is the department of the product group."""
    value = pence(movement.quantity * movement.cost)
    return (
        Posting(STOCK, movement.day, value),
        Posting(contra(movement, department), movement.day, -value),
    )


def levels(*, in_stock: Decimal, allocated: Decimal) -> Row:
    """The quantities of a holding, from the stock and the quantity that is allocated to sales orders."""
    return {
        "confirmed_qty_in_stock": in_stock,
        "quantity_in_stock": in_stock,
        "quantity_in_stock_less_reserved": in_stock,
        "quantity_allocated_sop": allocated,
        "quantity_allocated": allocated,
        "free_stock_available": in_stock - allocated,
        "free_stock_available_less_reserved": in_stock - allocated,
    }


@dataclass(frozen=True, slots=True)
class Quantities:
    """Quantities by product id and warehouse id, and the time of the last movement."""

    in_stock: dict[Place, Decimal]
    moved: dict[Place, datetime]
    allocated: dict[Place, Decimal]
    on_order: dict[Place, Decimal]


def quantities(movements: Iterable[Movement], *, sales: Iterable[Line], purchases: Iterable[Line]) -> Quantities:
    """The sums of all movements, of quantities allocated to sales order lines, and of open purchase order lines."""
    in_stock: defaultdict[Place, Decimal] = defaultdict(lambda: ZERO)
    moved: dict[Place, datetime] = {}
    for movement in movements:
        place = movement.product["id"], movement.warehouse["id"]
        in_stock[place] += movement.quantity
        moved[place] = max(moved.get(place, movement.moment), movement.moment)
    return Quantities(
        in_stock,
        moved,
        allocated=_by_place((line, line.allocated) for line in sales),
        on_order=_by_place((line, line.quantity) for line in purchases),
    )


def _by_place(lines: Iterable[tuple[Line, Decimal]]) -> dict[Place, Decimal]:
    sums: defaultdict[Place, Decimal] = defaultdict(lambda: ZERO)
    for line, quantity in lines:
        if line.product and line.warehouse:
            sums[line.product["id"], line.warehouse["id"]] += quantity
    return sums


def warehouse_holdings(
    office: Office, *, products: Sequence[Row], holdings: dict[Value, list[Row]], quantities: Quantities
) -> list[Row]:
    """The holding of each product in each warehouse. Its timestamp is that of the last movement (inferred)."""
    rows = []
    for product in products:
        for warehouse in holdings[product["id"]]:
            place = product["id"], warehouse["id"]
            in_stock = quantities.in_stock.get(place, ZERO)
            made = office.master("warehouse_holdings")
            rows.append(
                blank(
                    "warehouse_holdings",
                    **made | {"date_time_updated": quantities.moved.get(place, made["date_time_updated"])},
                    **levels(in_stock=in_stock, allocated=quantities.allocated.get(place, ZERO)),
                    warehouse_id=warehouse["id"],
                    product_id=product["id"],
                    reorder_level=REORDER_LEVEL,
                    minimum_level=REORDER_LEVEL / 2,
                    maximum_level=REORDER_LEVEL * 20,
                    quantity_on_order=quantities.on_order.get(place, ZERO),
                    warehouse_name=warehouse["name"],
                )
            )
    return rows


def in_stock(products: Iterable[Row], warehouse_holdings: Iterable[Row]) -> list[Row]:
    """The products with their free stock: the stock of their holdings that is not allocated."""
    free: defaultdict[Value, Decimal] = defaultdict(lambda: ZERO)
    for row in warehouse_holdings:
        free[row["product_id"]] += typed(row, "free_stock_available", Decimal)
    return [product | scaled("products", {"free_stock_quantity": free[product["id"]]}) for product in products]
