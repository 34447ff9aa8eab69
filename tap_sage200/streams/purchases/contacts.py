"""The people at suppliers, how they are reached, and what they are asked about."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, identifier, reference, table, text
from tap_sage200.streams.shared.contacts import CONTACT, CONTACT_ROLE, IS_DEFAULT, PHONE_NUMBER

_SUPPLIER_CONTACT = reference("supplier_contact_id", "supplier_contacts")


class SupplierContactRoles(ResourceStream):
    """What a contact of a supplier is responsible for; a contact may have several roles."""

    name = "supplier_contact_roles"
    schema = table(identifier("id"), _SUPPLIER_CONTACT, *CONTACT_ROLE, *AUDIT)


class SupplierContacts(ResourceStream):
    """A person, or a desk, at a supplier."""

    name = "supplier_contacts"
    schema = table(identifier("id"), reference("supplier_id", "suppliers"), *CONTACT, *AUDIT)


class SupplierEmails(ResourceStream):
    """An e-mail address of a contact of a supplier."""

    name = "supplier_emails"
    schema = table(identifier("id"), _SUPPLIER_CONTACT, text("email"), IS_DEFAULT, *AUDIT)


class SupplierFaxes(ResourceStream):
    """A fax number of a contact of a supplier."""

    name = "supplier_faxes"
    schema = table(identifier("id"), _SUPPLIER_CONTACT, *PHONE_NUMBER, *AUDIT)


class SupplierMobiles(ResourceStream):
    """A mobile number of a contact of a supplier."""

    name = "supplier_mobiles"
    schema = table(identifier("id"), _SUPPLIER_CONTACT, *PHONE_NUMBER, *AUDIT)


class SupplierTelephones(ResourceStream):
    """A telephone number of a contact of a supplier."""

    name = "supplier_telephones"
    schema = table(identifier("id"), _SUPPLIER_CONTACT, *PHONE_NUMBER, *AUDIT)


class SupplierWebsites(ResourceStream):
    """A web address of a contact of a supplier."""

    name = "supplier_websites"
    schema = table(identifier("id"), _SUPPLIER_CONTACT, text("website"), IS_DEFAULT, *AUDIT)
