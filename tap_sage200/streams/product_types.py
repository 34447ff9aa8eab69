"""Stock control: the fixed lists behind products, their units and their rules."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import FIXED_LIST, table


class AutoGenerateOptionTypes(ResourceStream):
    """Whether and when Sage makes batch or serial numbers itself."""

    name = "auto_generate_option_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class BomCostHeadingTypes(ResourceStream):
    """What a cost heading of a bill of materials stands for: labour, machines and the like (inferred)."""

    name = "bom_cost_heading_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class BomItemTypes(ResourceStream):
    """What a product is in a bill of materials: component, built item and the like."""

    name = "bom_item_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class CostingMethodTypes(ResourceStream):
    """How issues are costed: first in first out, average, standard or actual cost."""

    name = "costing_method_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class FulfilmentMethodTypes(ResourceStream):
    """Whether orders are met from stock, through stock, or from supplier to customer."""

    name = "fulfilment_method_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class FulfilmentSequenceTypes(ResourceStream):
    """Which bin is emptied first, such as the one of highest priority."""

    name = "fulfilment_sequence_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class LabelPrintingOptionTypes(ResourceStream):
    """Whether labels are printed for received goods, and how many (inferred)."""

    name = "label_printing_option_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class LandedCostsTypes(ResourceStream):
    """How freight, duty and the like are added to a cost: not at all, by value or by unit."""

    name = "landed_costs_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class PricingSourceTypes(ResourceStream):
    """Which price a purchase order proposes, such as the last one paid."""

    name = "pricing_source_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class ProductSearchTypes(ResourceStream):
    """By which of its fields a product is looked for (inferred)."""

    name = "product_search_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class ProductStatusTypes(ResourceStream):
    """Whether a product may be traded: active, inactive and the like."""

    name = "product_status_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class ProductTypes(ResourceStream):
    """Goods that are stocked, or services and other items that are not."""

    name = "product_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class TraceableTypes(ResourceStream):
    """Whether units are followed by batch, by serial number or not at all."""

    name = "traceable_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class UnitTypes(ResourceStream):
    """What a unit of a product serves for: stock, buying, selling or price (inferred)."""

    name = "unit_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


STREAM_TYPES: tuple[type[ResourceStream], ...] = (
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
