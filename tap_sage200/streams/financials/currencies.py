"""Currencies, with their rates."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, enum, flag, identifier, rate, reference, since, since_each, table, text
from tap_sage200.streams.shared.named_values import EXCHANGE_RATE_AMENDABILITY_TYPES, EXCHANGE_RATE_TYPES


class Currencies(ResourceStream):
    """A currency that accounts and documents may be kept in, with its present rate."""

    name = "currencies"
    schema = table(
        identifier("id"),
        reference("currency_iso_code_id", "currency_iso_codes"),
        text("name"),
        text("symbol"),
        *since(
            "2016-02-05",
            flag("is_base_currency", "Whether the company keeps its books in it; true for one currency only."),
            flag("is_euro_currency"),
        ),
        rate("core_currency_rate", "Units for one of the base currency (inferred); base itself is 1 (seen)."),
        rate("euro_currency_rate", "Units for one euro (inferred)."),
        *since(
            "2020-09-16",
            enum(
                "exchange_rate_type",
                "Whether one rate holds until changed, or one a period, or both.",
                values=EXCHANGE_RATE_TYPES,
            ),
            enum(
                "exchange_rate_amendability_type",
                "Which transactions may depart from the rate kept here.",
                values=EXCHANGE_RATE_AMENDABILITY_TYPES,
            ),
            flag("use_for_new_accounts"),
        ),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class CurrencyIsoCodes(ResourceStream):
    """A currency of the ISO 4217 list, whether the company uses it or not."""

    name = "currency_iso_codes"
    schema = table(
        identifier("id"),
        text("code", "Three letters, such as EUR."),
        text("name"),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )
