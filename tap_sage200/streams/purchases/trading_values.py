"""What was traded with a supplier in a period or a year, as Sage itself adds it up.

The values are sums that the ledger keeps beside the entries; they stay when the entries are archived (inferred).
"""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import identifier, reference, table
from tap_sage200.streams.shared.trading_values import FINANCIAL_YEAR, analysis_period, traded_values, trader_names


class SupplierPeriodValueViews(ResourceStream):
    """What we bought from a supplier and paid in one period. Its key is inferred."""

    name = "supplier_period_value_views"
    introduced = "2020-09-16"
    key = ("supplier_period_value_id",)
    timestamps = ("period_value_date_time_updated",)
    created = None
    schema = table(
        identifier("supplier_period_value_id"),
        reference("supplier_id", "suppliers"),
        *trader_names("supplier"),
        *analysis_period("supplier"),
        *traded_values("period_value"),
    )


class SupplierYearValueViews(ResourceStream):
    """What we bought from a supplier and paid in one financial year. Its key is inferred.

    Closing a year moves `year_relative_to_current_year`, which need not move the stamp (inferred).
    """

    name = "supplier_year_value_views"
    introduced = "2020-09-16"
    key = ("supplier_year_value_id",)
    timestamps = ("year_value_date_time_updated",)
    created = None
    schema = table(
        identifier("supplier_year_value_id"),
        reference("supplier_id", "suppliers"),
        *trader_names("supplier"),
        *FINANCIAL_YEAR,
        *traded_values("year_value"),
    )
