"""The items of a posting, the same in every ledger."""

from __future__ import annotations

from tap_sage200.streams.columns import AUDIT, NOMINAL_NUMBER, Column, enum, flag, money, rate, text, timestamp, whole
from tap_sage200.streams.shared.named_values import LEDGER_TYPES, TRADER_TRANSACTION_TYPES

TAX_ANALYSIS_ITEM: tuple[Column, ...] = (
    whole(
        "id",
        "Key of the item or of its tax code. Sage does not document which, so it is not part of the primary key.",
    ),
    whole("code", "Number of the tax code; matches `tax_codes.code`."),
    text("name", "Name of the tax code."),
    enum("entry_type", "Type of tax: on sales, on purchases and others; a value of `tax_account_entry_types`."),
    money("goods_amount", "Amount on which the tax is calculated."),
    money("tax_amount"),
    money("tax_discount_amount", "Tax reduction if the settlement discount is taken (inferred)."),
)

NOMINAL_ANALYSIS_ITEM: tuple[Column, ...] = (
    text("code", NOMINAL_NUMBER),
    text("cost_centre"),
    text("department"),
    text("name", "Name of the nominal account."),
    enum("location", "Where the nominal entry is kept; a value of `nominal_account_entry_location_types` (inferred)."),
    text("reference"),
    text("narrative"),
    money("value", "In the currency of the transaction (inferred)."),
    money("base_value", "In the base currency."),
    text("transaction_analysis_code"),
    text("source", "Sage module that the row comes from."),
)

BANK_ITEM: tuple[Column, ...] = (
    text("bank_code", "Matches `banks.code`."),
    text("name", "Name of the bank account."),
    enum("bank_entry_type", "Type of bank transaction: payment, receipt and others; a value of `bank_entry_types`."),
    text("reference"),
    money("cheque_value", "In the currency of the cheque (inferred)."),
    timestamp("statement_date", "Date of the bank statement on which the transaction was reconciled."),
    whole("statement_page_number"),
    whole("urn", "Unique reference number (URN), shared by all transactions of one posting (inferred)."),
)

TRADE_ITEM: tuple[Column, ...] = (
    text("account_number", "Reference of the customer or supplier."),
    text("account_name"),
    enum("trading_entry_type", "Type of transaction: invoice, receipt and others."),
    text("entry_type_string", "Label of the type, as shown to users."),
    text("reference"),
    money("gross_value"),
    money("tax_value"),
    timestamp("transaction_date"),
    whole("urn", "Unique reference number (URN), shared by all transactions of one posting (inferred)."),
)

ALLOCATION_SESSION_ITEM: tuple[Column, ...] = (
    text("user_name", "User who made the allocation."),
    enum("ledger_type", values=LEDGER_TYPES),
    whole("urn", "Unique reference number (URN) of the other transaction (inferred)."),
    timestamp("allocation_date"),
    enum(
        "trader_transaction_type",
        "Type of the other transaction: invoice, receipt and others.",
        values=TRADER_TRANSACTION_TYPES,
    ),
    text("reference"),
    money("value", "Value of the other transaction (inferred)."),
    money("allocation_value"),
)

ALLOCATION_HISTORY_ITEM: tuple[Column, ...] = (
    enum("trading_revaluation_allocation_entry_type", "Allocation or revaluation."),
    timestamp("entry_date"),
    money("allocation_value"),
    flag("nominal_updated", "Whether the row is posted to the nominal ledger."),
    rate("exchange_rate"),
    money("exchange_gain_loss", "In the base currency (inferred)."),
    *AUDIT,
)
