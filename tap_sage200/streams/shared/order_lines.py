"""The columns that Sage's views of sales and purchase order lines share.

Such a view prefixes each column with its document, so these functions take a prefix: `sop_order` for the document,
`sop_order_line` for its line, `sop` for the address.
"""

from __future__ import annotations

from tap_sage200.streams.columns import Column, money, percent, quantity, rate, reference, text, timestamp, whole


def document(prefix: str) -> tuple[Column, ...]:
    """Make the columns of a document header."""
    return (
        text(f"{prefix}_document_no"),
        timestamp(f"{prefix}_document_date"),
        text(f"{prefix}_document_status"),
        reference(f"{prefix}_currency_id", "currencies", "Currency of all values of the document."),
        text(f"{prefix}_currency_name"),
        text(f"{prefix}_currency_symbol"),
        rate(f"{prefix}_exchange_rate", "Units of the document's currency per unit of the base currency (inferred)."),
    )


def line(prefix: str) -> tuple[Column, ...]:
    """Make the columns of a document line."""
    return (
        whole(f"{prefix}_number", "Position on the document, from 1 (inferred)."),
        text(f"{prefix}_type", "Type of line: product, free text, additional charge or comment."),
        text(f"{prefix}_product_code", "As stored on the line, also for free text (inferred)."),
        text(f"{prefix}_product_description", "As stored on the line, independent of the product's current name."),
        quantity(f"{prefix}_quantity", "Ordered quantity, in the pricing unit of the line (inferred)."),
        percent(f"{prefix}_unit_discount_percent"),
        money(f"{prefix}_unit_discount_value", "Discount per unit, in the document's currency.", scale=5),
        money(f"{prefix}_discounted_unit_price", "Unit price after discount.", scale=5),
        money(f"{prefix}_total_value", "Net value after line discounts, in the document's currency (inferred)."),
    )


def delivery_address(prefix: str) -> tuple[Column, ...]:
    """Make the columns of a document's delivery address."""
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
    reference("product_id", "products", "Only product lines have a product and a warehouse (documented)."),
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
