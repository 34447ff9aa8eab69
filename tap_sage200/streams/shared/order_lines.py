"""The columns that Sage's views of order lines have in common, sales and purchase orders alike.

Such a view names every column after the document, so each group is made for a prefix: `sop_order` for the
document, `sop_order_line` for its line, `sop` for the address.
"""

from __future__ import annotations

from tap_sage200.streams.columns import Column, money, percent, quantity, rate, reference, text, timestamp, whole


def document(prefix: str) -> tuple[Column, ...]:
    """Make what a document's head says of itself, whichever document it is."""
    return (
        text(f"{prefix}_document_no"),
        timestamp(f"{prefix}_document_date"),
        text(f"{prefix}_document_status"),
        reference(f"{prefix}_currency_id", "currencies", "The currency of all values of the document."),
        text(f"{prefix}_currency_name"),
        text(f"{prefix}_currency_symbol"),
        rate(f"{prefix}_exchange_rate", "Units of the document's currency for one of the base (inferred)."),
    )


def line(prefix: str) -> tuple[Column, ...]:
    """Make what a line says of itself, whatever is ordered on it."""
    return (
        whole(f"{prefix}_number", "Position on the document, from 1 (inferred)."),
        text(f"{prefix}_type", "Product, free text, additional charge or comment."),
        text(f"{prefix}_product_code", "As it stands on the line, filled in for free text too (inferred)."),
        text(f"{prefix}_product_description", "As it stands on the line, whatever the product says now."),
        quantity(f"{prefix}_quantity", "As ordered, in the unit the line is priced in (inferred)."),
        percent(f"{prefix}_unit_discount_percent"),
        money(f"{prefix}_unit_discount_value", "Off one unit, in the document's currency.", scale=5),
        money(f"{prefix}_discounted_unit_price", "Price of one unit after its discount.", scale=5),
        money(f"{prefix}_total_value", "Net after line discounts, in the document's currency (inferred)."),
    )


def delivery_address(prefix: str) -> tuple[Column, ...]:
    """Make the address that a document's goods go to."""
    return (
        text(f"{prefix}_delivery_addr_description"),
        text(f"{prefix}_delivery_addr_postal_name"),
        text(f"{prefix}_delivery_addr_address_1"),
        text(f"{prefix}_delivery_addr_address_2"),
        text(f"{prefix}_delivery_addr_address_3"),
        text(f"{prefix}_delivery_addr_address_4"),
        text(f"{prefix}_delivery_addr_city"),
        text(f"{prefix}_delivery_addr_county"),
        text(f"{prefix}_delivery_addr_post_code"),
        text(f"{prefix}_delivery_addr_country"),
        text(f"{prefix}_delivery_addr_contact"),
        text(f"{prefix}_delivery_addr_telephone"),
        text(f"{prefix}_delivery_addr_fax"),
        text(f"{prefix}_delivery_addr_email"),
    )


PRODUCT_AND_TAX: tuple[Column, ...] = (
    reference("product_id", "products", "Product and warehouse are there on product lines only (documented)."),
    text("product_code"),
    text("product_name"),
    text("product_description"),
    reference("warehouse_id", "warehouses"),
    text("warehouse_name"),
    reference("tax_code_id", "tax_codes"),
    whole("tax_code_code"),
    text("tax_code_name"),
    percent("tax_code_rate"),
)
