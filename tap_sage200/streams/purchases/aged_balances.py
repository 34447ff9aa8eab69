"""Aged balances: how old our debt to suppliers is.

Sage reckons these reports at the moment of asking, from the open entries and today's date, so a row is true for the
day it was read. Nothing here is stored in Sage, no row has a stamp, and the same can be worked out from the posted
transactions: no table here is selected by default.
"""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import reference, table, whole
from tap_sage200.streams.shared.aged_balances import AGED, IN_A_SUM


class PurchaseAgedCreditorDetailedViews(ResourceStream):
    """What is open of one entry of a supplier's account, by age. Its key is inferred.

    Sage's query option `$ageingdatetype` chooses the date that ages are counted from: `transactiondate`, `duedate` or
    `calendarmonth` (documented). The tap does not ask for it, so Sage's own default holds.
    """

    name = "purchase_aged_creditor_detailed_views"
    introduced = "2020-09-16"
    key = ("supplier_id", "posted_supplier_transaction_id")
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        reference("supplier_id", "suppliers", key=True),
        reference("posted_supplier_transaction_id", "purchase_posted_transactions", key=True),
        *AGED,
    )


class PurchaseAgedCreditorSummaryViews(ResourceStream):
    """What we owe a supplier, by age. Its key is inferred.

    Sage's query option `$ageingdatetype` chooses the date that ages are counted from: `transactiondate`, `duedate` or
    `calendarmonth` (documented). The tap does not ask for it, so Sage's own default holds.
    """

    name = "purchase_aged_creditor_summary_views"
    introduced = "2020-09-16"
    key = ("supplier_id",)
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        reference("supplier_id", "suppliers", key=True),
        whole("posted_supplier_transaction_id", IN_A_SUM),
        *AGED,
    )
