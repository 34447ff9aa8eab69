"""VAT rates, and the countries with their VAT number formats."""

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
    """A country, as used in addresses and tax numbers."""

    name = "country_codes"
    schema = table(
        identifier("id"),
        text("code", "Two letters, such as GB (seen)."),
        text("name"),
        flag(
            "eu_member",
            "Whether Sage treats the country as a member of the European Union; false for Great Britain (seen).",
        ),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class CountryCodeTaxMasks(NestedStream):
    """The format of VAT numbers in a country."""

    name = "country_code_tax_masks"
    introduced = "2020-09-16"
    parent_stream_type = CountryCodes
    expand = "tax_mask"
    key = ("country_code_id",)
    schema = table(
        parent_key("country_code_id", "country_codes"),
        parent_timestamp("country_code_date_time_updated"),
        whole("id", "Sage's own key of the format; whether countries share formats is not documented."),
        text("name", "Regular expression of the format (seen)."),
        *AUDIT,
    )


class TaxCodes(ResourceStream):
    """A VAT rate and its scope. Most tables refer to it by `id`; users and tax analysis items, by `code`."""

    name = "tax_codes"
    schema = table(
        identifier("id"),
        whole("code", "Code number, as shown to users, such as 1 for the standard rate."),
        text("name"),
        percent("tax_rate"),
        enum(
            "terms",
            "Type of foreign trade; `EcTermsNotApplicable` means none.",
            values=TAX_TERMS,
        ),
        text("terms_description"),
        *since(
            "2020-09-16",
            flag(
                "is_notional_acquisition_tax",
                "Whether reverse charge applies: VAT is due and reclaimed at the same time, and never paid out.",
            ),
        ),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )
