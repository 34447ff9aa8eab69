"""The fixed lists of stock control: what the values of its columns mean.

What each is for is inferred from its name and from the columns with its values.
"""

from __future__ import annotations

from tap_sage200.streams.fixed_list import FixedList
from tap_sage200.streams.shared.named_values import (
    AUTO_GENERATE_OPTION_TYPES,
    BOM_ITEM_TYPES,
    COSTING_METHOD_TYPES,
    FULFILMENT_METHOD_TYPES,
    FULFILMENT_SEQUENCE_TYPES,
    LABEL_PRINTING_OPTION_TYPES,
    LANDED_COSTS_TYPES,
    PRICING_SOURCE_TYPES,
    PRODUCT_STATUS_TYPES,
    PRODUCT_TYPES,
    TRACEABLE_TYPES,
)


class AutoGenerateOptionTypes(FixedList):
    """Whether and when Sage makes batch or serial numbers itself."""

    name = "auto_generate_option_types"
    introduced = "2020-09-16"
    known_values = AUTO_GENERATE_OPTION_TYPES


class BomCostHeadingTypes(FixedList):
    """What a cost heading of a bill of materials stands for: labour, machines and the like (inferred)."""

    name = "bom_cost_heading_types"
    introduced = "2021-07-26"


class BomItemTypes(FixedList):
    """What a product is in a bill of materials: component, built item and the like."""

    name = "bom_item_types"
    introduced = "2020-09-16"
    known_values = BOM_ITEM_TYPES


class CostingMethodTypes(FixedList):
    """How issues are costed: first in first out, average, standard or actual cost."""

    name = "costing_method_types"
    introduced = "2020-09-16"
    known_values = COSTING_METHOD_TYPES


class DiscrepancyStatusTypes(FixedList):
    """How a counted quantity compares with the recorded one (inferred)."""

    name = "discrepancy_status_types"
    introduced = "2020-09-16"


class EntrySourceTypes(FixedList):
    """What brought an entry into stock control (inferred)."""

    name = "entry_source_types"
    introduced = "2020-12-14"


class FulfilmentMethodTypes(FixedList):
    """Whether orders are met from stock, through stock, or from supplier to customer."""

    name = "fulfilment_method_types"
    introduced = "2020-09-16"
    known_values = FULFILMENT_METHOD_TYPES


class FulfilmentSequenceTypes(FixedList):
    """Which bin is emptied first, such as the one of highest priority."""

    name = "fulfilment_sequence_types"
    introduced = "2020-09-16"
    known_values = FULFILMENT_SEQUENCE_TYPES


class LabelPrintingOptionTypes(FixedList):
    """Whether labels are printed for received goods, and how many (inferred)."""

    name = "label_printing_option_types"
    introduced = "2020-09-16"
    known_values = LABEL_PRINTING_OPTION_TYPES


class LandedCostsTypes(FixedList):
    """How freight, duty and the like are added to a cost: not at all, by value or by unit."""

    name = "landed_costs_types"
    introduced = "2021-03-15"
    known_values = LANDED_COSTS_TYPES


class PricingSourceTypes(FixedList):
    """Which price a purchase order proposes, such as the last one paid.

    The id of `LastBuyingPrice` is 0 (seen).
    """

    name = "pricing_source_types"
    introduced = "2021-03-15"
    known_values = PRICING_SOURCE_TYPES


class ProductSearchTypes(FixedList):
    """By which of its fields a product is looked for (inferred)."""

    name = "product_search_types"
    introduced = "2021-07-26"


class ProductStatusTypes(FixedList):
    """Whether a product may be traded: active, inactive and the like."""

    name = "product_status_types"
    introduced = "2020-09-16"
    known_values = PRODUCT_STATUS_TYPES


class ProductTransactionGroupTypes(FixedList):
    """The groups that types of stock moves are gathered in (inferred)."""

    name = "product_transaction_group_types"
    introduced = "2020-12-14"


class ProductTransactionTypes(FixedList):
    """What a move of goods is: receipt, issue, transfer, adjustment and the like."""

    name = "product_transaction_types"


class ProductTypes(FixedList):
    """Goods that are stocked, or services and other items that are not.

    The id of `EnumStockItemTypeStock` is 0 (seen).
    """

    name = "product_types"
    known_values = PRODUCT_TYPES


class SerialAllocatedToWhoTypes(FixedList):
    """What a traced unit is set aside for: an order, a build, internal use (inferred)."""

    name = "serial_allocated_to_who_types"
    introduced = "2021-07-26"


class SourceAreaTypes(FixedList):
    """The modules that a move of goods can come from."""

    name = "source_area_types"
    introduced = "2020-12-14"


class StocktakeSelectorValueTypes(FixedList):
    """How goods are picked for a stocktake by their value, such as the dearest (inferred)."""

    name = "stocktake_selector_value_types"
    introduced = "2020-09-16"


class StocktakeStatusTypes(FixedList):
    """How far a stocktake is: begun, counted, posted and the like (inferred)."""

    name = "stocktake_status_types"
    introduced = "2020-09-16"


class StocktakeTraceableTypes(FixedList):
    """Which goods a stocktake takes in: traced ones, others or all (inferred)."""

    name = "stocktake_traceable_types"
    introduced = "2020-09-16"


class StocktakeTypes(FixedList):
    """How a stocktake is done (inferred)."""

    name = "stocktake_types"
    introduced = "2020-09-16"


class TraceableIssueStatusTypes(FixedList):
    """Whether a traced unit is still there, set aside or gone (inferred)."""

    name = "traceable_issue_status_types"
    introduced = "2020-09-16"


class TraceableTypes(FixedList):
    """Whether units are followed by batch, by serial number or not at all."""

    name = "traceable_types"
    introduced = "2020-09-16"
    known_values = TRACEABLE_TYPES


class UnitTypes(FixedList):
    """What a unit of a product serves for: stock, buying, selling or price (inferred)."""

    name = "unit_types"
    introduced = "2021-07-26"


class WarehouseTypes(FixedList):
    """What a warehouse is used for (inferred)."""

    name = "warehouse_types"
