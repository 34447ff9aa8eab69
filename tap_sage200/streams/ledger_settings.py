"""How the company has set up its ledgers: one row each."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    Column,
    expanded,
    flag,
    identifier,
    money,
    percent,
    reference,
    table,
    text,
    whole,
)

_TRADERS: tuple[Column, ...] = (
    flag("allow_batch_processing", "Whether entries may wait in a batch before they are posted."),
    flag("allow_additional_trans_analysis"),
    flag("auto_generate_account_numbers"),
    whole("next_account_number"),
    reference("default_tax_code_id", "tax_codes"),
    flag("default_terms_agreed"),
    whole("default_payment_terms_days", "Days until payment is due, counted from `default_payment_terms_basis`."),
    text("default_payment_terms_basis", "What the days count from: the document's date or an end of month."),
    whole("early_settlement_discount_days"),
    percent("early_settlement_discount_percent"),
    flag("use_transaction_date_for_allocation", "Since 2023 R1."),
    flag("revalue_foreign_entries"),
    whole("keep_transactions_for", "Months after which settled entries may be archived (inferred)."),
    flag("archive_transaction_after_keeping", "Whether they are archived then, or deleted (inferred)."),
    whole("maximum_enquiry_transactions_to_display"),
    flag("show_outstanding_transactions"),
    whole("no_of_reporting_periods"),
    flag("use_account_periods_as_trading_periods", "If not, the ledger keeps a calendar of its own."),
)


class CashBookSettings(ResourceStream):
    """How the cash book is set up: one row, without a stamp."""

    name = "cash_book_settings"
    stamps = ()
    created = None
    schema = table(identifier("id"), reference("default_bank_account_id", "banks"))


class NominalLedgerSettings(ResourceStream):
    """How the nominal ledger is set up: one row."""

    name = "nominal_ledger_settings"
    schema = table(
        identifier("id"),
        flag("allow_additional_trans_analysis", "Whether entries may carry a transaction analysis code (inferred)."),
        flag("is_consolidation_enabled", "Whether its accounts are gathered in a parent company's books."),
        flag("use_expanded_budgets"),
        flag("keep_nominal_transactions"),
        whole("months_to_keep_transactions", "Months after which entries may be purged."),
        *AUDIT,
    )


class PurchaseLedgerSettings(ResourceStream):
    """How the purchase ledger is set up: one row."""

    name = "purchase_ledger_settings"
    schema = table(
        identifier("id"),
        *_TRADERS,
        flag("capture_additional_transaction_details"),
        flag("use_invoice_authorisation", "Whether an invoice waits for someone's consent before it is posted."),
        money("authorisation_threshold_value", "Value from which it does, in the base currency (inferred)."),
        flag("electronic_bank_payments"),
        flag("all_accounts_use_same_payment_method"),
        money("max_cheque_value", "In the base currency (inferred)."),
        *expanded(
            "organisation_supplier_payment_group",
            reference("organisation_supplier_payment_group_id", "payment_groups"),
        ),
        *AUDIT,
    )


class SalesLedgerSettings(ResourceStream):
    """How the sales ledger is set up: one row."""

    name = "sales_ledger_settings"
    schema = table(
        identifier("id"),
        *_TRADERS,
        text("statement_terms", "Which entries a statement shows."),
        text("statement_ageing_terms", "What the ages on a statement count from."),
        flag("copy_statements_for_head_offices"),
        flag("charge_interest_on_finance_charges", "Whether unpaid charges for paying late are charged on in turn."),
        whole("tax_recovery_period", "Months after which VAT on bad debts may be reclaimed (inferred)."),
        flag("use_card_processing"),
        *AUDIT,
    )


STREAM_TYPES: tuple[type[ResourceStream], ...] = (
    CashBookSettings,
    NominalLedgerSettings,
    PurchaseLedgerSettings,
    SalesLedgerSettings,
)
