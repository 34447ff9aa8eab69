"""The tables of Sage 200, one class each, in modules by ledger and by what they hold."""

from __future__ import annotations

from importlib import import_module
from operator import attrgetter
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_sage200.declared import DeclaredStream

# A module of this folder that has tables says so in a STREAM_TYPES of its own; the others are words that tables share.
_MODULES = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]

STREAM_TYPES: tuple[type[DeclaredStream], ...] = tuple(
    sorted((stream for module in _MODULES for stream in getattr(module, "STREAM_TYPES", ())), key=attrgetter("name"))
)
"""All tables, by name."""

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
