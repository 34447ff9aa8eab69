"""The contacts of customers, with their contact details and roles."""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import AUDIT, identifier, reference, since_each, table, text
from tap_sage200.streams.shared.contacts import CONTACT, CONTACT_ROLE, IS_DEFAULT, PHONE_NUMBER

_CUSTOMER_CONTACT = reference("customer_contact_id", "customer_contacts")


class CustomerContactRoles(ResourceStream):
    """A role of a contact at a customer. A contact can have several roles."""

    name = "customer_contact_roles"
    introduced = "2020-09-16"
    schema = table(identifier("id"), _CUSTOMER_CONTACT, *CONTACT_ROLE, *AUDIT)


class CustomerContacts(ResourceStream):
    """A contact at a customer: a person or a department."""

    name = "customer_contacts"
    schema = table(
        identifier("id"),
        reference("customer_id", "customers"),
        *CONTACT,
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class CustomerEmails(ResourceStream):
    """An e-mail address of a contact of a customer."""

    name = "customer_emails"
    schema = table(
        identifier("id"),
        _CUSTOMER_CONTACT,
        text("email"),
        IS_DEFAULT,
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )


class CustomerFaxes(ResourceStream):
    """A fax number of a contact of a customer."""

    name = "customer_faxes"
    schema = table(
        identifier("id"), _CUSTOMER_CONTACT, *PHONE_NUMBER, *since_each(AUDIT, date_time_created="2020-09-16")
    )


class CustomerMobiles(ResourceStream):
    """A mobile number of a contact of a customer."""

    name = "customer_mobiles"
    schema = table(
        identifier("id"), _CUSTOMER_CONTACT, *PHONE_NUMBER, *since_each(AUDIT, date_time_created="2020-09-16")
    )


class CustomerTelephones(ResourceStream):
    """A telephone number of a contact of a customer."""

    name = "customer_telephones"
    schema = table(
        identifier("id"), _CUSTOMER_CONTACT, *PHONE_NUMBER, *since_each(AUDIT, date_time_created="2020-09-16")
    )


class CustomerWebsites(ResourceStream):
    """A web address of a contact of a customer."""

    name = "customer_websites"
    schema = table(
        identifier("id"),
        _CUSTOMER_CONTACT,
        text("website"),
        IS_DEFAULT,
        *since_each(AUDIT, date_time_created="2020-09-16"),
    )
