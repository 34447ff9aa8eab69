"""The columns that sums of trade with customers and with suppliers have in common."""

from __future__ import annotations

from tap_sage200.streams.columns import Column, analysis_codes, money, text, timestamp, whole


def traded_values(prefix: str) -> tuple[Column, ...]:
    """Make the sums of a period or of a year."""
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


def trader_names(prefix: str) -> tuple[Column, ...]:
    """Make the reference, name and analysis codes of the customer or supplier."""
    return (
        text(f"{prefix}_reference"),
        text(f"{prefix}_name"),
        *analysis_codes(f"{prefix}_", slots=5),
    )


def analysis_period(prefix: str) -> tuple[Column, ...]:
    """Make the period that the sums are of."""
    return (
        whole(f"{prefix}_analysis_period_id", "The period; there is no table of them."),
        text("analysis_period_reference"),
        timestamp("analysis_period_start_date"),
        timestamp("analysis_period_end_date"),
    )


FINANCIAL_YEAR: tuple[Column, ...] = (
    whole("financial_year_id", "As in `financial_year_period_views`."),
    timestamp("financial_year_start_date"),
    timestamp("financial_year_end_date"),
    whole("year_relative_to_current_year", "0 for the current year, -1 for the last (documented)."),
    whole("number_of_periods_in_year"),
)
