"""The company: its site, details, address and couriers."""

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
    """The details of the company, as shown on documents and to the tax authority."""

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
        *since(
            "2019-08-01",
            text("eori_number", "Customs registration number (EORI), in the United Kingdom and the European Union."),
        ),
        *since(
            "2015-10-30",
            whole("years_accounts_held_for", "Number of years with nominal data, at most six (documented)."),
        ),
        *since(
            "2021-07-26",
            flag("is_supplier_payments_enabled", "Whether a connected bank service may pay suppliers (inferred)."),
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
    """The address of the company."""

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
    """A courier that delivers despatches."""

    name = "couriers"
    introduced = "2022-08-22"
    schema = table(
        identifier("id"),
        text("name"),
        text("website"),
        text("tracking_url", "URL for tracking a consignment."),
        flag("is_default"),
        *AUDIT,
    )


class Sites(ResourceStream):
    """A company that the user can read, and its site. Site and company form the primary key."""

    name = "sites"
    of_company = False
    key = ()
    timestamps = ()
    created = None
    schema = table(
        text("company_name"),
        text("site_name"),
        text("site_short_name"),
        *since("2020-09-16", whole("tenant_id", "Number of the tenant that owns the site (inferred).")),
    )
