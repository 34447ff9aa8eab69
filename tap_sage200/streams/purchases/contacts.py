"""The contacts of suppliers, with their contact details and roles."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, identifier, reference, since_each, table, text
from tap_sage200.streams.shared.contacts import CONTACT, CONTACT_ROLE, IS_DEFAULT, PHONE_NUMBER

_SUPPLIER_CONTACT = reference("supplier_contact_id", "supplier_contacts")


class SupplierContactRoles(ResourceStream):
    """A role of a contact at a supplier. A contact can have several roles."""

    name = "supplier_contact_roles"
    introduced = "2020-09-16"
    schema = table(identifier("id"), _SUPPLIER_CONTACT, *CONTACT_ROLE, *AUDIT)


class SupplierContacts(ResourceStream):
    """A contact at a supplier: a person or a department."""

    name = "supplier_contacts"
    schema = table(
        identifier("id"),
        reference("supplier_id", "suppliers"),
        *CONTACT,
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class SupplierEmails(ResourceStream):
    """An e-mail address of a contact of a supplier."""

    name = "supplier_emails"
    schema = table(
        identifier("id"),
        _SUPPLIER_CONTACT,
        text("email"),
        IS_DEFAULT,
        *since_each(AUDIT, date_time_created="2020-12-14"),
    )


class SupplierFaxes(ResourceStream):
    """A fax number of a contact of a supplier."""

    name = "supplier_faxes"
    schema = table(
        identifier("id"), _SUPPLIER_CONTACT, *PHONE_NUMBER, *since_each(AUDIT, date_time_created="2020-09-16")
    )


class SupplierMobiles(ResourceStream):
    """A mobile number of a contact of a supplier."""

    name = "supplier_mobiles"
    schema = table(
        identifier("id"), _SUPPLIER_CONTACT, *PHONE_NUMBER, *since_each(AUDIT, date_time_created="2020-09-16")
    )


class SupplierTelephones(ResourceStream):
    """A telephone number of a contact of a supplier."""

    name = "supplier_telephones"
    schema = table(
        identifier("id"), _SUPPLIER_CONTACT, *PHONE_NUMBER, *since_each(AUDIT, date_time_created="2020-09-16")
    )


class SupplierWebsites(ResourceStream):
    """A web address of a contact of a supplier."""

    name = "supplier_websites"
    schema = table(
        identifier("id"),
        _SUPPLIER_CONTACT,
        text("website"),
        IS_DEFAULT,
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )
