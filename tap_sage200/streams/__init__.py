"""The tables of Sage 200, one class each, in modules by ledger and by what they hold."""

from __future__ import annotations

from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING

from tap_sage200.streams import (
    aged_views,
    cash_book,
    cash_book_types,
    commercials,
    company_settings,
    contacts,
    financial_types,
    financials,
    general,
    general_types,
    ledger_settings,
    memos,
    nominal,
    nominal_types,
    nominal_views,
    order_progress,
    price_book,
    price_book_types,
    product_links,
    product_types,
    product_views,
    products,
    purchase_document_views,
    purchase_order_settings,
    purchase_order_types,
    purchase_orders,
    purchase_requisitions,
    purchase_types,
    purchases,
    sales,
    sales_despatches,
    sales_document_views,
    sales_order_settings,
    sales_order_types,
    sales_order_views,
    sales_orders,
    sales_types,
    sales_views,
    search_categories,
    stock,
    stock_types,
    stocktakes,
    trader_views,
    trading_values,
    transaction_views,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_sage200.client import Sage200Stream

_MODULES = (
    aged_views,
    cash_book,
    cash_book_types,
    commercials,
    company_settings,
    contacts,
    financial_types,
    financials,
    general,
    general_types,
    ledger_settings,
    memos,
    nominal,
    nominal_types,
    nominal_views,
    order_progress,
    price_book,
    price_book_types,
    product_links,
    product_types,
    product_views,
    products,
    purchase_document_views,
    purchase_order_settings,
    purchase_order_types,
    purchase_orders,
    purchase_requisitions,
    purchase_types,
    purchases,
    sales,
    sales_despatches,
    sales_document_views,
    sales_order_settings,
    sales_order_types,
    sales_order_views,
    sales_orders,
    sales_types,
    sales_views,
    search_categories,
    stock,
    stock_types,
    stocktakes,
    trader_views,
    trading_values,
    transaction_views,
)

STREAM_TYPES: tuple[type[Sage200Stream], ...] = tuple(
    sorted((stream for module in _MODULES for stream in module.STREAM_TYPES), key=attrgetter("name"))
)

_NO_FIELDS = "New in 2025 R1, and its fields are in no source found."
_COMMUNICATION = f"{_NO_FIELDS} A fixed list of communications with customers, which are no table themselves."

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "applies_to_status_types": _COMMUNICATION,
        "communication_contact_types": _COMMUNICATION,
        "communication_location_types": _COMMUNICATION,
        "communication_outcome_types": _COMMUNICATION,
        "communication_style_types": _COMMUNICATION,
        "communication_types": _COMMUNICATION,
        "lookup_sop_returns": f"{_NO_FIELDS} It repeats returns, which `sop_order_return_views` has.",
        "product_customer_alert_views": _NO_FIELDS,
        "product_supplier_alert_views": _NO_FIELDS,
        "sop_confirm_despatch": "It serves the despatching of goods: reading it may lock orders (inferred).",
        "sop_return_receipt_line_views": _NO_FIELDS,
        "sop_returns": f"{_NO_FIELDS} `sop_order_return_views` and `sop_return_line_views` have returns meanwhile.",
    }
)
"""Why a readable resource of Sage has no class, by its name."""
