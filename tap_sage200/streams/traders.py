"""The columns that customers and suppliers, and their contacts and transactions, have in common."""

from __future__ import annotations

from tap_sage200.streams.columns import Column, enum, flag, money, percent, rate, reference, text, timestamp, whole

TELECOMS: tuple[Column, ...] = (
    text("telephone_country_code", "Dialling code of the country, without a plus sign (seen)."),
    text("telephone_area_code"),
    text("telephone_subscriber_number"),
    text("fax_country_code"),
    text("fax_area_code"),
    text("fax_subscriber_number"),
    text("website"),
)

TERMS: tuple[Column, ...] = (
    text("trading_terms", "The terms in words; the numbers beside it are what is reckoned with (inferred)."),
    flag("terms_agreed"),
    whole("payment_terms_days", "Days until payment is due, counted from `payment_terms_basis`."),
    enum("payment_terms_basis", "What the days count from: the document's date or an end of month."),
    percent("early_settlement_discount_percent"),
    whole("early_settlement_discount_days", "Days from the document's date in which it holds (inferred)."),
)

CREDIT_CONTROL: tuple[Column, ...] = (
    flag("on_hold"),
    text("status_reason", "Why the account is on hold, in a person's words (inferred)."),
    text("credit_reference"),
    reference("credit_bureau_id", "credit_bureaus"),
    reference("credit_position_id", "credit_positions"),
    timestamp("account_opened"),
    timestamp("application_date"),
    timestamp("date_received", "Day on which the application for credit came back (inferred)."),
    timestamp("last_credit_review"),
    timestamp("next_credit_review"),
)

CONTACT: tuple[Column, ...] = (
    reference("salutation_id", "salutations"),
    text("name", "The whole name, salutation included (seen)."),
    text("first_name"),
    text("middle_name"),
    text("last_name"),
    text("default_telephone"),
    text("default_email"),
    flag("is_default", "Whether this is the one that Sage proposes among the account's contacts."),
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

POSTED_TRANSACTION: tuple[Column, ...] = (
    enum("trader_transaction_type", "Invoice, credit note, receipt, payment and the like, by Sage's name."),
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
