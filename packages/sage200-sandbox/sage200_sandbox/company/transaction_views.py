"""The view and the enquiry of posted transactions, of the sales and the purchase ledger."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.reading import typed
from sage200_sandbox.company.views import repeated

if TYPE_CHECKING:
    from sage200_sandbox.company.ledger import Ledger
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value


def rows(ledger: Ledger, posted: Row, *, source: str, trader: Row, currency: Row) -> Tables:
    """The rows of a posted transaction in both views. `source` is the module that posted it."""
    view, enquiry = f"{ledger.name}_transaction_views", f"{ledger.name}_transaction_enquiry_views"
    return {
        view: [
            blank(
                view,
                **repeated(view, posted),
                **{f"posted_{ledger.trader}_transaction_id": posted["id"]},
                **{f"{ledger.trader}_{name}": trader[name] for name in ("reference", "name")},
                transaction_type=posted["trader_transaction_type"],
                query=posted["queried"],
                status=_status(posted),
                ledger_type=source,
                base_outstanding_value=posted["control_value_in_base_currency"],
                currency_name=currency["name"],
                currency_symbol=currency["symbol"],
                transaction_date_time_updated=posted["date_time_updated"],
            )
        ],
        enquiry: [
            blank(
                enquiry,
                **repeated(enquiry, posted) | {"discount_days": str(posted["discount_days"])},  # text (documented)
                discount_due_date=_discount_due(posted),
                document_discounted_value=typed(posted, "document_gross_value", Decimal)
                - typed(posted, "document_discount_value", Decimal)
                - typed(posted, "document_tax_discount_value", Decimal),
                allocation_status=_status(posted),
                source=source,
            )
        ],
    }


def _status(posted: Row) -> str:
    """The allocation status of a posted transaction. The names are inferred."""
    if not posted["document_outstanding_value"]:
        return "Fully Allocated"
    return "Part Allocated" if posted["document_allocated_value"] else "Outstanding"


def _discount_due(posted: Row) -> Value:
    """The last day of the discount; null without a discount."""
    days = typed(posted, "discount_days", int)
    return date_in(posted, "transaction_date") + timedelta(days=days) if posted["document_discount_value"] else None
