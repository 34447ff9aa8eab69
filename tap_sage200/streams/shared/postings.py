"""What a posting is made of, as Sage lists it alike in every ledger."""

from __future__ import annotations

from tap_sage200.streams.columns import AUDIT, Column, enum, flag, money, rate, text, timestamp, whole
from tap_sage200.streams.shared.named_values import LEDGER_TYPES, TRADER_TRANSACTION_TYPES

TAX_ANALYSIS_ITEM: tuple[Column, ...] = (
    whole(
        "id", "Whether it is the key of the item or of its tax code is not known, so that it is not part of the key."
    ),
    whole("code", "Number of the tax code, as in `tax_codes.code`."),
    text("name", "Name of the tax code."),
    enum("entry_type", "Whether it is tax on sales, on purchases and the like, as in `tax_account_entry_types`."),
    money("goods_amount", "What the tax was reckoned on."),
    money("tax_amount"),
    money("tax_discount_amount", "How much less tax is due if the discount for settling early is taken (inferred)."),
)

NOMINAL_ANALYSIS_ITEM: tuple[Column, ...] = (
    text("code", "Nominal account number, as in `nominal_codes.reference`."),
    text("cost_centre"),
    text("department"),
    text("name", "Name of the nominal account."),
    enum(
        "location", "Where the value waits or was posted to, as in `nominal_account_entry_location_types` (inferred)."
    ),
    text("reference"),
    text("narrative"),
    money("value", "In the currency of the posting (inferred)."),
    money("base_value", "In the base currency."),
    text("transaction_analysis_code"),
    text("source", "The module that it comes from."),
)

BANK_ITEM: tuple[Column, ...] = (
    text("bank_code", "As in `banks.code`."),
    text("name", "Name of the bank account."),
    enum("bank_entry_type", "Payment, receipt and the like, as in `bank_entry_types`."),
    text("reference"),
    money("cheque_value", "In the currency of the cheque (inferred)."),
    timestamp("statement_date", "Date of the bank statement that it was found on."),
    whole("statement_page_number"),
    whole("urn", "The unique reference number that all parts of a posting share."),
)

TRADE_ITEM: tuple[Column, ...] = (
    text("account_number", "Reference of the customer or supplier."),
    text("account_name"),
    enum("trading_entry_type", "Invoice, receipt and the like."),
    text("entry_type_string", "The same in words for people."),
    text("reference"),
    money("gross_value"),
    money("tax_value"),
    timestamp("transaction_date"),
    whole("urn", "The unique reference number that all parts of a posting share."),
)

ALLOCATION_SESSION_ITEM: tuple[Column, ...] = (
    text("user_name", "Who allocated it."),
    enum("ledger_type", values=LEDGER_TYPES),
    whole("urn", "The unique reference number of the other posting (inferred)."),
    timestamp("allocation_date"),
    enum(
        "trader_transaction_type",
        "What the other posting is: invoice, receipt and the like.",
        values=TRADER_TRANSACTION_TYPES,
    ),
    text("reference"),
    money("value", "Of the other posting (inferred)."),
    money("allocation_value", "How much of it was allocated."),
)

ALLOCATION_HISTORY_ITEM: tuple[Column, ...] = (
    enum("trading_revaluation_allocation_entry_type", "Whether it is an allocation or a revaluation."),
    timestamp("entry_date"),
    money("allocation_value"),
    flag("nominal_updated", "Whether it has reached the nominal ledger."),
    rate("exchange_rate"),
    money("exchange_gain_loss", "In the base currency (inferred)."),
    *AUDIT,
)
