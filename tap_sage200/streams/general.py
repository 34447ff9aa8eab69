"""The company itself: which there are, their details, the e-mails that wait to be sent."""

from __future__ import annotations

from tap_sage200.client import Sage200Stream
from tap_sage200.streams.columns import AUDIT, flag, identifier, reference, table, text, whole


class CompanyDetails(Sage200Stream):
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
        text("eori_number", "Number for customs, in the United Kingdom and the European Union."),
        whole("years_accounts_held_for", "Financial years kept open for reading (inferred)."),
        flag("is_supplier_payments_enabled", "Whether the bank service may pay suppliers (inferred)."),
        *AUDIT,
    )


class PendingEmails(Sage200Stream):
    """An e-mail that Sage has made and not yet sent. Rows go when sent, so a table may be empty by rights."""

    name = "pending_emails"
    schema = table(
        identifier("id"),
        text("email_type", "What it carries, such as a statement or an order."),
        text("email_address"),
        text("email_subject"),
        text("email_body"),
        whole("user_number"),
        text("user_name"),
        *AUDIT,
    )


class Sites(Sage200Stream):
    """A company that this user may read, with the site that holds it; site and company are its whole key."""

    name = "sites"
    key = ()
    stamps = ()
    created = None
    schema = table(
        text("company_name"),
        text("site_name"),
        text("site_short_name"),
    )


STREAM_TYPES: tuple[type[Sage200Stream], ...] = (CompanyDetails, PendingEmails, Sites)
