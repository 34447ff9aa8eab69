"""Currencies and their exchange rates."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, enum, flag, identifier, rate, reference, since, since_each, table, text
from tap_sage200.streams.shared.named_values import EXCHANGE_RATE_AMENDABILITY_TYPES, EXCHANGE_RATE_TYPES


class Currencies(ResourceStream):
    """A currency of accounts and documents, with its current exchange rate."""

    name = "currencies"
    schema = table(
        identifier("id"),
        reference("currency_iso_code_id", "currency_iso_codes"),
        text("name"),
        text("symbol"),
        *since(
            "2016-02-05",
            flag("is_base_currency", "Whether this is the base currency of the company; true for one currency only."),
            flag("is_euro_currency"),
        ),
        rate(
            "core_currency_rate",
            "Units of this currency per unit of the base currency (inferred); 1 for the base currency (seen).",
        ),
        rate("euro_currency_rate", "Units of this currency per euro (inferred)."),
        *since(
            "2020-09-16",
            enum(
                "exchange_rate_type",
                "Type of exchange rate: one rate until changed, one rate per period, or both.",
                values=EXCHANGE_RATE_TYPES,
            ),
            enum(
                "exchange_rate_amendability_type",
                "Which transactions may override the exchange rate of the currency.",
                values=EXCHANGE_RATE_AMENDABILITY_TYPES,
            ),
            flag("use_for_new_accounts"),
        ),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class CurrencyIsoCodes(ResourceStream):
    """A currency of ISO 4217, whether or not the company uses it."""

    name = "currency_iso_codes"
    schema = table(
        identifier("id"),
        text("code", "Three letters, such as EUR."),
        text("name"),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )
