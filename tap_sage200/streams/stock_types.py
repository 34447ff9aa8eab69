"""Stock control: the fixed lists behind warehouses, moves of goods, traced units and stocktakes."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import FIXED_LIST, table


class DiscrepancyStatusTypes(ResourceStream):
    """How a counted quantity compares with the recorded one (inferred)."""

    name = "discrepancy_status_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class EntrySourceTypes(ResourceStream):
    """What brought an entry into stock control (inferred)."""

    name = "entry_source_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class ProductTransactionGroupTypes(ResourceStream):
    """The groups that types of stock moves are gathered in (inferred)."""

    name = "product_transaction_group_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class ProductTransactionTypes(ResourceStream):
    """What a move of goods is: receipt, issue, transfer, adjustment and the like."""

    name = "product_transaction_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class SerialAllocatedToWhoTypes(ResourceStream):
    """What a traced unit is set aside for: an order, a build, internal use (inferred)."""

    name = "serial_allocated_to_who_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class SourceAreaTypes(ResourceStream):
    """The modules that a move of goods can come from."""

    name = "source_area_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class StocktakeSelectorValueTypes(ResourceStream):
    """How goods are picked for a stocktake by their value, such as the dearest (inferred)."""

    name = "stocktake_selector_value_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class StocktakeStatusTypes(ResourceStream):
    """How far a stocktake is: begun, counted, posted and the like (inferred)."""

    name = "stocktake_status_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class StocktakeTraceableTypes(ResourceStream):
    """Which goods a stocktake takes in: traced ones, others or all (inferred)."""

    name = "stocktake_traceable_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class StocktakeTypes(ResourceStream):
    """How a stocktake is done (inferred)."""

    name = "stocktake_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class TraceableIssueStatusTypes(ResourceStream):
    """Whether a traced unit is still there, set aside or gone (inferred)."""

    name = "traceable_issue_status_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class WarehouseTypes(ResourceStream):
    """What a warehouse is used for (inferred)."""

    name = "warehouse_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


STREAM_TYPES: tuple[type[ResourceStream], ...] = (
    DiscrepancyStatusTypes,
    EntrySourceTypes,
    ProductTransactionGroupTypes,
    ProductTransactionTypes,
    SerialAllocatedToWhoTypes,
    SourceAreaTypes,
    StocktakeSelectorValueTypes,
    StocktakeStatusTypes,
    StocktakeTraceableTypes,
    StocktakeTypes,
    TraceableIssueStatusTypes,
    WarehouseTypes,
)
