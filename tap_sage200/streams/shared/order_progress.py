"""The columns for the progress of sales and purchase orders and returns."""

from __future__ import annotations

from tap_sage200.streams.columns import Column, money, quantity, reference, text, timestamp, whole

CANCELLED: tuple[Column, ...] = (
    text("item_code"),
    text("item_description"),
    quantity("cancelled_quantity", "In the selling or buying unit that the row describes (inferred)."),
    quantity("stock_unit_cancelled_quantity"),
    timestamp("cancelled_date"),
    whole("user_number", "User who cancelled the line."),
    text("user_name"),
)


def progressed_document(prefix: str) -> tuple[Column, ...]:
    """Make the columns of the order or return header."""
    return (
        reference(f"{prefix}_document_type_id", f"{prefix[:3]}_document_types", "Order or return."),
        text(f"{prefix}_document_no"),
        timestamp(f"{prefix}_document_date"),
        reference(f"{prefix}_document_status_id", f"{prefix[:3]}_document_status_types"),
        money(f"{prefix}_total_net_value", "Value of the whole document, repeated on each of its rows."),
        money(f"{prefix}_total_tax_value"),
        money(f"{prefix}_total_gross_value"),
    )
