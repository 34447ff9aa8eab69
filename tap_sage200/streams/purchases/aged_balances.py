"""Aged balances of suppliers.

Sage calculates these reports at request time, from the open transactions and the current date. A row is valid for the
day of the request. Sage stores none of it, and no row has a timestamp. The posted transactions give the same figures,
so no table here is selected by default.
"""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import reference, table, whole
from tap_sage200.streams.shared.aged_balances import AGED, AGEING, IN_A_SUM


class PurchaseAgedCreditorDetailedViews(ResourceStream):
    """The open value of a supplier transaction, by age.

    The primary key is inferred.

    Sage's query option `$ageingdatetype` selects the date from which ages are calculated: `transactiondate`, `duedate`
    or `calendarmonth` (documented). The setting `tables` can send it.
    Without it, Sage's default applies.
    """

    name = "purchase_aged_creditor_detailed_views"
    introduced = "2020-09-16"
    key = ("supplier_id", "posted_supplier_transaction_id")
    timestamps = ()
    created = None
    selected_by_default = False
    query_options = AGEING
    schema = table(
        reference("supplier_id", "suppliers", key=True),
        reference("posted_supplier_transaction_id", "purchase_posted_transactions", key=True),
        *AGED,
    )


class PurchaseAgedCreditorSummaryViews(ResourceStream):
    """The balance that we owe a supplier, by age.

    The primary key is inferred.

    Sage's query option `$ageingdatetype` selects the date from which ages are calculated: `transactiondate`, `duedate`
    or `calendarmonth` (documented). The setting `tables` can send it.
    Without it, Sage's default applies.
    """

    name = "purchase_aged_creditor_summary_views"
    introduced = "2020-09-16"
    key = ("supplier_id",)
    timestamps = ()
    created = None
    selected_by_default = False
    query_options = AGEING
    schema = table(
        reference("supplier_id", "suppliers", key=True),
        whole("posted_supplier_transaction_id", IN_A_SUM),
        *AGED,
    )
