"""The columns that customers, suppliers and their nested tables share."""

from __future__ import annotations

from tap_sage200.streams.columns import (
    AUDIT,
    OWN_ID,
    Column,
    enum,
    flag,
    percent,
    reference,
    since,
    text,
    timestamp,
    whole,
)
from tap_sage200.streams.shared.named_values import TRADER_PAYMENT_TERMS

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
    text("trading_terms", "Terms as text; calculations use the numbers in the other columns (inferred)."),
    flag("terms_agreed"),
    whole("payment_terms_days", "Days until payment is due, counted from `payment_terms_basis`."),
    enum(
        "payment_terms_basis",
        "Basis of payment terms: document date or end of month.",
        values=TRADER_PAYMENT_TERMS,
    ),
    percent("early_settlement_discount_percent"),
    whole(
        "early_settlement_discount_days", "Days from the document date during which the discount applies (inferred)."
    ),
)

CREDIT_MEMO_NOTE: tuple[Column, ...] = (
    OWN_ID,
    text("note"),
    text("created_by", "Name of the user who wrote the note."),
    *AUDIT,
)

CREDIT_CONTROL: tuple[Column, ...] = (
    flag("on_hold"),
    *since(
        "2020-09-16",
        text("status_reason", "Reason why the account is on hold, written by a user (inferred)."),
        text("credit_reference"),
        reference("credit_bureau_id", "credit_bureaus"),
        reference("credit_position_id", "credit_positions"),
        timestamp("account_opened"),
        timestamp("application_date"),
        timestamp("date_received", "Date on which the credit application was returned (inferred)."),
        timestamp("last_credit_review"),
        timestamp("next_credit_review"),
    ),
)

TRADER_STATUS: tuple[Column, ...] = (
    flag("is_live", "Whether the account is live, which probably means active (inferred). Sage does not document it."),
    *AUDIT,
)
