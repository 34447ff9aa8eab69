"""The company itself: which there are, their details and address, and the couriers that they ship with."""

from __future__ import annotations

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import (
    AUDIT,
    OWN_ID,
    flag,
    identifier,
    parent_key,
    parent_timestamp,
    reference,
    since,
    since_each,
    table,
    text,
    whole,
)
from tap_sage200.streams.shared.addresses import ADDRESS


class CompanyDetails(ResourceStream):
    """The company as it presents itself on documents and to the tax office."""

    name = "company_details"
    schema = table(
        identifier("id"),
        text("name"),
        text("telephone"),
        text("fax"),
        text("email"),
        text("website"),
        reference("country_code_id", "country_codes"),
        text("tax_registration_number"),
        *since("2019-08-01", text("eori_number", "Number for customs, in the United Kingdom and the European Union.")),
        *since(
            "2015-10-30", whole("years_accounts_held_for", "Years that have nominal data, six at most (documented).")
        ),
        *since(
            "2021-07-26", flag("is_supplier_payments_enabled", "Whether the bank service may pay suppliers (inferred).")
        ),
        *since(
            "2023-02-20",
            flag(
                "is_academy", "Whether the company is an academy; newer releases may lack the column (both inferred)."
            ),
        ),
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class CompanyAddresses(NestedStream):
    """The company's own address."""

    name = "company_addresses"
    parent_stream_type = CompanyDetails
    expand = "address"
    key = ("company_detail_id",)
    schema = table(
        parent_key("company_detail_id", "company_details"),
        parent_timestamp("company_detail_date_time_updated"),
        OWN_ID,
        *ADDRESS,
        *AUDIT,
    )


class Couriers(ResourceStream):
    """A carrier that despatches go out with."""

    name = "couriers"
    introduced = "2022-08-22"
    schema = table(
        identifier("id"),
        text("name"),
        text("website"),
        text("tracking_url", "Where a consignment is followed."),
        flag("is_default"),
        *AUDIT,
    )


class Sites(ResourceStream):
    """A company that this user may read, with the site that holds it; site and company are its whole key."""

    name = "sites"
    of_company = False
    key = ()
    timestamps = ()
    created = None
    schema = table(
        text("company_name"),
        text("site_name"),
        text("site_short_name"),
        *since("2020-09-16", whole("tenant_id", "Number of the tenant that the site belongs to (inferred).")),
    )
