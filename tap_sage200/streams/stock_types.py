"""Stock control: the fixed lists behind warehouses, moves of goods, traced units and stocktakes."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import Sage200Stream
from tap_sage200.streams.columns import FIXED_LIST, table


class DiscrepancyStatusTypes(Sage200Stream):
    """How a counted quantity compares with the recorded one (inferred)."""

    name = "discrepancy_status_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class EntrySourceTypes(Sage200Stream):
    """What brought an entry into stock control (inferred)."""

    name = "entry_source_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class ProductTransactionGroupTypes(Sage200Stream):
    """The groups that types of stock moves are gathered in (inferred)."""

    name = "product_transaction_group_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class ProductTransactionTypes(Sage200Stream):
    """What a move of goods is: receipt, issue, transfer, adjustment and the like."""

    name = "product_transaction_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class SerialAllocatedToWhoTypes(Sage200Stream):
    """What a traced unit is set aside for: an order, a build, internal use (inferred)."""

    name = "serial_allocated_to_who_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class SourceAreaTypes(Sage200Stream):
    """The modules that a move of goods can come from."""

    name = "source_area_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class StocktakeSelectorValueTypes(Sage200Stream):
    """How goods are picked for a stocktake by their value, such as the dearest (inferred)."""

    name = "stocktake_selector_value_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class StocktakeStatusTypes(Sage200Stream):
    """How far a stocktake is: begun, counted, posted and the like (inferred)."""

    name = "stocktake_status_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class StocktakeTraceableTypes(Sage200Stream):
    """Which goods a stocktake takes in: traced ones, others or all (inferred)."""

    name = "stocktake_traceable_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class StocktakeTypes(Sage200Stream):
    """How a stocktake is done (inferred)."""

    name = "stocktake_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class TraceableIssueStatusTypes(Sage200Stream):
    """Whether a traced unit is still there, set aside or gone (inferred)."""

    name = "traceable_issue_status_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


class WarehouseTypes(Sage200Stream):
    """What a warehouse is used for (inferred)."""

    name = "warehouse_types"
    stamps = ()
    created = None
    schema = table(*FIXED_LIST)


STREAM_TYPES: tuple[type[Sage200Stream], ...] = (
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
