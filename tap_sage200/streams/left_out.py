"""The resources and fields of Sage that the tap does not load."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNDESCRIBED = "No known source lists its fields."
_LOCK = "Requires the expansion `is_to_lock`, which takes a lock (documented)."
_POP_STATUS = (
    "Requires the expansion `pop_status`, which Sage accepts only for the lines of one order at a time (documented). "
    "`pop_linked_order_lines` and `pop_linked_requisition_lines` have the same information."
)
_NO_FIELDS = "New in 2025 R1. No known source lists its fields."

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
        "sop_confirm_despatch": "A step in the despatch of goods: reading it may lock orders (inferred).",
        "sop_orders.lock_id": _LOCK,
        "sop_quotes.lock_id": _LOCK,
        "sop_return_receipt_line_views": _NO_FIELDS,
        "sop_returns": (
            f"{_NO_FIELDS} `/customers/{{id}}/sop_returns` has the returns of one customer (documented). "
            "Use `sop_order_return_views` and `sop_return_line_views` for returns."
        ),
        "traceable_item_transactions": (
            "Loaded as two tables, by the ids of receipts and by the ids of issues (inferred): "
            "`traceable_item_receipt_transactions` and `traceable_item_issue_transactions`."
        ),
    }
)
"""The reason why a readable resource has no class, or a field no column, by name."""
