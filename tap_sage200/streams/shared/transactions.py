"""The columns that customer and supplier transactions share."""

from __future__ import annotations

from tap_sage200.streams.columns import Column, enum, flag, money, percent, rate, text, timestamp, whole
from tap_sage200.streams.shared.named_values import LEDGER_TYPES, TRADER_TRANSACTION_TYPES

_EXCHANGE_RATE = rate("exchange_rate", "Units of the account's currency per unit of the base currency (inferred).")

_URN = whole("urn", "Unique reference number (URN), shared by all transactions of one posting (inferred).")

_DATES: tuple[Column, ...] = (
    timestamp("transaction_date"),
    timestamp("posted_date"),
    timestamp("due_date"),
)

TRANSACTION_VALUES: tuple[Column, ...] = (
    money(
        "document_goods_value",
        "Net value in the account's currency; receipts from customers, payments to suppliers and credit notes are "
        "negative (inferred).",
    ),
    money("document_gross_value", "Goods and tax, in the account's currency; same sign as the goods value."),
    money("document_tax_value"),
    money("document_discount_value", "Settlement discount offered, in the account's currency (inferred)."),
    money("document_tax_discount_value", "Tax reduction if the settlement discount is taken (inferred)."),
    money("document_allocated_value", "Part of the gross value that is allocated to other transactions."),
    money("document_outstanding_value", "Part of the gross value that is not yet allocated; 0 once settled."),
    money("base_goods_value", "Net value in the base currency, at the transaction's own exchange rate."),
    money("base_gross_value", "In the base currency."),
    money("base_tax_value", "In the base currency."),
    money("base_discount_value", "In the base currency."),
    money("base_tax_discount_value", "In the base currency."),
    money("base_allocated_value", "In the base currency."),
)

TRANSACTION_VIEW: tuple[Column, ...] = (
    text("transaction_type"),
    enum("ledger_type", values=LEDGER_TYPES),
    text("status", "Allocation status (inferred)."),
    text("reference"),
    text("second_reference"),
    text("query"),
    *_DATES,
    *TRANSACTION_VALUES,
    money("base_outstanding_value"),
    _EXCHANGE_RATE,
    whole("discount_days"),
    flag("settled_immediately"),
    _URN,
    text("user_name"),
)

POSTED_TRANSACTION: tuple[Column, ...] = (
    enum(
        "trader_transaction_type",
        "Type of transaction: invoice, credit note, receipt, payment and others.",
        values=TRADER_TRANSACTION_TYPES,
    ),
    text("reference", "Document number; for payments and receipts, the cheque or transfer number."),
    text("second_reference"),
    text("queried", "Query flag of a disputed transaction; empty if there is no query (seen)."),
    timestamp("transaction_date", "Document date. Ageing and payment terms are calculated from it (inferred)."),
    timestamp("posted_date"),
    timestamp("due_date"),
    *TRANSACTION_VALUES,
    percent("discount_percent"),
    whole("discount_days", "Days from the transaction date during which the discount applies."),
    money("control_value_in_base_currency", "Value that remains in the control account (inferred)."),
    rate("exchange_rate", "Units of the account's currency per unit of the base currency (inferred)."),
    flag("settled_immediately"),
    whole("urn", "Unique reference number (URN), shared by all transactions of one posting (inferred)."),
    text("user_name"),
)

CURRENCY_AND_TIMESTAMP: tuple[Column, ...] = (
    text("currency_name"),
    text("currency_symbol"),
    timestamp("transaction_date_time_updated"),
)

TRANSACTION_ENQUIRY: tuple[Column, ...] = (
    enum(
        "trader_transaction_type",
        "Type of transaction: invoice, credit note, receipt, payment and others.",
        values=TRADER_TRANSACTION_TYPES,
    ),
    text("reference"),
    text("second_reference"),
    text("queried", "Query flag of a disputed transaction."),
    *_DATES,
    text("discount_days", "A number, but sent as text (documented)."),
    timestamp("discount_due_date", "Last day of the settlement discount (inferred)."),
    money(
        "document_gross_value",
        "Goods and tax, in the account's currency; receipts from customers, payments to suppliers and credit notes are "
        "negative (inferred).",
    ),
    money("document_discount_value"),
    money("document_discounted_value", "Gross value less the settlement discount (inferred)."),
    money("document_tax_discount_value"),
    money("document_allocated_value"),
    money("document_outstanding_value"),
    text("allocation_status"),
    text("memo_note_status", "Whether the transaction has memos (inferred)."),
    flag("has_documents", "Whether files are attached; the API does not return the files (documented)."),
    _EXCHANGE_RATE,
    flag("settled_immediately"),
    text("source", "Sage module that the row comes from."),
    _URN,
    text("user_name"),
)
