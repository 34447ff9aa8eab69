"""Aged balances: how old the debt of customers is, and our own to suppliers.

Sage reckons these reports at the moment of asking, from the open entries and today's date, so a row is true for the
day it was read. Nothing here is stored in Sage, no row has a stamp, and the same can be worked out from the posted
transactions: no table here is selected by default.
"""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import Column, money, reference, table, text, timestamp, whole


def _buckets(prefix: str, currency: str) -> tuple[Column, ...]:
    return (
        money(f"{prefix}_past", f"Older than the periods below (inferred), in {currency}."),
        money(f"{prefix}_future", "Not due, or dated later than today (inferred)."),
        money(f"{prefix}_current", "In the period of today (inferred)."),
        *(money(f"{prefix}_period_{period}") for period in range(1, 9)),
    )


_AGED: tuple[Column, ...] = (
    *_buckets("doc", "the account's currency"),
    *_buckets("base", "the base currency"),
    *(text(f"aged_period_{period}", "Title of the period, as the ledger has it set up.") for period in range(1, 9)),
)

_IN_A_SUM = "An entry of the account; in a sum it says nothing (inferred)."


class PurchaseAgedCreditorDetailedViews(ResourceStream):
    """What is open of one entry of a supplier's account, by age. Its key is inferred."""

    name = "purchase_aged_creditor_detailed_views"
    key = ("supplier_id", "posted_supplier_transaction_id")
    stamps = ()
    created = None
    selected_by_default = False
    schema = table(
        reference("supplier_id", "suppliers", key=True),
        reference("posted_supplier_transaction_id", "purchase_posted_transactions", key=True),
        *_AGED,
    )


class PurchaseAgedCreditorSummaryViews(ResourceStream):
    """What we owe a supplier, by age. Its key is inferred."""

    name = "purchase_aged_creditor_summary_views"
    key = ("supplier_id",)
    stamps = ()
    created = None
    selected_by_default = False
    schema = table(
        reference("supplier_id", "suppliers", key=True),
        whole("posted_supplier_transaction_id", _IN_A_SUM),
        *_AGED,
    )


class SalesAgedDebtorDetailedViews(ResourceStream):
    """What is open of one entry of a customer's account, by age. Its key is inferred."""

    name = "sales_aged_debtor_detailed_views"
    key = ("customer_id", "posted_customer_transaction_id")
    stamps = ()
    created = None
    selected_by_default = False
    schema = table(
        reference("customer_id", "customers", key=True),
        reference("posted_customer_transaction_id", "sales_posted_transactions", key=True),
        *_AGED,
    )


class SalesAgedDebtorSummaryViews(ResourceStream):
    """What a customer owes us, by age. Its key is inferred."""

    name = "sales_aged_debtor_summary_views"
    key = ("customer_id",)
    stamps = ()
    created = None
    selected_by_default = False
    schema = table(
        reference("customer_id", "customers", key=True),
        whole("posted_customer_transaction_id", _IN_A_SUM),
        *_AGED,
    )


class SalesAgedTransactionPeriodViews(ResourceStream):
    """What a customer owes us of one ageing period. Its key is inferred."""

    name = "sales_aged_transaction_period_views"
    key = ("customer_id", "ageing_period_name")
    stamps = ()
    created = None
    selected_by_default = False
    schema = table(
        reference("customer_id", "customers", key=True),
        text("ageing_period_name", "Title of the period, as the ledger has it set up.", key=True),
        timestamp("ageing_date", "Day that the ages are counted to (inferred)."),
        money("base_outstanding_value", "Not yet matched, in the base currency."),
    )


STREAM_TYPES: tuple[type[ResourceStream], ...] = (
    PurchaseAgedCreditorDetailedViews,
    PurchaseAgedCreditorSummaryViews,
    SalesAgedDebtorDetailedViews,
    SalesAgedDebtorSummaryViews,
    SalesAgedTransactionPeriodViews,
)
