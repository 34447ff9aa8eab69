"""Stock control: the fixed lists behind products, their units and their rules."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import Sage200Stream
from tap_sage200.streams.columns import FIXED_LIST, table


class AutoGenerateOptionTypes(Sage200Stream):
    """Whether and when Sage makes batch or serial numbers itself."""

    name = "auto_generate_option_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class BomCostHeadingTypes(Sage200Stream):
    """What a cost heading of a bill of materials stands for: labour, machines and the like (inferred)."""

    name = "bom_cost_heading_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class BomItemTypes(Sage200Stream):
    """What a product is in a bill of materials: component, built item and the like."""

    name = "bom_item_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class CostingMethodTypes(Sage200Stream):
    """How issues are costed: first in first out, average, standard or actual cost."""

    name = "costing_method_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class FulfilmentMethodTypes(Sage200Stream):
    """Whether orders are met from stock, through stock, or from supplier to customer."""

    name = "fulfilment_method_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class FulfilmentSequenceTypes(Sage200Stream):
    """Which bin is emptied first, such as the one of highest priority."""

    name = "fulfilment_sequence_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class LabelPrintingOptionTypes(Sage200Stream):
    """Whether labels are printed for received goods, and how many (inferred)."""

    name = "label_printing_option_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class LandedCostsTypes(Sage200Stream):
    """How freight, duty and the like are added to a cost: not at all, by value or by unit."""

    name = "landed_costs_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class PricingSourceTypes(Sage200Stream):
    """Which price a purchase order proposes, such as the last one paid."""

    name = "pricing_source_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class ProductSearchTypes(Sage200Stream):
    """By which of its fields a product is looked for (inferred)."""

    name = "product_search_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class ProductStatusTypes(Sage200Stream):
    """Whether a product may be traded: active, inactive and the like."""

    name = "product_status_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class ProductTypes(Sage200Stream):
    """Goods that are stocked, or services and other items that are not."""

    name = "product_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class TraceableTypes(Sage200Stream):
    """Whether units are followed by batch, by serial number or not at all."""

    name = "traceable_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class UnitTypes(Sage200Stream):
    """What a unit of a product serves for: stock, buying, selling or price (inferred)."""

    name = "unit_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


STREAM_TYPES: tuple[type[Sage200Stream], ...] = (
    AutoGenerateOptionTypes,
    BomCostHeadingTypes,
    BomItemTypes,
    CostingMethodTypes,
    FulfilmentMethodTypes,
    FulfilmentSequenceTypes,
    LabelPrintingOptionTypes,
    LandedCostsTypes,
    PricingSourceTypes,
    ProductSearchTypes,
    ProductStatusTypes,
    ProductTypes,
    TraceableTypes,
    UnitTypes,
)
