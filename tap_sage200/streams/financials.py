"""What all ledgers share: currencies, tax codes, financial years and the layouts of reports."""

from __future__ import annotations

from tap_sage200.client import Sage200Stream
from tap_sage200.streams.columns import (
    AUDIT,
    enum,
    flag,
    identifier,
    percent,
    rate,
    reference,
    table,
    text,
    timestamp,
    whole,
)


class Currencies(Sage200Stream):
    """A currency that accounts and documents may be kept in, with its present rate."""

    name = "currencies"
    schema = table(
        identifier("id"),
        reference("currency_iso_code_id", "currency_iso_codes"),
        text("name"),
        text("symbol"),
        flag("is_base_currency", "Whether the company keeps its books in it; true for one currency only."),
        flag("is_euro_currency"),
        rate("core_currency_rate", "Units for one of the base currency (inferred); base itself is 1 (seen)."),
        rate("euro_currency_rate", "Units for one euro (inferred)."),
        enum("exchange_rate_type", "Whether one rate holds until changed, or one a period, or both."),
        enum("exchange_rate_amendability_type", "Which transactions may depart from the rate kept here."),
        flag("use_for_new_accounts"),
        *AUDIT,
    )


class FinancialReportLayoutViews(Sage200Stream):
    """A report category on a row of a profit and loss account or balance sheet layout.

    A row that adds up several categories comes once for each of them. A heading has no category: Sage leaves
    the value out (inferred). As a key may not be null, the record then carries 0, which is how Sage writes a
    reference to nothing elsewhere.
    """

    name = "financial_report_layout_views"
    key = ("financial_report_layout_id", "financial_report_row_id", "nominal_account_report_category_id")
    stamps = ()
    created = None
    schema = table(
        reference("financial_report_layout_id", "document_layouts", key=True),
        identifier("financial_report_row_id"),
        identifier("nominal_account_report_category_id", "0 on a row without a category."),
        text("financial_report_layout_name"),
        text("financial_report_layout_account_report_type", "Profit and loss account or balance sheet."),
        whole("financial_report_row_report_row", "Position of the row from the top of the report."),
        text("financial_report_row_title"),
        enum("financial_report_row_line_type", "What the row is: heading, categories, total and the like."),
        enum("financial_report_row_layout_position_type", "Where on the page its figure stands."),
        enum("financial_report_row_layout_debit_or_credit_type", "Which balances it shows (inferred)."),
        whole("financial_report_row_subtotal_group"),
        *(whole(f"financial_report_row_group_break_{level}") for level in range(1, 10)),
        text("nominal_account_report_category_code"),
        text("nominal_account_report_category_description"),
    )


class FinancialYearPeriodViews(Sage200Stream):
    """An accounting period with the financial year it belongs to."""

    name = "financial_year_period_views"
    key = ("accounting_period_id",)
    stamps = ()
    created = None
    schema = table(
        identifier("accounting_period_id"),
        whole("period_number", "1 for the first period of its year."),
        timestamp("period_start_date"),
        timestamp("period_end_date", "Last day of the period."),
        whole("financial_year_id", "The same for all periods of a year."),
        timestamp("financial_year_start_date"),
        timestamp("financial_year_end_date"),
        whole("year_relative_to_current_year", "0 for the current year, -1 for the last (inferred)."),
        whole("number_of_periods_in_year"),
    )


class TaxCodes(Sage200Stream):
    """A rate of VAT and where it applies. Transactions name it by `id`, people by `code`."""

    name = "tax_codes"
    schema = table(
        identifier("id"),
        whole("code", "The number that people know the code by, such as 1 for the standard rate."),
        text("name"),
        percent("tax_rate"),
        enum("terms", "Kind of trade with other countries; the value for none is `EcTermsNotApplicable`."),
        text("terms_description"),
        flag("is_notional_acquisition_tax", "Reverse charge: due and reclaimed at once, never paid out."),
        *AUDIT,
    )


STREAM_TYPES: tuple[type[Sage200Stream], ...] = (
    Currencies,
    FinancialReportLayoutViews,
    FinancialYearPeriodViews,
    TaxCodes,
)
