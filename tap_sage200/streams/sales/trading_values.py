"""Trade with customers per period and per year, as totalled by Sage.

The ledger keeps these totals separately from the transactions. They remain when transactions are archived (inferred).
"""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import identifier, reference, table
from tap_sage200.streams.shared.trading_values import FINANCIAL_YEAR, analysis_period, traded_values, trader_names


class CustomerPeriodValueViews(ResourceStream):
    """Sales to a customer and payments from it in one period.

    The primary key is inferred.
    """

    name = "customer_period_value_views"
    introduced = "2020-09-16"
    key = ("customer_period_value_id",)
    timestamps = ("period_value_date_time_updated",)
    created = None
    schema = table(
        identifier("customer_period_value_id"),
        reference("customer_id", "customers"),
        *trader_names("customer"),
        *analysis_period("customer"),
        *traded_values("period_value"),
    )


class CustomerYearValueViews(ResourceStream):
    """Sales to a customer and payments from it in one financial year.

    The primary key is inferred.

    Closing a year changes `year_relative_to_current_year`, and might not update the timestamp (inferred).
    """

    name = "customer_year_value_views"
    introduced = "2020-09-16"
    key = ("customer_year_value_id",)
    timestamps = ("year_value_date_time_updated",)
    created = None
    schema = table(
        identifier("customer_year_value_id"),
        reference("customer_id", "customers"),
        *trader_names("customer"),
        *FINANCIAL_YEAR,
        *traded_values("year_value"),
    )
