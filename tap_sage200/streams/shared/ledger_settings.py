"""The columns that the settings of the sales and the purchase ledger share."""

from __future__ import annotations

from tap_sage200.streams.columns import AUDIT, Column, flag, identifier, percent, reference, since, text, whole

AGEING_PERIOD: tuple[Column, ...] = (
    identifier("id"),
    whole(
        "days_period_starts_after",
        "Transactions older than this number of days are in this period, until the next one starts (inferred).",
    ),
    *AUDIT,
)

LEDGER_SETTINGS: tuple[Column, ...] = (
    flag("allow_batch_processing", "Whether users can enter several transactions in one batch (documented)."),
    flag("allow_additional_trans_analysis"),
    flag("auto_generate_account_numbers"),
    whole("next_account_number"),
    reference("default_tax_code_id", "tax_codes"),
    flag("default_terms_agreed"),
    whole("default_payment_terms_days", "Days until payment is due, counted from `default_payment_terms_basis`."),
    text("default_payment_terms_basis", "Basis of payment terms: document date or end of month."),
    whole("early_settlement_discount_days"),
    percent("early_settlement_discount_percent"),
    *since("2023-02-20", flag("use_transaction_date_for_allocation")),
    flag("revalue_foreign_entries"),
    whole(
        "keep_transactions_for",
        "Months after which fully allocated transactions can move to history; at most 36 (documented).",
    ),
    flag(
        "archive_transaction_after_keeping",
        "Whether transactions older than `keep_transactions_for` are archived; if not, they are deleted (inferred).",
    ),
    whole("maximum_enquiry_transactions_to_display"),
    flag("show_outstanding_transactions"),
    whole("no_of_reporting_periods"),
    *since("2021-07-26", flag("use_account_periods_as_trading_periods", "If false, the ledger has its own calendar.")),
)

OVERDUE_PERIOD: tuple[Column, ...] = (
    identifier("id"),
    whole(
        "days_period_starts_after",
        "Transactions overdue by more than this number of days are in this period (inferred).",
    ),
    *AUDIT,
)
