"""The columns that the settings of the sales and of the purchase ledger have in common."""

from __future__ import annotations

from tap_sage200.streams.columns import AUDIT, Column, flag, identifier, percent, reference, since, text, whole

AGEING_PERIOD: tuple[Column, ...] = (
    identifier("id"),
    whole(
        "days_period_starts_after", "Age above which an entry is in this period, until the next one starts (inferred)."
    ),
    *AUDIT,
)

LEDGER_SETTINGS: tuple[Column, ...] = (
    flag("allow_batch_processing", "Whether several transactions may be entered at once (documented)."),
    flag("allow_additional_trans_analysis"),
    flag("auto_generate_account_numbers"),
    whole("next_account_number"),
    reference("default_tax_code_id", "tax_codes"),
    flag("default_terms_agreed"),
    whole("default_payment_terms_days", "Days until payment is due, counted from `default_payment_terms_basis`."),
    text("default_payment_terms_basis", "What the days count from: the document's date or an end of month."),
    whole("early_settlement_discount_days"),
    percent("early_settlement_discount_percent"),
    *since("2023-02-20", flag("use_transaction_date_for_allocation", "Since 2023 R1.")),
    flag("revalue_foreign_entries"),
    whole(
        "keep_transactions_for",
        "Months after which fully allocated entries may go to history; 36 at most (documented).",
    ),
    flag("archive_transaction_after_keeping", "Whether they are archived then, or deleted (inferred)."),
    whole("maximum_enquiry_transactions_to_display"),
    flag("show_outstanding_transactions"),
    whole("no_of_reporting_periods"),
    *since(
        "2021-07-26", flag("use_account_periods_as_trading_periods", "If not, the ledger keeps a calendar of its own.")
    ),
)

OVERDUE_PERIOD: tuple[Column, ...] = (
    identifier("id"),
    whole("days_period_starts_after", "Days past due above which an entry is in this period (inferred)."),
    *AUDIT,
)
