"""The lines of orders and quotes as they are nested in them; they agree with the views of lines.

What a line has to do with its document is in the view. Beside that it says where the sale is posted, and how far
it has come. A line without a product needs no stock, so that nothing of it is ever allocated (inferred).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.catalogue import GROUPS
from sage200_sandbox.company.lines import CANCELLED, COMMENT, COMPLETE
from sage200_sandbox.company.nominal import SUNDRY_SALES, Account, sales_account
from sage200_sandbox.company.products import UNIT
from sage200_sandbox.company.reading import ZERO, by, typed
from sage200_sandbox.company.repeating import ids, repeated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sage200_sandbox.rows import Row, Value

ORDER, QUOTE = "sop_order", "sop_quote"

_NOTHING, _PART, _ALL = "EnumLineStatusNone", "EnumLineStatusPart", "EnumLineStatusFully"
_OVER = {COMPLETE, CANCELLED}
_STEP = Decimal("0.00001")
_SLOTS = tuple(f"analysis_code_{slot}" for slot in range(1, 21))
_SAME = (
    *("selling_unit_description", "selling_unit_price", "unit_discount_percent", "unit_discount_value"),
    *("discounted_unit_price", "cost_price", "requested_delivery_date", "promised_delivery_date"),
    *("date_time_updated", *_SLOTS),
)


@dataclass(frozen=True, slots=True)
class Goods:
    """What lines need to know of products, of what is in stock, and of currencies."""

    products: Mapping[Value, Row]
    departments: Mapping[Value, str]
    free: Mapping[tuple[Value, Value], Decimal]
    units: Mapping[Value, Value]
    base: frozenset[Value]

    @classmethod
    def read(cls, rows: Callable[[str], list[Row]]) -> Goods:
        """As the rows of the company's tables say; groups' departments are those of the catalogue."""
        department = {group.code: group.department for group in GROUPS}
        return cls(
            by(rows("products"), "id"),
            {row["id"]: department[str(row["code"])] for row in rows("product_groups") if row["code"] in department},
            {
                (row["product_id"], row["warehouse_id"]): typed(row, "free_stock_available", Decimal)
                for row in rows("warehouse_holdings")
            },
            ids({"units": rows("units")}, "units", "name"),
            frozenset(row["id"] for row in rows("currencies") if row["is_base_currency"]),
        )

    def account(self, line: Row, *, currency: Value) -> Account:
        """Where the sale of a line is posted."""
        product = self.products.get(line["product_id"])
        department = self.departments.get(product["product_group_id"]) if product else None
        return sales_account(department, foreign=currency not in self.base) if department else SUNDRY_SALES


def quantity(line: Row, prefix: str, name: str) -> Decimal:
    """A quantity of a line as its view has it; nil where the view has none, as those of quotes."""
    field = f"{prefix}_line_{name}"
    return typed(line, field, Decimal) if field in line else ZERO


def line_values(table: str, line: Row, goods: Goods) -> Row:
    """The values of a nested line but for its creation, from its row in the view."""
    prefix = table.removesuffix("_lines")
    is_comment = line[f"{prefix}_line_type"] == COMMENT
    account = Account("") if is_comment else goods.account(line, currency=line[f"{prefix}_currency_id"])
    return repeated(
        table,
        {
            **{name: line[f"{prefix}_line_{name}"] for name in _SAME},
            "id": line[f"{prefix}_line_id"],
            "line_type": line[f"{prefix}_line_type"],
            "line_number": line[f"{prefix}_line_number"],
            "code": line[f"{prefix}_line_product_code"],
            "description": line[f"{prefix}_line_product_description"],
            "line_total_value": line[f"{prefix}_line_total_value"],
            "line_tax_value": line[f"{prefix}_line_line_tax_value"],
            "tax_code_id": line["tax_code_id"] or 0,
            "nominal_reference": account.reference,
            "nominal_cost_centre": account.cost_centre,
            "nominal_department": account.department,
            "discount_percent_specified": bool(line[f"{prefix}_line_unit_discount_percent"]),
            "unit_discount_overridden": bool(line[f"{prefix}_line_unit_discount_percent"]),
            "confirmation_intent_type": "NoConfirmation" if is_comment else "ConfirmOnDespatch",
            "show_on_customer_docs": True,
            "show_on_picking_list_type": "Show",
            "back_to_back_status": "EnumBackToBackStatusPONotReq",
            "is_complete": line[f"{prefix}_document_status"] == COMPLETE,
            **_progress(line, prefix),
            **_of_product(line, prefix, goods),
        },
    )


def _progress(line: Row, prefix: str) -> Row:
    """How far the line has come; what is invoiced is posted at once."""
    ordered, allocated, sent, invoiced = (
        quantity(line, prefix, name)
        for name in ("quantity", "allocated_quantity", "despatch_receipt_quantity", "invoice_credit_quantity")
    )
    needs_stock = line["product_id"] and prefix == ORDER and line[f"{prefix}_document_status"] not in _OVER
    return {
        "line_quantity": ordered,
        "to_allocate_quantity": ordered - sent if needs_stock else ZERO,
        "allocated_quantity": allocated,
        "available_for_despatch": allocated,
        "despatch_receipt_quantity": sent,
        "invoice_credit_quantity": invoiced,
        "posted_invoice_credit_quantity": invoiced,
        "allocation_status": _status(allocated + sent, ordered) if line["product_id"] else _NOTHING,
        "despatch_receipt_status": _status(sent, ordered),
        "invoice_credit_status": _status(invoiced, ordered),
        "is_line_deletable": not sent and not invoiced,
    }


def _status(done: Decimal, ordered: Decimal) -> str:
    if not done:
        return _NOTHING
    return _ALL if done >= ordered else _PART


def _of_product(line: Row, prefix: str, goods: Goods) -> Row:
    """What only a line of a product has: it is sold, priced and kept by the piece."""
    product = goods.products.get(line["product_id"])
    if product is None:
        return {"product_id": 0, "warehouse_id": 0}
    in_stock_units = {
        f"stock_unit_{name}": value for name, value in _progress(line, prefix).items() if isinstance(value, Decimal)
    }
    return in_stock_units | {
        "product_id": product["id"],
        "warehouse_id": line["warehouse_id"],
        "stock_unit_available_quantity": goods.free.get((product["id"], line["warehouse_id"]), ZERO),
        "selling_unit_id": goods.units[UNIT] if prefix == QUOTE else 0,
        "pricing_unit_id": goods.units[UNIT] if prefix == QUOTE else 0,
        "pricing_unit_description": line[f"{prefix}_line_selling_unit_description"],
        "line_unit_precision": _STEP,
        "stock_unit_precision": _STEP,
        "selling_unit_multiple": Decimal(1),
        "stock_unit_multiple": Decimal(1),
        "fulfilment_method": product["fulfilment_method_type"],
    }
