"""The resources and fields of Sage that the tap does not load."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNDESCRIBED = "Its fields are in no source found."
_LOCK = "It comes only with the expansion `is_to_lock`, which takes a lock (documented)."
_POP_STATUS = (
    "It comes only with the expansion `pop_status`, which Sage takes for lines of one order at a time (documented). "
    "`pop_linked_order_lines` and `pop_linked_requisition_lines` tell the same."
)
_NO_FIELDS = "New in 2025 R1, and its fields are in no source found."

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "customers.communications": _NO_FIELDS,
        "nominal_codes.sofa_category": _UNDESCRIBED,
        "pop_order_lines.has_linked_order_lines": _POP_STATUS,
        "pop_order_lines.has_requisition_lines": _POP_STATUS,
        "pop_orders.lock_id": _LOCK,
        "product_customer_alert_views": _NO_FIELDS,
        "product_group_search_categories.default_search_value": _UNDESCRIBED,
        "product_supplier_alert_views": _NO_FIELDS,
        "sop_confirm_despatch": "It serves the despatching of goods: reading it may lock orders (inferred).",
        "sop_orders.lock_id": _LOCK,
        "sop_quotes.lock_id": _LOCK,
        "sop_return_receipt_line_views": _NO_FIELDS,
        "sop_returns": (
            f"{_NO_FIELDS} Sage gives those of one customer by `/customers/{{id}}/sop_returns`, too (documented). "
            "`sop_order_return_views` and `sop_return_line_views` have returns meanwhile."
        ),
        "traceable_item_transactions": (
            "It is read as two tables, by the ids of receipts and by those of issues (inferred): "
            "`traceable_item_receipt_transactions` and `traceable_item_issue_transactions`."
        ),
    }
)
"""Why a readable resource of Sage has no class, or a field no column, by its name."""
