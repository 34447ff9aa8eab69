"""What else there is of the purchase ledger itself: payment groups, periods, look-ups, memos and views.

Views repeat the posted transactions at the end of the story; a day of work posts none to this ledger.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.fixed import brought
from sage200_sandbox.company.office import USER
from sage200_sandbox.company.purchase_ledger import PURCHASES
from sage200_sandbox.company.reading import by, typed
from sage200_sandbox.company.repeating import repeated, type_ids

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_PAYMENT_GROUPS = (("PaymentTypeBACS", "BACS"), ("PaymentTypeCheque", "Cheques"), ("PaymentTypeManual", "By hand"))
_FACTORS = (("FACT1", "First Factor House"), ("FACT2", "Second Factor House"))
_MEMO_EVERY = 4
_DISPUTED = "Half is in dispute"


def tables(office: Office, made: Tables) -> Tables:
    """All of the purchase ledger that follows from its suppliers and posted transactions."""
    posted, suppliers = made["purchase_posted_transactions"], made["suppliers"]
    statuses = type_ids(made, "account_status_types")
    disputed = [row for row in posted if is_part_allocated(row)]
    return {
        "factor_houses": [
            blank("factor_houses", reference=reference, name=name, **office.master("factor_houses"))
            for reference, name in _FACTORS
        ],
        "payment_groups": _payment_groups(),
        "purchase_trading_periods": [
            blank(
                "purchase_trading_periods",
                **repeated("purchase_trading_periods", row) | office.master("purchase_trading_periods"),
            )
            for row in made["sales_trading_periods"]
        ],
        "lookup_suppliers": [
            blank(
                "lookup_suppliers",
                **repeated("lookup_suppliers", row),
                account_status_type_id=statuses.get(row["account_status_type"], 0),
            )
            for row in suppliers
        ],
        "supplier_memos": [
            blank(
                "supplier_memos",
                supplier_id=row["id"],
                note="Delivers the next day what is ordered before noon",
                is_active=True,
                created_by=USER,
                **office.master("supplier_memos"),
            )
            for row in suppliers[::_MEMO_EVERY]
        ],
        "purchase_posted_transaction_memos": [
            blank(
                "purchase_posted_transaction_memos",
                id=office.next_id(),
                posted_supplier_transaction_id=row["id"],
                note=_DISPUTED,
                is_active=True,
                created_by=USER,
                date_time_created=row["date_time_updated"],
                date_time_updated=row["date_time_updated"],
            )
            for row in disputed
        ],
        "purchase_transaction_views": transaction_views(made),
        "purchase_transaction_enquiry_views": transaction_enquiry_views(
            posted, with_memo={row["id"] for row in disputed}
        ),
    }


def is_part_allocated(posted: Row) -> bool:
    """Whether only a part of a posted transaction is settled."""
    return bool(posted["document_outstanding_value"] and posted["document_allocated_value"])


def _payment_groups() -> list[Row]:
    """The ways to pay; the first has the id that the suppliers name."""
    return [
        brought(
            "payment_groups",
            id=number,
            payment_group_number=number,
            post_to_ledger_on_payment_run=True,
            summarise_payments=number == 1,
            payment_type=kind,
            description=description,
        )
        for number, (kind, description) in enumerate(_PAYMENT_GROUPS, start=1)
    ]


def allocation_status(posted: Row) -> str:
    """How far a posted transaction is settled; the names are inferred."""
    if not posted["document_outstanding_value"]:
        return "Fully Allocated"
    return "Part Allocated" if is_part_allocated(posted) else "Outstanding"


def transaction_views(made: Tables) -> list[Row]:
    """The posted transactions with their suppliers and currencies."""
    suppliers, currencies = by(made["suppliers"], "id"), by(made["currencies"], "id")
    table = "purchase_transaction_views"
    rows = []
    for posted in made["purchase_posted_transactions"]:
        supplier = suppliers[posted["supplier_id"]]
        currency = currencies[supplier["currency_id"]]
        rows.append(
            blank(
                table,
                **repeated(table, posted),
                posted_supplier_transaction_id=posted["id"],
                transaction_type=posted["trader_transaction_type"],
                query=posted["queried"],
                status=allocation_status(posted),
                ledger_type=PURCHASES,
                base_outstanding_value=posted["control_value_in_base_currency"],
                supplier_reference=supplier["reference"],
                supplier_name=supplier["name"],
                currency_name=currency["name"],
                currency_symbol=currency["symbol"],
                transaction_date_time_updated=posted["date_time_updated"],
            )
        )
    return rows


def transaction_enquiry_views(posted: list[Row], *, with_memo: set[Value]) -> list[Row]:
    """The posted transactions as the enquiry lists them; days of discount are text (documented)."""
    table = "purchase_transaction_enquiry_views"
    return [
        blank(
            table,
            **repeated(table, row)
            | {
                "discount_days": str(row["discount_days"]),
                "discount_due_date": _discount_due(row),
                "document_discounted_value": typed(row, "document_gross_value", Decimal)
                - typed(row, "document_discount_value", Decimal)
                - typed(row, "document_tax_discount_value", Decimal),
                "allocation_status": allocation_status(row),
                "memo_note_status": "Y" if row["id"] in with_memo else "N",
                "source": PURCHASES,
            },
        )
        for row in posted
    ]


def _discount_due(posted: Row) -> Value:
    """The last day on which the discount may be taken, null without one."""
    days = typed(posted, "discount_days", int)
    return date_in(posted, "transaction_date") + timedelta(days=days) if days else None
