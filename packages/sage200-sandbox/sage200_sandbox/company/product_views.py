"""Products as the views have them: with their group, their standard price and the sums of their holdings.

They show the end of the story; a day of work leaves them behind.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.fixed import id_of
from sage200_sandbox.company.products import STANDARD_BAND, UNIT
from sage200_sandbox.company.reading import by, total, typed
from sage200_sandbox.company.stock import DESPATCH
from sage200_sandbox.company.stocktakes import last_counts

if TYPE_CHECKING:
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_SAME = (
    *("id", "code", "name", "description", "manufacturer", "part_number", "allow_sales_order"),
    *("average_buying_price", "standard_cost", "sale_from_single_batch", "allow_duplicate_numbers"),
    *("uses_sell_by_date", "uses_use_by_date", "uses_alternative_ref", "record_nos_on_goods_received"),
    *("auto_generate_prefix", "auto_generate_next_number", "commodity_code", "weight", "shelf_life"),
    *("default_despatch_note_comment", "default_picking_list_comment", "free_stock_quantity"),
    *(f"analysis_code_{slot}" for slot in range(1, 21)),
)
_RENAMED = {
    "use_description_on_docs": "use_description_on_documents",
    "inactive_date": "inactivation_date",
    "suppress_net_mass": "suppress_mass_on_declaration",
    "stock_take_cycle_period": "stocktake_cycle_period",
    "status_type": "product_status_type",
    "traceable_type": "traceable_type",
    "label_printing_option_type": "label_printing_option_type",
    "auto_generate_option_type": "auto_generate_option_type",
    "fulfilment_method_type": "fulfilment_method_type",
    "fulfilment_sequence_type": "fulfilment_sequence_type",
    "shelf_life_type": "shelf_life_type",
}
_LISTS = {
    "status_type_id": ("product_status_types", "product_status_type"),
    "bom_item_type_id": ("bom_item_types", "bom_item_type"),
    "traceable_type_id": ("traceable_types", "traceable_type"),
    "label_printing_option_type_id": ("label_printing_option_types", "label_printing_option_type"),
    "auto_generate_option_type_id": ("auto_generate_option_types", "auto_generate_option_type"),
    "fulfilment_method_type_id": ("fulfilment_method_types", "fulfilment_method_type"),
    "fulfilment_sequence_type_id": ("fulfilment_sequence_types", "fulfilment_sequence_type"),
    "shelf_life_type_id": ("time_unit_types", "shelf_life_type"),
}
_SUMS = {
    "quantity_reserved": "quantity_reserved",
    "confirmed_quantity_in_stock": "confirmed_qty_in_stock",
    "unconfirmed_quantity_in_stock": "unconfirmed_qty_in_stock",
    "actual_quantity": "quantity_in_stock",
    "quantity_allocated_stock": "quantity_allocated_stock",
    "quantity_allocated_sop": "quantity_allocated_sop",
    "quantity_allocated_bom": "quantity_allocated_bom",
    "quantity_on_pop_order": "quantity_on_order",
    "reorder_level": "reorder_level",
}


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a view joins to a product, by the product's id; groups are by their own."""

    groups: dict[Value, Row]
    holdings: dict[Value, list[Row]]
    prices: dict[Value, Value]
    sold: dict[Value, datetime]


def tables(made: Tables) -> Tables:
    """The views and the short lists to choose from; `made` has the fixed lists and the stocktakes."""
    parts = _parts(made)
    return {
        "product_views": [_product_view(made, product, parts) for product in made["products"]],
        "lookup_products": [_lookup_product(made, product, parts) for product in made["products"]],
        "lookup_product_groups": [
            blank(
                "lookup_product_groups",
                id=group["id"],
                code=group["code"],
                description=group["description"],
                product_type_id=id_of(made, "product_types", group["product_type"]),
            )
            for group in made["product_groups"]
        ],
    }


def _parts(made: Tables) -> _Parts:
    holdings: defaultdict[Value, list[Row]] = defaultdict(list)
    for holding in made["warehouse_holdings"]:
        holdings[holding["product_id"]].append(holding)
    sold: dict[Value, datetime] = {}
    for movement in made["product_transaction_views"]:
        day = movement["transaction_date"]
        if movement["transaction_type_id"] == DESPATCH.type_id and isinstance(day, datetime):
            sold[movement["product_id"]] = max(day, sold.get(movement["product_id"], day))
    prices = {
        row["product_id"]: row["product_price_price"]
        for row in made["product_price_views"]
        if row["price_band_name"] == STANDARD_BAND
    }
    return _Parts(by(made["product_groups"], "id"), holdings, prices, sold)


def _product_view(made: Tables, product: Row, parts: _Parts) -> Row:
    group, holdings = parts.groups[product["product_group_id"]], parts.holdings[product["id"]]
    price = parts.prices[product["id"]]
    return blank(
        "product_views",
        **{name: product[name] for name in _SAME},
        **{name: product[source] for name, source in _RENAMED.items()},
        **{name: id_of(made, table, product[source]) for name, (table, source) in _LISTS.items()},
        **{name: total(typed(row, source, Decimal) for row in holdings) for name, source in _SUMS.items()},
        product_group_product_type_id=id_of(made, "product_types", group["product_type"]),
        product_group_product_type=group["product_type"],
        product_group_code=group["code"],
        product_group_description=group["description"],
        product_group_do_items_use_markup=group["do_items_use_markup"],
        product_group_costing_method_type_id=id_of(made, "costing_method_types", group["costing_method"]),
        product_group_costing_method_type=group["costing_method"],
        stock_multiple_of_base_unit=1,
        stock_unit_name=UNIT,
        base_unit_name=UNIT,
        this_is_the_standard_band=True,
        price=price,
        selling_price=price,
        sop_item_price=price,
        date_of_last_sale=parts.sold.get(product["id"]),
        date_of_last_stock_count=_last_count(made, holdings),
    )


def _last_count(made: Tables, holdings: list[Row]) -> datetime | None:
    """The last day on which any of the product's warehouses was counted."""
    counted = last_counts(made)
    days = (counted.get(str(holding["warehouse_name"])) for holding in holdings)
    return max((day for day in days if isinstance(day, datetime)), default=None)


def _lookup_product(made: Tables, product: Row, parts: _Parts) -> Row:
    group = parts.groups[product["product_group_id"]]
    same = ("id", "code", "name", "free_stock_quantity", "record_nos_on_goods_received", "allow_sales_order")
    return blank(
        "lookup_products",
        **{name: product[name] for name in same},
        product_status_id=id_of(made, "product_status_types", product["product_status_type"]),
        bom_item_type_id=id_of(made, "bom_item_types", product["bom_item_type"]),
        traceable_type_id=id_of(made, "traceable_types", product["traceable_type"]),
        this_is_the_sop_product_group=group["this_is_the_sop_product_group"],
        product_type_id=id_of(made, "product_types", group["product_type"]),
    )
