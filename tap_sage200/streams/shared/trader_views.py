"""The columns that Sage's views of customers and suppliers share."""

from __future__ import annotations

from tap_sage200.streams.columns import (
    ANALYSIS_CODES,
    AUDIT,
    Column,
    enum,
    flag,
    identifier,
    money,
    percent,
    reference,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.shared.named_values import ACCOUNT_STATUS_TYPES
from tap_sage200.streams.shared.traders import TELECOMS

ACCOUNT_NAMES: tuple[Column, ...] = (
    text("reference", "Account reference, unique in the ledger."),
    text("name"),
    text("short_name"),
)

ACCOUNT_VIEW: tuple[Column, ...] = (
    *ACCOUNT_NAMES,
    reference("account_type_id", "trader_account_types"),
    text("account_type", "Type of account: open item or balance forward."),
    reference("account_status_type_id", "account_status_types"),
    enum("account_status_type", values=ACCOUNT_STATUS_TYPES),
    flag("account_is_on_hold"),
    reference("currency_id", "currencies", "Currency of the account."),
    text("currency_name"),
    text("currency_symbol"),
    reference("currency_iso_code_id", "currency_iso_codes"),
    text("currency_iso_code"),
    text("currency_iso_code_name"),
    money(
        "balance",
        "In the account's currency. A customer's debt to us and our debt to a supplier are positive (inferred).",
    ),
    money("base_balance", "In the base currency."),
    money("credit_limit", "In the account's currency; the meaning of 0 is not documented."),
    flag("is_over_credit_limit"),
    timestamp("date_of_last_transaction"),
    timestamp("date_account_details_last_changed"),
    *TELECOMS,
    reference("country_code_id", "country_codes"),
    text("country_code"),
    text("vat_number"),
    reference("default_tax_rate_id", "tax_codes"),
    whole("default_tax_rate_code"),
    text("default_tax_rate_name"),
    percent("default_tax_rate", "Percentage, although documented as a whole number with two decimal places."),
    text("default_order_priority"),
    text("default_nominal_account_number", "Matches `nominal_codes.reference`."),
    text("default_nominal_cost_centre"),
    text("default_nominal_department"),
    text("trading_terms"),
    flag("terms_agreed"),
    whole("payment_terms_in_days"),
    reference("payment_terms_id", "trader_payment_terms"),
    text("payment_terms", "Basis of payment terms: document date or end of month."),
    percent("early_settlement_discount_percent"),
    whole("days_early_settlement_disc_applies"),
    text("credit_reference"),
    reference("credit_bureau_id", "credit_bureaus"),
    text("credit_bureau_name"),
    reference("credit_position_id", "credit_positions"),
    text("credit_position_name"),
    timestamp("account_opened"),
    timestamp("application_date"),
    timestamp("date_received", "Date on which the credit application was returned (inferred)."),
    timestamp("last_credit_review"),
    timestamp("next_credit_review"),
    whole("months_to_keep_transactions_for"),
    text("contact_name"),
    text("contact_first_name"),
    text("contact_middle_name"),
    text("contact_last_name"),
    text("contact_default_telephone_number"),
    text("contact_default_email_address"),
    *ANALYSIS_CODES,
    *AUDIT,
)


def trader_location(prefix: str) -> tuple[Column, ...]:
    """Make the columns of the customer's or supplier's address."""
    return (
        identifier(f"{prefix}_id", "Key of the address."),
        text(f"{prefix}_full_address", "All address lines in one text."),
        *(text(f"{prefix}_address_line_{line}") for line in range(1, 5)),
        text(f"{prefix}_city"),
        text(f"{prefix}_county"),
        text(f"{prefix}_post_code"),
        text(f"{prefix}_country"),
        reference(f"{prefix}_country_code_id", "country_codes", "Country whose tax rules apply (inferred)."),
        text(f"{prefix}_country_code"),
        text(f"{prefix}_country_code_name"),
        reference(f"{prefix}_address_country_code_id", "country_codes", "Country of the address."),
        text(f"{prefix}_address_country_code"),
        text(f"{prefix}_address_country_code_name"),
        timestamp(f"{prefix}_date_time_created"),
        timestamp(f"{prefix}_date_time_updated"),
    )
