"""The addresses of documents, customers, suppliers and the company, as nested tables have them."""

from __future__ import annotations

from tap_sage200.streams.columns import AUDIT, OWN_ID, POSTAL_ADDRESS, Column, enum, reference, text, whole

ADDRESS: tuple[Column, ...] = POSTAL_ADDRESS[1:]
"""A postal address without the name that it is under."""

MAIN_ADDRESS: tuple[Column, ...] = (
    OWN_ID,
    text("contact_name"),
    *ADDRESS,
    reference("address_country_code_id", "country_codes", "The country of the address."),
    *AUDIT,
)

DELIVERY_ADDRESS: tuple[Column, ...] = (
    OWN_ID,
    *POSTAL_ADDRESS,
    reference("country_code_id", "country_codes", "The country whose tax rules hold (inferred)."),
    text("contact"),
    text("telephone_number"),
    text("fax_number"),
    text("email_address"),
    text("tax_number"),
    reference("tax_code_id", "tax_codes"),
    *AUDIT,
)

DIRECT_DELIVERY_ADDRESS: tuple[Column, ...] = (
    OWN_ID,
    enum("delivery_address_type", "Whose address it is, as in `pop_delivery_address_types`."),
    reference("customer_delivery_address_id", "customer_delivery_addresses"),
    whole("source_id", "Key of the customer or supplier that the address was taken from (documented)."),
    whole("action_type", "What to do with the address on saving the order, of no meaning when read (inferred)."),
    *POSTAL_ADDRESS,
    text("contact"),
    text("telephone"),
    text("fax"),
    text("email"),
    text("tax_number"),
    *AUDIT,
)
