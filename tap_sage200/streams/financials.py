"""What all ledgers share: currencies, countries, tax codes, periods, credit, documents and their layouts."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
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


class CountryCodes(ResourceStream):
    """A country, as addresses and tax numbers name it."""

    name = "country_codes"
    schema = table(
        identifier("id"),
        text("code", "Two letters, such as GB (seen)."),
        text("name"),
        flag("eu_member", "Whether Sage counts it as in the European Union; Great Britain is not (seen)."),
        *AUDIT,
    )


class CreditBureaus(ResourceStream):
    """A firm that reports on the credit of customers and suppliers."""

    name = "credit_bureaus"
    schema = table(
        identifier("id"),
        text("name"),
        text("website"),
        text("checking_url", "Where a person looks an account up (inferred)."),
        flag("is_default"),
        *AUDIT,
    )


class CreditPositions(ResourceStream):
    """A standing that an account can have in credit control, in the company's own words."""

    name = "credit_positions"
    schema = table(identifier("id"), text("name"), flag("is_default"), *AUDIT)


class Currencies(ResourceStream):
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


class CurrencyIsoCodes(ResourceStream):
    """A currency of the ISO 4217 list, whether the company uses it or not."""

    name = "currency_iso_codes"
    schema = table(identifier("id"), text("code", "Three letters, such as EUR."), text("name"), *AUDIT)


class DocumentLayouts(ResourceStream):
    """A form that documents are printed or mailed with."""

    name = "document_layouts"
    schema = table(
        identifier("id"),
        reference("sys_document_type_id", "document_types", "What it prints (inferred)."),
        text("name"),
        text("layout", "The file of the layout (inferred)."),
        flag("is_default"),
        *AUDIT,
    )


class DocumentTypes(ResourceStream):
    """A kind of document that is sent to customers or suppliers, with the contact it goes to."""

    name = "document_types"
    schema = table(
        identifier("id"),
        text("value", "Name of the kind, as other tables carry it (inferred)."),
        text("description"),
        text("used_in_module"),
        flag("is_mandatory"),
        reference("trader_contact_role_id", "trader_contact_roles", "The role whose contact receives it."),
        *AUDIT,
    )


class FinancialReportLayoutViews(ResourceStream):
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


class FinancialYearPeriodViews(ResourceStream):
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


class TaxCodes(ResourceStream):
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


class TraderContactRoles(ResourceStream):
    """A part that a contact plays at a customer or supplier, such as the one who receives statements."""

    name = "trader_contact_roles"
    schema = table(
        identifier("id"),
        text("role"),
        flag("is_default_role"),
        flag("is_mandatory", "Whether each account needs a contact in it (inferred)."),
        flag("use_for_customer_accounts"),
        flag("use_for_supplier_accounts"),
        flag("use_with_documents", "Whether kinds of documents may be sent to it; see `document_types`."),
        *AUDIT,
    )


STREAM_TYPES: tuple[type[ResourceStream], ...] = (
    CountryCodes,
    CreditBureaus,
    CreditPositions,
    Currencies,
    CurrencyIsoCodes,
    DocumentLayouts,
    DocumentTypes,
    FinancialReportLayoutViews,
    FinancialYearPeriodViews,
    TaxCodes,
    TraderContactRoles,
)
