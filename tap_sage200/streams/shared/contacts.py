"""The columns that the contacts of customers and of suppliers have in common."""

from __future__ import annotations

from tap_sage200.streams.columns import Column, flag, reference, text

IS_DEFAULT = flag("is_default", "Whether this is the one of its kind that Sage proposes for the contact.")

PHONE_NUMBER: tuple[Column, ...] = (
    text("full_number", "Country, area and subscriber in one, as it is dialled (inferred)."),
    text("country_code", "Dialling code of the country, not its letters."),
    text("area_code"),
    text("subscriber_number"),
    IS_DEFAULT,
)

CONTACT: tuple[Column, ...] = (
    reference("salutation_id", "salutations"),
    text("name", "The whole name, salutation included (seen)."),
    text("first_name"),
    text("middle_name"),
    text("last_name"),
    text("default_telephone"),
    text("default_email"),
    flag("is_default", "Whether this is the one that Sage proposes among the account's contacts."),
)

CONTACT_ROLE: tuple[Column, ...] = (
    reference("trader_contact_role_id", "trader_contact_roles", "What the contact is asked about, such as accounts."),
    flag("is_preferred_contact_for_role", "Whether this contact goes before others of the account in the role."),
)
