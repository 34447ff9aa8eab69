"""Aged balances of customers.

Sage calculates these reports at request time, from the open transactions and the current date. A row is valid for the
day of the request. Sage stores none of it, and no row has a timestamp. The posted transactions give the same figures,
so no table here is selected by default.
"""

from __future__ import annotations

from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams.columns import money, reference, table, text, timestamp, whole
from tap_sage200.streams.shared.aged_balances import AGED, AGEING, AGEING_AND_PERIOD, IN_A_SUM


class SalesAgedDebtorDetailedViews(ResourceStream):
    """The open value of a customer transaction, by age.

    The primary key is inferred.

    Sage's query option `$ageingdatetype` selects the date from which ages are calculated: `transactiondate`, `duedate`
    or `calendarmonth` (documented). The setting `tables` can send it.
    Without it, Sage's default applies.
    """

    name = "sales_aged_debtor_detailed_views"
    introduced = "2020-09-16"
    key = ("customer_id", "posted_customer_transaction_id")
    timestamps = ()
    created = None
    selected_by_default = False
    query_options = AGEING
    schema = table(
        reference("customer_id", "customers", key=True),
        reference("posted_customer_transaction_id", "sales_posted_transactions", key=True),
        *AGED,
    )


class SalesAgedDebtorSummaryViews(ResourceStream):
    """The balance that a customer owes, by age.

    The primary key is inferred.

    Sage's query option `$ageingdatetype` selects the date from which ages are calculated: `transactiondate`, `duedate`
    or `calendarmonth` (documented). The setting `tables` can send it.
    Without it, Sage's default applies.
    """

    name = "sales_aged_debtor_summary_views"
    introduced = "2020-09-16"
    key = ("customer_id",)
    timestamps = ()
    created = None
    selected_by_default = False
    query_options = AGEING
    schema = table(
        reference("customer_id", "customers", key=True),
        whole("posted_customer_transaction_id", IN_A_SUM),
        *AGED,
    )


class SalesAgedTransactionPeriodViews(ResourceStream):
    """The balance that a customer owes for one ageing period.

    The primary key is inferred.

    Sage's query option `$ageingdatetype` selects the date from which ages are calculated: `transactiondate`, `duedate`
    or `calendarmonth`. `$periodnumber` selects the period: 0 is the current period, and the other numbers are not
    documented. Ages are calculated to the end of the period. Together, the two options give Sage's aged debt for an
    earlier day (documented). The setting `tables` can send both. Without them, Sage's defaults apply.
    """

    name = "sales_aged_transaction_period_views"
    key = ("customer_id", "ageing_period_name")
    timestamps = ()
    created = None
    selected_by_default = False
    query_options = AGEING_AND_PERIOD
    schema = table(
        reference("customer_id", "customers", key=True),
        text("ageing_period_name", "Name of the period, as set up in the ledger.", key=True),
        timestamp("ageing_date", "End of the ageing period, or today (documented)."),
        money("base_outstanding_value", "Not yet allocated, in the base currency."),
    )
