"""Aged balances: how old the debt of customers is.

Sage reckons these reports at the moment of asking, from the open entries and today's date, so a row is true for the
day it was read. Nothing here is stored in Sage, no row has a stamp, and the same can be worked out from the posted
transactions: no table here is selected by default.
"""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import money, reference, table, text, timestamp, whole
from tap_sage200.streams.shared.aged_balances import AGED, IN_A_SUM


class SalesAgedDebtorDetailedViews(ResourceStream):
    """What is open of one entry of a customer's account, by age. Its key is inferred.

    Sage's query option `$ageingdatetype` chooses the date that ages are counted from: `transactiondate`, `duedate` or
    `calendarmonth` (documented). The tap does not ask for it, so Sage's own default holds.
    """

    name = "sales_aged_debtor_detailed_views"
    introduced = "2020-09-16"
    key = ("customer_id", "posted_customer_transaction_id")
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        reference("customer_id", "customers", key=True),
        reference("posted_customer_transaction_id", "sales_posted_transactions", key=True),
        *AGED,
    )


class SalesAgedDebtorSummaryViews(ResourceStream):
    """What a customer owes us, by age. Its key is inferred.

    Sage's query option `$ageingdatetype` chooses the date that ages are counted from: `transactiondate`, `duedate` or
    `calendarmonth` (documented). The tap does not ask for it, so Sage's own default holds.
    """

    name = "sales_aged_debtor_summary_views"
    introduced = "2020-09-16"
    key = ("customer_id",)
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        reference("customer_id", "customers", key=True),
        whole("posted_customer_transaction_id", IN_A_SUM),
        *AGED,
    )


class SalesAgedTransactionPeriodViews(ResourceStream):
    """What a customer owes us of one ageing period. Its key is inferred.

    Sage's query option `$ageingdatetype` chooses the date that ages are counted from: `transactiondate`, `duedate` or
    `calendarmonth`. `$periodnumber` chooses the period whose end they are counted to: 0 is the current one, and how the
    others are numbered is not documented. Together they give Sage's own aged debt of an earlier day (documented). The
    tap asks for neither, so Sage's own defaults hold.
    """

    name = "sales_aged_transaction_period_views"
    key = ("customer_id", "ageing_period_name")
    timestamps = ()
    created = None
    selected_by_default = False
    schema = table(
        reference("customer_id", "customers", key=True),
        text("ageing_period_name", "Title of the period, as the ledger has it set up.", key=True),
        timestamp("ageing_date", "End of the ageing period, or today (documented)."),
        money("base_outstanding_value", "Not yet matched, in the base currency."),
    )
