"""How the people at customers and suppliers are reached, and what they are asked about.

A contact may have several numbers and addresses of each kind; one of each is the default, which the contact's own row
repeats.
"""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, Column, flag, identifier, reference, table, text

_CUSTOMER_CONTACT = reference("customer_contact_id", "customer_contacts")
_SUPPLIER_CONTACT = reference("supplier_contact_id", "supplier_contacts")

_DEFAULT = flag("is_default", "Whether this is the one of its kind that Sage proposes for the contact.")

_NUMBER: tuple[Column, ...] = (
    text("full_number", "Country, area and subscriber in one, as it is dialled (inferred)."),
    text("country_code", "Dialling code of the country, not its letters."),
    text("area_code"),
    text("subscriber_number"),
    _DEFAULT,
)

_ROLE: tuple[Column, ...] = (
    reference("trader_contact_role_id", "trader_contact_roles", "What the contact is asked about, such as accounts."),
    flag("is_preferred_contact_for_role", "Whether this contact goes before others of the account in the role."),
)


class CustomerContactRoles(ResourceStream):
    """What a contact of a customer is responsible for; a contact may have several roles."""

    name = "customer_contact_roles"
    schema = table(identifier("id"), _CUSTOMER_CONTACT, *_ROLE, *AUDIT)


class CustomerEmails(ResourceStream):
    """An e-mail address of a contact of a customer."""

    name = "customer_emails"
    schema = table(identifier("id"), _CUSTOMER_CONTACT, text("email"), _DEFAULT, *AUDIT)


class CustomerFaxes(ResourceStream):
    """A fax number of a contact of a customer."""

    name = "customer_faxes"
    schema = table(identifier("id"), _CUSTOMER_CONTACT, *_NUMBER, *AUDIT)


class CustomerMobiles(ResourceStream):
    """A mobile number of a contact of a customer."""

    name = "customer_mobiles"
    schema = table(identifier("id"), _CUSTOMER_CONTACT, *_NUMBER, *AUDIT)


class CustomerTelephones(ResourceStream):
    """A telephone number of a contact of a customer."""

    name = "customer_telephones"
    schema = table(identifier("id"), _CUSTOMER_CONTACT, *_NUMBER, *AUDIT)


class CustomerWebsites(ResourceStream):
    """A web address of a contact of a customer."""

    name = "customer_websites"
    schema = table(identifier("id"), _CUSTOMER_CONTACT, text("website"), _DEFAULT, *AUDIT)


class SupplierContactRoles(ResourceStream):
    """What a contact of a supplier is responsible for; a contact may have several roles."""

    name = "supplier_contact_roles"
    schema = table(identifier("id"), _SUPPLIER_CONTACT, *_ROLE, *AUDIT)


class SupplierEmails(ResourceStream):
    """An e-mail address of a contact of a supplier."""

    name = "supplier_emails"
    schema = table(identifier("id"), _SUPPLIER_CONTACT, text("email"), _DEFAULT, *AUDIT)


class SupplierFaxes(ResourceStream):
    """A fax number of a contact of a supplier."""

    name = "supplier_faxes"
    schema = table(identifier("id"), _SUPPLIER_CONTACT, *_NUMBER, *AUDIT)


class SupplierMobiles(ResourceStream):
    """A mobile number of a contact of a supplier."""

    name = "supplier_mobiles"
    schema = table(identifier("id"), _SUPPLIER_CONTACT, *_NUMBER, *AUDIT)


class SupplierTelephones(ResourceStream):
    """A telephone number of a contact of a supplier."""

    name = "supplier_telephones"
    schema = table(identifier("id"), _SUPPLIER_CONTACT, *_NUMBER, *AUDIT)


class SupplierWebsites(ResourceStream):
    """A web address of a contact of a supplier."""

    name = "supplier_websites"
    schema = table(identifier("id"), _SUPPLIER_CONTACT, text("website"), _DEFAULT, *AUDIT)


STREAM_TYPES: tuple[type[ResourceStream], ...] = (
    CustomerContactRoles,
    CustomerEmails,
    CustomerFaxes,
    CustomerMobiles,
    CustomerTelephones,
    CustomerWebsites,
    SupplierContactRoles,
    SupplierEmails,
    SupplierFaxes,
    SupplierMobiles,
    SupplierTelephones,
    SupplierWebsites,
)
