"""The columns that contacts of customers and suppliers share."""

from __future__ import annotations

from tap_sage200.streams.columns import Column, flag, reference, text

IS_DEFAULT = flag("is_default", "Whether this is the contact's default number or address of this type.")

PHONE_NUMBER: tuple[Column, ...] = (
    text("full_number", "Country code, area code and number, as dialled (inferred)."),
    text("country_code", "Dialling code of the country, not its letter code."),
    text("area_code"),
    text("subscriber_number"),
    IS_DEFAULT,
)

CONTACT: tuple[Column, ...] = (
    reference("salutation_id", "salutations"),
    text("name", "Full name, including the salutation (seen)."),
    text("first_name"),
    text("middle_name"),
    text("last_name"),
    text("default_telephone"),
    text("default_email"),
    flag("is_default", "Whether this is the default contact of the account."),
)

CONTACT_ROLE: tuple[Column, ...] = (
    reference("trader_contact_role_id", "trader_contact_roles", "Role of the contact, such as accounts."),
    flag("is_preferred_contact_for_role", "Whether this is the account's preferred contact for the role."),
)
