"""What the stocktakes count: the goods that were chosen, the sheets with the bins, and the numbers to look for.

The finished count found what was expected on its day; of the one that has begun nothing is entered yet. What was no
longer sold on the day of the count fails.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.bins import BIN
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.nested import nested, numbered
from sage200_sandbox.company.products import UNIT
from sage200_sandbox.company.reading import ZERO, by, pence, typed
from sage200_sandbox.company.repeating import grouped
from sage200_sandbox.company.stock import DESPATCH
from sage200_sandbox.company.stocktakes import is_done

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

ITEMS, SHEETS, NUMBERS, FAILED = (
    "stocktake_items",
    "stocktake_count_sheet_items",
    "stocktake_trace_count_sheet_items",
    "stocktake_failed_items",
)
_GROUPS = "stocktake_criteria_template_product_groups"
_DEAR_GROUPS = ("0004", "0005")


@dataclass(frozen=True, slots=True)
class Counted:
    """A bin that a stocktake counts: what is in it by the books on that day, and when some of it was last sold."""

    stocktake: Row
    product: Row
    group: Row
    holding: Row
    bin: Row
    quantity: Decimal
    last_sale: datetime | None


def tables(office: Office, made: Tables) -> Tables:
    """All of them; `made` has the stocktakes, the bins, and the batches and serial numbers."""
    counted = [one for stocktake in made["stocktakes"] for one in _counted(made, stocktake)]
    sheets = [_sheet(office, one) for one in counted]
    return {
        ITEMS: [_item(office, one) for one in counted],
        SHEETS: sheets,
        NUMBERS: list(_numbers(office, made, counted, sheets)),
        FAILED: [row for stocktake in made["stocktakes"] for row in _failed(made, stocktake)],
        _GROUPS: _groups(made),
    }


def _is_sold(product: Row, day: Value) -> bool:
    """Whether a product is still sold on a day."""
    end = product["inactivation_date"]
    return not (isinstance(end, datetime) and isinstance(day, datetime) and end <= day)


def _counted(made: Tables, stocktake: Row) -> Iterator[Counted]:
    products, groups = by(made["products"], "id"), by(made["product_groups"], "id")
    bins = by(made["bin_holdings"], "warehouse_holding_id")
    there, sold = _on(made, stocktake)
    for holding in _held(made, stocktake):
        product = products[holding["product_id"]]
        if _is_sold(product, stocktake["stocktake_date"]):
            yield Counted(
                stocktake,
                product,
                groups[product["product_group_id"]],
                holding,
                bins[holding["id"]],
                there[product["id"]],
                sold.get(product["id"]),
            )


def _held(made: Tables, stocktake: Row) -> list[Row]:
    return [row for row in made["warehouse_holdings"] if row["warehouse_id"] == stocktake["warehouse_id"]]


def _on(made: Tables, stocktake: Row) -> tuple[dict[Value, Decimal], dict[Value, datetime]]:
    """What was in the warehouse at the end of the stocktake's day, and when it was last sold there, by product."""
    there: defaultdict[Value, Decimal] = defaultdict(lambda: ZERO)
    sold: dict[Value, datetime] = {}
    until = date_in(stocktake, "stocktake_date")
    for movement in made["product_transaction_views"]:
        day = date_in(movement, "transaction_date")
        if movement["warehouse_name"] == stocktake["warehouse_name"] and day <= until:
            there[movement["product_id"]] += typed(movement, "quantity", Decimal)
            if movement["transaction_type_id"] == DESPATCH.type_id:
                sold[movement["product_id"]] = day
    return there, sold


def _shown(counted: Counted) -> Row:
    """What both the choice and the sheet show of a product and its bin."""
    return {
        "bin_name": counted.bin["name"],
        "item_code": counted.product["code"],
        "item_name": counted.product["name"],
        "stock_unit_name": UNIT,
        "traceable_type": counted.product["traceable_type"],
        "average_buying_price": counted.product["average_buying_price"],
        "allows_negative_stock": counted.group["can_levels_go_negative"],
    }


def _item(office: Office, counted: Counted) -> Row:
    """Goods that were chosen; no warehouse was counted before."""
    price = typed(counted.product, "average_buying_price", Decimal)
    return nested(
        ITEMS,
        counted.stocktake,
        **_shown(counted),
        stocktake_item_id=office.next_id(),
        warehouse_holding_id=counted.holding["id"],
        product_group_id=counted.group["id"],
        product_group_code=counted.group["code"],
        quantity_in_stock=counted.quantity,
        value_of_stock=pence(counted.quantity * price),
        stocktake_cycle_period=counted.product["stocktake_cycle_period"],
        date_of_last_sale=counted.last_sale,
        is_selected=True,
    )


def _sheet(office: Office, counted: Counted) -> Row:
    """A line of a sheet; what is on order and set aside is as it was when the last of them was printed."""
    done = is_done(counted.stocktake)
    waiting: Row = (
        {}
        if done
        else {
            "quantity_on_pop_order": counted.holding["quantity_on_order"],
            "quantity_allocated": counted.holding["quantity_allocated"],
        }
    )
    return nested(
        SHEETS,
        counted.stocktake,
        **_shown(counted),
        **waiting,
        id=office.next_id(),
        bin_item_id=counted.bin["id"],
        include_nos_on_count_sheets=counted.product["include_nos_on_count_sheets"],
        costing_method_type=counted.group["costing_method"],
        standard_cost=counted.product["standard_cost"],
        recorded_quantity_in_stock=counted.quantity,
        has_negative_quantity_in_stock=counted.quantity < 0,
        actual_quantity_entered=done,
        actual_quantity_in_stock=counted.quantity if done else ZERO,
        discrepancy_status="EnumDiscrepancyStatusNone",
    )


def _numbers(office: Office, made: Tables, counted: Sequence[Counted], sheets: Sequence[Row]) -> Iterator[Row]:
    """The batches and serial numbers that were in a bin on the day."""
    items = grouped(made["traceable_item_balances"], "bin_item_id")
    came, went = (grouped(made[f"traceable_item_{one}"], "traceable_item_id") for one in ("receipts", "issues"))
    for one, sheet in zip(counted, sheets, strict=True):
        day = date_in(one.stocktake, "stocktake_date")
        for item in items.get(one.bin["id"], []):
            id_ = item["traceable_item_id"]
            if _until(came.get(id_, []), day) > _until(went.get(id_, []), day):
                yield nested(NUMBERS, sheet, id=office.next_id(), identification_no=item["identification_no"])


def _until(history: Iterable[Row], day: datetime) -> Decimal:
    quantities = (
        typed(row, "received_issued_quantity", Decimal)
        for row in history
        if date_in(row, "received_issued_date") <= day
    )
    return sum(quantities, ZERO)


def _failed(made: Tables, stocktake: Row) -> list[Row]:
    """What was held but no longer sold."""
    held = {row["product_id"] for row in _held(made, stocktake)}
    gone = (
        product
        for product in made["products"]
        if product["id"] in held and not _is_sold(product, stocktake["stocktake_date"])
    )
    return numbered(FAILED, stocktake, ({"item_code": one["code"], "bin_name": BIN} for one in gone))


def _groups(made: Tables) -> list[Row]:
    """The first template is for the groups whose goods are dear, the other for whatever was sold."""
    return [
        nested(_GROUPS, made["stocktake_criteria_templates"][0], **group)
        for group in made["lookup_product_groups"]
        if group["code"] in _DEAR_GROUPS
    ]
