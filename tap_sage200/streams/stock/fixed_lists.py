"""The fixed lists of stock control.

The purpose of each list is inferred from its name and from the columns that hold its values.
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
    """Whether and when Sage generates batch or serial numbers."""

    name = "auto_generate_option_types"
    introduced = "2020-09-16"
    known_values = AUTO_GENERATE_OPTION_TYPES


class BomCostHeadingTypes(FixedList):
    """Type of a cost heading in bills of materials: labour, machines and others (inferred)."""

    name = "bom_cost_heading_types"
    introduced = "2021-07-26"


class BomItemTypes(FixedList):
    """Role of a product in bills of materials: component, built item and others."""

    name = "bom_item_types"
    introduced = "2020-09-16"
    known_values = BOM_ITEM_TYPES


class CostingMethodTypes(FixedList):
    """How issues are costed: first in first out, average, standard or actual cost."""

    name = "costing_method_types"
    introduced = "2020-09-16"
    known_values = COSTING_METHOD_TYPES


class DiscrepancyStatusTypes(FixedList):
    """Result of a comparison of the counted with the recorded quantity (inferred)."""

    name = "discrepancy_status_types"
    introduced = "2020-09-16"


class EntrySourceTypes(FixedList):
    """Origin of an entry in stock control (inferred)."""

    name = "entry_source_types"
    introduced = "2020-12-14"


class FulfilmentMethodTypes(FixedList):
    """How orders are fulfilled: from stock, through stock, or directly from supplier to customer."""

    name = "fulfilment_method_types"
    introduced = "2020-09-16"
    known_values = FULFILMENT_METHOD_TYPES


class FulfilmentSequenceTypes(FixedList):
    """Which bin is emptied first, such as the one with the highest priority."""

    name = "fulfilment_sequence_types"
    introduced = "2020-09-16"
    known_values = FULFILMENT_SEQUENCE_TYPES


class LabelPrintingOptionTypes(FixedList):
    """Whether labels are printed for received goods, and how many (inferred)."""

    name = "label_printing_option_types"
    introduced = "2020-09-16"
    known_values = LABEL_PRINTING_OPTION_TYPES


class LandedCostsTypes(FixedList):
    """How landed costs (freight, duty and similar) are added to a cost: not at all, by value or by unit."""

    name = "landed_costs_types"
    introduced = "2021-03-15"
    known_values = LANDED_COSTS_TYPES


class PricingSourceTypes(FixedList):
    """Price that a purchase order proposes, such as the last price paid.

    `LastBuyingPrice` has the id 0 (seen).
    """

    name = "pricing_source_types"
    introduced = "2021-03-15"
    known_values = PRICING_SOURCE_TYPES


class ProductSearchTypes(FixedList):
    """Field by which products are searched (inferred)."""

    name = "product_search_types"
    introduced = "2021-07-26"


class ProductStatusTypes(FixedList):
    """Whether a product can be traded: active, inactive and others."""

    name = "product_status_types"
    introduced = "2020-09-16"
    known_values = PRODUCT_STATUS_TYPES


class ProductTransactionGroupTypes(FixedList):
    """Group of stock movement types (inferred)."""

    name = "product_transaction_group_types"
    introduced = "2020-12-14"


class ProductTransactionTypes(FixedList):
    """Type of a stock movement: receipt, issue, transfer, adjustment and others."""

    name = "product_transaction_types"


class ProductTypes(FixedList):
    """Stocked goods, or services and other non-stock items.

    `EnumStockItemTypeStock` has the id 0 (seen).
    """

    name = "product_types"
    known_values = PRODUCT_TYPES


class SerialAllocatedToWhoTypes(FixedList):
    """What a batch or serial number is allocated to: an order, a build, internal use (inferred)."""

    name = "serial_allocated_to_who_types"
    introduced = "2021-07-26"


class SourceAreaTypes(FixedList):
    """Sage module that a stock movement comes from."""

    name = "source_area_types"
    introduced = "2020-12-14"


class StocktakeSelectorValueTypes(FixedList):
    """How goods are selected for a stocktake by value, such as the most expensive (inferred)."""

    name = "stocktake_selector_value_types"
    introduced = "2020-09-16"


class StocktakeStatusTypes(FixedList):
    """Progress of a stocktake: started, counted, posted and others (inferred)."""

    name = "stocktake_status_types"
    introduced = "2020-09-16"


class StocktakeTraceableTypes(FixedList):
    """Which goods a stocktake includes: traceable, others or all (inferred)."""

    name = "stocktake_traceable_types"
    introduced = "2020-09-16"


class StocktakeTypes(FixedList):
    """Method of a stocktake (inferred)."""

    name = "stocktake_types"
    introduced = "2020-09-16"


class TraceableIssueStatusTypes(FixedList):
    """Whether a batch or serial number is in stock, allocated or gone (inferred)."""

    name = "traceable_issue_status_types"
    introduced = "2020-09-16"


class TraceableTypes(FixedList):
    """How goods are traced: by batch, by serial number or not at all."""

    name = "traceable_types"
    introduced = "2020-09-16"
    known_values = TRACEABLE_TYPES


class UnitTypes(FixedList):
    """Use of a unit: stock, buying, selling or pricing (inferred)."""

    name = "unit_types"
    introduced = "2021-07-26"


class WarehouseTypes(FixedList):
    """Use of a warehouse (inferred)."""

    name = "warehouse_types"
