"""The columns that tables have in common whose rows are nested in the rows of others, or asked for by them."""

from __future__ import annotations

from tap_sage200.streams.columns import (
    AUDIT,
    POSTAL_ADDRESS,
    Column,
    enum,
    flag,
    quantity,
    rate,
    reference,
    text,
    timestamp,
    whole,
)

OWN_ID: Column = whole("id", "Sage's own key of the row; the key here is the parent's, which has one such row.")

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
    whole("source_id", "Key of what the address was taken from (inferred)."),
    whole("action_type", "What to do with the address on saving the order, of no meaning when read (inferred)."),
    *POSTAL_ADDRESS,
    text("contact"),
    text("telephone"),
    text("fax"),
    text("email"),
    text("tax_number"),
    *AUDIT,
)

UNIT: tuple[Column, ...] = (
    reference("unit_id", "units"),
    enum("unit_type", "What the unit serves for: stock, buying, selling or price (inferred)."),
    rate("multiple_of_base_unit", "Base units in one of this unit.", scale=9),
    quantity("unit_precision", "Smallest step of a quantity in this unit (inferred)."),
    flag("use_own_price", "Whether it has a price of its own, not the stock unit's times a factor (inferred)."),
)

TRACED_ITEM: tuple[Column, ...] = (
    text("identification_no", "The batch number or the serial number."),
    text("additional_reference", "A second number of the batch or piece, where the product uses one (inferred)."),
    timestamp("sell_by_date"),
    timestamp("use_by_date"),
)
