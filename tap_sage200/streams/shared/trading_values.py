"""The columns that trade totals of customers and suppliers share."""

from __future__ import annotations

from tap_sage200.streams.columns import Column, analysis_codes, money, text, timestamp, whole


def traded_values(prefix: str) -> tuple[Column, ...]:
    """Make the columns of the totals of a period (`period_value`) or a year (`year_value`)."""
    span = prefix.removesuffix("_value")
    return (
        money(
            f"{prefix}_total_invoice_value_to_date",
            f"Total of this {span} only, despite the column's name (inferred). In the account's currency.",
        ),
        money(f"{prefix}_total_credit_note_value_to_date"),
        money(f"{prefix}_total_cash_value_to_date", "Receipts from the customer, or payments to the supplier."),
        money(
            f"{prefix}_total_profit_value_to_date", "Meaningful for customers only. Sage also sends it for suppliers."
        ),
        money(f"{prefix}_total_invoice_value_to_date_in_base"),
        money(f"{prefix}_total_cred_note_value_to_date_in_base"),
        money(f"{prefix}_total_cash_value_to_date_in_base"),
        money(f"{prefix}_total_profit_value_to_date_in_base"),
        money(
            f"{prefix}_exchange_rate_gain_or_loss",
            "An amount with decimals, although Sage documents a whole number.",
        ),
        money(f"{prefix}_total_finance_charges_applied"),
        timestamp(f"{prefix}_date_time_updated"),
    )


def trader_names(prefix: str) -> tuple[Column, ...]:
    """Make the columns for the reference, name and analysis codes of the customer or supplier."""
    return (
        text(f"{prefix}_reference"),
        text(f"{prefix}_name"),
        *analysis_codes(f"{prefix}_", slots=5),
    )


def analysis_period(prefix: str) -> tuple[Column, ...]:
    """Make the columns of the period of the totals."""
    return (
        whole(f"{prefix}_analysis_period_id", "Key of the period. No table has these periods."),
        text("analysis_period_reference"),
        timestamp("analysis_period_start_date"),
        timestamp("analysis_period_end_date"),
    )


FINANCIAL_YEAR: tuple[Column, ...] = (
    whole("financial_year_id", "Matches the same column of `financial_year_period_views`."),
    timestamp("financial_year_start_date"),
    timestamp("financial_year_end_date"),
    whole("year_relative_to_current_year", "0 is the current year, -1 the previous year (documented)."),
    whole("number_of_periods_in_year"),
)
