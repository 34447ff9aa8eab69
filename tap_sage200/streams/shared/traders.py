"""The columns that customers and suppliers, and the tables nested in them, have in common."""

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
    text("trading_terms", "The terms in words; the numbers beside it are what is reckoned with (inferred)."),
    flag("terms_agreed"),
    whole("payment_terms_days", "Days until payment is due, counted from `payment_terms_basis`."),
    enum(
        "payment_terms_basis",
        "What the days count from: the document's date or an end of month.",
        values=TRADER_PAYMENT_TERMS,
    ),
    percent("early_settlement_discount_percent"),
    whole("early_settlement_discount_days", "Days from the document's date in which it holds (inferred)."),
)

CREDIT_MEMO_NOTE: tuple[Column, ...] = (
    OWN_ID,
    text("note"),
    text("created_by", "Name of the user who wrote it."),
    *AUDIT,
)

CREDIT_CONTROL: tuple[Column, ...] = (
    flag("on_hold"),
    *since(
        "2020-09-16",
        text("status_reason", "Why the account is on hold, in a person's words (inferred)."),
        text("credit_reference"),
        reference("credit_bureau_id", "credit_bureaus"),
        reference("credit_position_id", "credit_positions"),
        timestamp("account_opened"),
        timestamp("application_date"),
        timestamp("date_received", "Day on which the application for credit came back (inferred)."),
        timestamp("last_credit_review"),
        timestamp("next_credit_review"),
    ),
)

TRADER_STATUS: tuple[Column, ...] = (
    flag("is_live", "What Sage means by live is not documented; an active account is (inferred)."),
    *AUDIT,
)
