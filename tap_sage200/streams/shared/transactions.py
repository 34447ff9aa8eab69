"""The columns that the entries of customers' and of suppliers' accounts have in common."""

from __future__ import annotations

from tap_sage200.streams.columns import Column, enum, flag, money, percent, rate, text, timestamp, whole
from tap_sage200.streams.shared.named_values import LEDGER_TYPES, TRADER_TRANSACTION_TYPES

_EXCHANGE_RATE = rate("exchange_rate", "Units of the account's currency for one of the base currency (inferred).")

_URN = whole("urn", "Unique reference number, the same for all entries of one posting (inferred).")

_DATES: tuple[Column, ...] = (
    timestamp("transaction_date"),
    timestamp("posted_date"),
    timestamp("due_date"),
)

TRANSACTION_VALUES: tuple[Column, ...] = (
    money("document_goods_value", "Net, in the account's currency; money and credits negative (inferred)."),
    money("document_gross_value", "Goods and tax, in the account's currency; signed like the goods."),
    money("document_tax_value"),
    money("document_discount_value", "Settlement discount on offer, in the account's currency (inferred)."),
    money("document_tax_discount_value", "Tax that the settlement discount takes away (inferred)."),
    money("document_allocated_value", "Part of the gross matched with other entries of the account."),
    money("document_outstanding_value", "Part of the gross not yet matched; 0 once settled."),
    money("base_goods_value", "Net of tax, in the company's base currency at the entry's own rate."),
    money("base_gross_value"),
    money("base_tax_value"),
    money("base_discount_value"),
    money("base_tax_discount_value"),
    money("base_allocated_value"),
)

TRANSACTION_VIEW: tuple[Column, ...] = (
    text("transaction_type"),
    enum("ledger_type", values=LEDGER_TYPES),
    text("status", "How far it is allocated (inferred)."),
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
        "Invoice, credit note, receipt, payment and the like, by Sage's name.",
        values=TRADER_TRANSACTION_TYPES,
    ),
    text("reference", "Number of the document; of the cheque or transfer for money."),
    text("second_reference"),
    text("queried", "Mark of an entry in dispute; empty where nothing is queried (seen)."),
    timestamp("transaction_date", "Date of the document; ages and terms count from it (inferred)."),
    timestamp("posted_date"),
    timestamp("due_date"),
    *TRANSACTION_VALUES,
    percent("discount_percent"),
    whole("discount_days", "Days from the transaction date in which the discount holds."),
    money("control_value_in_base_currency", "What it still weighs in the control account (inferred)."),
    rate("exchange_rate", "Units of the account's currency for one of the base currency (inferred)."),
    flag("settled_immediately"),
    whole("urn", "Unique reference number, the same for all entries of one posting (inferred)."),
    text("user_name"),
)

CURRENCY_AND_STAMP: tuple[Column, ...] = (
    text("currency_name"),
    text("currency_symbol"),
    timestamp("transaction_date_time_updated"),
)

TRANSACTION_ENQUIRY: tuple[Column, ...] = (
    enum(
        "trader_transaction_type",
        "Invoice, credit note, receipt, payment and the like, by Sage's name.",
        values=TRADER_TRANSACTION_TYPES,
    ),
    text("reference"),
    text("second_reference"),
    text("queried", "Mark of an entry in dispute."),
    *_DATES,
    text("discount_days", "A number, though sent as text (documented)."),
    timestamp("discount_due_date", "Last day on which the settlement discount holds (inferred)."),
    money("document_gross_value", "Goods and tax, in the account's currency; money and credits negative (inferred)."),
    money("document_discount_value"),
    money("document_discounted_value", "Gross less the settlement discount (inferred)."),
    money("document_tax_discount_value"),
    money("document_allocated_value"),
    money("document_outstanding_value"),
    text("allocation_status"),
    text("memo_note_status", "Whether there are memos on it (inferred)."),
    flag("has_documents", "Whether files are attached; Sage does not give the files (documented)."),
    _EXCHANGE_RATE,
    flag("settled_immediately"),
    text("source", "The module that it was posted from."),
    _URN,
    text("user_name"),
)
