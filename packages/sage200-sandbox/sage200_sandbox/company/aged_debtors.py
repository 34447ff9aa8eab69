"""What customers owe by age, at the end of the story's year, and their transactions as enquiries show them."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.ageing import LABELS, TITLES, period_of
from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.ledger import MONEY
from sage200_sandbox.company.office import USER, YEAR_END
from sage200_sandbox.company.reading import by, total, typed
from sage200_sandbox.company.repeating import grouped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_SAME = (
    *("id", "customer_id", "trader_transaction_type", "reference", "second_reference", "transaction_date"),
    *("posted_date", "due_date", "document_gross_value", "document_discount_value", "document_tax_discount_value"),
    *("document_allocated_value", "document_outstanding_value", "exchange_rate", "settled_immediately"),
    *("urn", "user_name"),
)


def tables(office: Office, made: Tables) -> Tables:
    """All views of what customers owe, and the notes on it."""
    posted = made["sales_posted_transactions"]
    memos = sales_posted_transaction_memos(office, posted=posted)
    detailed = sales_aged_debtor_detailed_views(posted)
    return {
        "sales_posted_transaction_memos": memos,
        "sales_transaction_enquiry_views": sales_transaction_enquiry_views(
            posted, views=made["sales_transaction_views"], memos=memos
        ),
        "sales_aged_debtor_detailed_views": detailed,
        "sales_aged_debtor_summary_views": sales_aged_debtor_summary_views(detailed),
        "sales_aged_transaction_period_views": sales_aged_transaction_period_views(posted),
    }


def _open(posted: Sequence[Row]) -> list[Row]:
    return [entry for entry in posted if entry["document_outstanding_value"]]


def sales_posted_transaction_memos(office: Office, *, posted: Sequence[Row]) -> list[Row]:
    """A note on each entry that was paid in part, and on money that nothing says what it is for."""
    return [
        blank(
            "sales_posted_transaction_memos",
            posted_customer_transaction_id=entry["id"],
            note="Not allocated yet" if entry["trader_transaction_type"] == MONEY else "The rest is in dispute",
            is_active=True,
            created_by=USER,
            id=office.next_id(),
            date_time_created=entry["date_time_updated"],
            date_time_updated=entry["date_time_updated"],
        )
        for entry in _open(posted)
        if entry["document_allocated_value"] or entry["trader_transaction_type"] == MONEY
    ]


def sales_transaction_enquiry_views(posted: Sequence[Row], *, views: list[Row], memos: list[Row]) -> list[Row]:
    """Each entry with its status; `discount_days` is text here (documented)."""
    view_of = by(views, "posted_customer_transaction_id")
    noted = {memo["posted_customer_transaction_id"] for memo in memos}
    return [
        blank(
            "sales_transaction_enquiry_views",
            **{name: entry[name] for name in _SAME},
            queried=view_of[entry["id"]]["query"],
            discount_days=str(entry["discount_days"]),
            discount_due_date=_discount_due(entry),
            document_discounted_value=typed(entry, "document_gross_value", Decimal)
            - typed(entry, "document_discount_value", Decimal)
            - typed(entry, "document_tax_discount_value", Decimal),
            allocation_status=view_of[entry["id"]]["status"],
            memo_note_status="Active" if entry["id"] in noted else "",
            source=view_of[entry["id"]]["ledger_type"],
        )
        for entry in posted
    ]


def _discount_due(entry: Row) -> Value:
    """The last day on which the discount may be taken, null without one."""
    days = typed(entry, "discount_days", int)
    return date_in(entry, "transaction_date") + timedelta(days=days) if entry["document_discount_value"] else None


def sales_aged_debtor_detailed_views(posted: Sequence[Row]) -> list[Row]:
    """Each entry of which something is outstanding, in the one period that it has come to."""
    return [
        blank(
            "sales_aged_debtor_detailed_views",
            customer_id=entry["customer_id"],
            posted_customer_transaction_id=entry["id"],
            **{
                f"doc_{period_of(entry)}": entry["document_outstanding_value"],
                f"base_{period_of(entry)}": entry["control_value_in_base_currency"],
            },
            **LABELS,
        )
        for entry in _open(posted)
    ]


def sales_aged_debtor_summary_views(detailed: Sequence[Row]) -> list[Row]:
    """The sums of each customer; they name no entry."""
    return [
        blank(
            "sales_aged_debtor_summary_views",
            customer_id=customer,
            **{
                f"{money}_{name}": total(typed(row, f"{money}_{name}", Decimal) for row in rows)
                for money in ("doc", "base")
                for name in TITLES
            },
            **LABELS,
        )
        for customer, rows in grouped(detailed, "customer_id").items()
    ]


def sales_aged_transaction_period_views(posted: Sequence[Row]) -> list[Row]:
    """What each customer owes of each period that anything has come to."""
    sums: defaultdict[tuple[Value, str], Decimal] = defaultdict(Decimal)
    for entry in _open(posted):
        sums[entry["customer_id"], period_of(entry)] += typed(entry, "control_value_in_base_currency", Decimal)
    return [
        blank(
            "sales_aged_transaction_period_views",
            customer_id=customer,
            base_outstanding_value=value,
            ageing_period_name=TITLES[period],
            ageing_date=YEAR_END,
        )
        for (customer, period), value in sums.items()
    ]
