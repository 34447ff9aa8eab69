"""Financial years and periods, and the layouts of financial reports."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import enum, identifier, table, text, timestamp, whole


class FinancialReportLayoutViews(ResourceStream):
    """A report category on a row of a profit and loss account or balance sheet layout.

    A row that totals several categories appears once per category. A heading has no category: Sage omits the value
    (inferred). The tap loads 0 instead, because a primary key must not be null. Sage also sends 0 for empty references
    in other tables.
    """

    name = "financial_report_layout_views"
    key = ("financial_report_layout_id", "financial_report_row_id", "nominal_account_report_category_id")
    timestamps = ()
    created = None
    schema = table(
        identifier("financial_report_layout_id", "The report layout; Sage has no table of layouts (documented)."),
        identifier("financial_report_row_id"),
        identifier("nominal_account_report_category_id", "0 for a row without a category."),
        text("financial_report_layout_name"),
        text("financial_report_layout_account_report_type", "Profit and loss account or balance sheet."),
        whole("financial_report_row_report_row", "Position of the row from the top of the report."),
        text("financial_report_row_title"),
        enum("financial_report_row_line_type", "Type of the row: heading, categories, total and others."),
        enum("financial_report_row_layout_position_type", "Position of the figure on the page."),
        enum("financial_report_row_layout_debit_or_credit_type", "Balances that the row shows (inferred)."),
        whole("financial_report_row_subtotal_group"),
        *(whole(f"financial_report_row_group_break_{level}") for level in range(1, 10)),
        text("nominal_account_report_category_code"),
        text("nominal_account_report_category_description"),
    )


class FinancialYearPeriodViews(ResourceStream):
    """An accounting period and its financial year."""

    name = "financial_year_period_views"
    key = ("accounting_period_id",)
    timestamps = ()
    created = None
    schema = table(
        identifier("accounting_period_id"),
        whole("period_number", "Number of the period within its year, from 1."),
        timestamp("period_start_date"),
        timestamp("period_end_date", "Last day of the period."),
        whole("financial_year_id", "Key of the financial year; the same for all its periods."),
        timestamp("financial_year_start_date"),
        timestamp("financial_year_end_date"),
        whole("year_relative_to_current_year", "0 is the current year, -1 the previous year (documented)."),
        whole("number_of_periods_in_year"),
    )
