"""VAT rates, and the countries whose tax rules hold."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    enum,
    flag,
    identifier,
    parent_key,
    parent_timestamp,
    percent,
    since,
    since_each,
    table,
    text,
    whole,
)
from tap_sage200.streams.shared.named_values import TAX_TERMS


class CountryCodes(ResourceStream):
    """A country, as addresses and tax numbers name it."""

    name = "country_codes"
    schema = table(
        identifier("id"),
        text("code", "Two letters, such as GB (seen)."),
        text("name"),
        flag("eu_member", "Whether Sage counts it as in the European Union; Great Britain is not (seen)."),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class CountryCodeTaxMasks(NestedStream):
    """The pattern that VAT numbers of a country have."""

    name = "country_code_tax_masks"
    introduced = "2020-09-16"
    parent_stream_type = CountryCodes
    expand = "tax_mask"
    key = ("country_code_id",)
    schema = table(
        parent_key("country_code_id", "country_codes"),
        parent_timestamp("country_code_date_time_updated"),
        whole("id", "Sage's own key of the pattern; whether countries share one is not documented."),
        text("name", "The pattern itself, a regular expression (seen)."),
        *AUDIT,
    )


class TaxCodes(ResourceStream):
    """A rate of VAT and where it applies. Transactions name it by `id`, people by `code`."""

    name = "tax_codes"
    schema = table(
        identifier("id"),
        whole("code", "The number that people know the code by, such as 1 for the standard rate."),
        text("name"),
        percent("tax_rate"),
        enum(
            "terms",
            "Kind of trade with other countries; the value for none is `EcTermsNotApplicable`.",
            values=TAX_TERMS,
        ),
        text("terms_description"),
        *since(
            "2020-09-16",
            flag("is_notional_acquisition_tax", "Reverse charge: due and reclaimed at once, never paid out."),
        ),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )
