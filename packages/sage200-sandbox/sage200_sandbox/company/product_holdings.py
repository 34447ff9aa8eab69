"""What is held of a product in all warehouses together, and of which receipts that is: what came first went first."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.nested import nested, numbered
from sage200_sandbox.company.product_figures import purchases, recent_quantities, sales
from sage200_sandbox.company.products import UNIT
from sage200_sandbox.company.reading import ZERO, total, typed
from sage200_sandbox.company.repeating import grouped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

HOLDINGS, PRICES, LAYERS = (
    "product_holdings",
    "product_holding_buying_prices",
    "product_holding_buying_price_movements",
)
_SUMS = ("quantity_in_stock", "quantity_allocated", "quantity_on_order")


def tables(made: Tables) -> Tables:
    """The three tables."""
    movements = grouped(made["product_transaction_views"], "product_id")
    holdings = grouped(made["warehouse_holdings"], "product_id")
    rows: Tables = {HOLDINGS: [], PRICES: [], LAYERS: []}
    for product in made["products"]:
        id_ = product["id"]
        for table, its in of_product(product, movements.get(id_, []), holdings.get(id_, [])).items():
            rows[table] += its
    return rows


def of_product(product: Row, movements: Iterable[Row], holdings: Iterable[Row]) -> Tables:
    """The rows of one product, in each of the tables."""
    moved, held = list(movements), list(holdings)
    holding = nested(
        HOLDINGS,
        product,
        average_buying_price=product["average_buying_price"],
        **{name: total(typed(row, name, Decimal) for row in held) for name in _SUMS},
        **recent_quantities("sold", sales(moved)),
        **recent_quantities("bought", purchases(moved)),
    )
    by_price: defaultdict[Value, list[tuple[Row, Decimal]]] = defaultdict(list)
    for movement, quantity in still_there(moved):
        by_price[movement["unit_cost_price"]].append((movement, quantity))
    prices = numbered(PRICES, holding, (_price(price, layers) for price, layers in by_price.items()))
    return {
        HOLDINGS: [holding],
        PRICES: prices,
        LAYERS: [
            row
            for price, layers in zip(prices, by_price.values(), strict=True)
            for row in numbered(LAYERS, price, (_layer(*one) for one in layers))
        ],
    }


def still_there(movements: Sequence[Row]) -> list[tuple[Row, Decimal]]:
    """What is left of each movement that brought goods, the oldest first; movements are in the order of time."""
    gone: defaultdict[Value, Decimal] = defaultdict(lambda: ZERO)
    for movement in movements:
        gone[movement["warehouse_name"]] -= min(typed(movement, "quantity", Decimal), ZERO)
    there = []
    for movement in movements:
        came, warehouse = typed(movement, "quantity", Decimal), movement["warehouse_name"]
        if came > 0:
            taken = min(came, gone[warehouse])
            gone[warehouse] -= taken
            if came > taken:
                there.append((movement, came - taken))
    return there


def _price(price: Value, layers: Sequence[tuple[Row, Decimal]]) -> Row:
    """A price at which goods were bought that are still there; all are invoiced, so the price is confirmed."""
    return {
        "buying_price": price,
        "stock_level": total(quantity for _, quantity in layers),
        "stock_unit_name": UNIT,
        "number_of_movements": len(layers),
        "is_buying_price_confirmed": True,
    }


def _layer(movement: Row, quantity: Decimal) -> Row:
    return {
        "quantity": quantity,
        "reference": movement["reference"],
        "second_reference": movement["second_reference"],
        "date": movement["transaction_date"],
        "warehouse_name": movement["warehouse_name"],
        "bin_item_name": movement["bin_name"],
        "stock_item_unit_name": UNIT,
    }
