"""What was traded with a customer or supplier in a period or a year, as Sage itself adds it up.

The values are sums that the ledgers keep beside the entries; they stay when the entries are archived (inferred).
"""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    Column,
    analysis_codes,
    identifier,
    money,
    reference,
    table,
    text,
    timestamp,
    whole,
)


def _values(prefix: str) -> tuple[Column, ...]:
    return (
        money(f"{prefix}_total_invoice_value_to_date", "Of the period or year alone (inferred), in its currency."),
        money(f"{prefix}_total_credit_note_value_to_date"),
        money(f"{prefix}_total_cash_value_to_date", "Money received from the customer, or paid to the supplier."),
        money(f"{prefix}_total_profit_value_to_date", "There for suppliers too, where it can hardly say anything."),
        money(f"{prefix}_total_invoice_value_to_date_in_base"),
        money(f"{prefix}_total_cred_note_value_to_date_in_base"),
        money(f"{prefix}_total_cash_value_to_date_in_base"),
        money(f"{prefix}_total_profit_value_to_date_in_base"),
        money(
            f"{prefix}_exchange_rate_gain_or_loss",
            "Documented as a whole number, which no amount is: fractions are taken as well.",
        ),
        money(f"{prefix}_total_finance_charges_applied"),
        timestamp(f"{prefix}_date_time_updated"),
    )


def _trader(prefix: str) -> tuple[Column, ...]:
    return (
        text(f"{prefix}_reference"),
        text(f"{prefix}_name"),
        *analysis_codes(f"{prefix}_", slots=5),
    )


def _period(prefix: str) -> tuple[Column, ...]:
    return (
        whole(f"{prefix}_analysis_period_id", "The period; there is no table of them."),
        text("analysis_period_reference"),
        timestamp("analysis_period_start_date"),
        timestamp("analysis_period_end_date"),
    )


_YEAR: tuple[Column, ...] = (
    whole("financial_year_id", "As in `financial_year_period_views`."),
    timestamp("financial_year_start_date"),
    timestamp("financial_year_end_date"),
    whole("year_relative_to_current_year", "0 for the current year, -1 for the last (inferred)."),
    whole("number_of_periods_in_year"),
)


class CustomerPeriodValueViews(ResourceStream):
    """What a customer bought and paid in one period. Its key is inferred."""

    name = "customer_period_value_views"
    key = ("customer_period_value_id",)
    stamps = ("period_value_date_time_updated",)
    created = None
    schema = table(
        identifier("customer_period_value_id"),
        reference("customer_id", "customers"),
        *_trader("customer"),
        *_period("customer"),
        *_values("period_value"),
    )


class CustomerYearValueViews(ResourceStream):
    """What a customer bought and paid in one financial year. Its key is inferred.

    Closing a year moves `year_relative_to_current_year`, which need not move the stamp (inferred).
    """

    name = "customer_year_value_views"
    key = ("customer_year_value_id",)
    stamps = ("year_value_date_time_updated",)
    created = None
    schema = table(
        identifier("customer_year_value_id"),
        reference("customer_id", "customers"),
        *_trader("customer"),
        *_YEAR,
        *_values("year_value"),
    )


class SupplierPeriodValueViews(ResourceStream):
    """What we bought from a supplier and paid in one period. Its key is inferred."""

    name = "supplier_period_value_views"
    key = ("supplier_period_value_id",)
    stamps = ("period_value_date_time_updated",)
    created = None
    schema = table(
        identifier("supplier_period_value_id"),
        reference("supplier_id", "suppliers"),
        *_trader("supplier"),
        *_period("supplier"),
        *_values("period_value"),
    )


class SupplierYearValueViews(ResourceStream):
    """What we bought from a supplier and paid in one financial year. Its key is inferred.

    Closing a year moves `year_relative_to_current_year`, which need not move the stamp (inferred).
    """

    name = "supplier_year_value_views"
    key = ("supplier_year_value_id",)
    stamps = ("year_value_date_time_updated",)
    created = None
    schema = table(
        identifier("supplier_year_value_id"),
        reference("supplier_id", "suppliers"),
        *_trader("supplier"),
        *_YEAR,
        *_values("year_value"),
    )


STREAM_TYPES: tuple[type[ResourceStream], ...] = (
    CustomerPeriodValueViews,
    CustomerYearValueViews,
    SupplierPeriodValueViews,
    SupplierYearValueViews,
)
