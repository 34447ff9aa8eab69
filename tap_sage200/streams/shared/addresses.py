"""The addresses in nested tables: of documents, customers, suppliers and the company."""

from __future__ import annotations

from tap_sage200.streams.columns import AUDIT, OWN_ID, POSTAL_ADDRESS, Column, enum, reference, text, whole

ADDRESS: tuple[Column, ...] = POSTAL_ADDRESS[1:]
"""A postal address without a name."""

MAIN_ADDRESS: tuple[Column, ...] = (
    OWN_ID,
    text("contact_name"),
    *ADDRESS,
    reference("address_country_code_id", "country_codes", "Country of the address."),
    *AUDIT,
)

DELIVERY_ADDRESS: tuple[Column, ...] = (
    OWN_ID,
    *POSTAL_ADDRESS,
    reference("country_code_id", "country_codes", "Country whose tax rules apply (inferred)."),
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
    enum("delivery_address_type", "Type of the address; a value of `pop_delivery_address_types`."),
    reference("customer_delivery_address_id", "customer_delivery_addresses"),
    whole("source_id", "Key of the customer or supplier that the address was copied from (documented)."),
    whole("action_type", "Action for the address when an order is saved; no meaning when read (inferred)."),
    *POSTAL_ADDRESS,
    text("contact"),
    text("telephone"),
    text("fax"),
    text("email"),
    text("tax_number"),
    *AUDIT,
)
