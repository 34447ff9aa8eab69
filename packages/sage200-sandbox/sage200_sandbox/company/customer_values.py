"""What was traded with each customer in a period and in a year, as the sales ledger adds it up.

Credit notes and money received are positive here (inferred), so that what was invoiced less these is what the
customer's balance moved by.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.invoices import INVOICE_TYPE
from sage200_sandbox.company.ledger import CREDIT_NOTE, MONEY
from sage200_sandbox.company.reading import ZERO, by, pence, typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

    Place = tuple[Value, int]
    Sums = defaultdict[tuple[Place, str], Decimal]

_PROFIT = "invoice_line_profit_analysis_realised_profit_value"
_KINDS = {CREDIT_NOTE: ("credit_note", "cred_note", -1), MONEY: ("cash", "cash", -1)}
_LINE_DAY = "sop_invoice_credit_line_invoice_credit_date"
_VALUES = (
    *(f"total_{name}_value_to_date" for name in ("invoice", "credit_note", "cash", "profit")),
    *(f"total_{name}_value_to_date_in_base" for name in ("invoice", "cred_note", "cash", "profit")),
)
_INVOICED = ("invoice", "invoice", 1)
_SLOTS = tuple(f"analysis_code_{slot}" for slot in range(1, 6))
_YEAR = (
    *("financial_year_id", "financial_year_start_date", "financial_year_end_date"),
    *("year_relative_to_current_year", "number_of_periods_in_year"),
)


def tables(office: Office, made: Tables) -> Tables:
    """The values of periods and of years."""
    years = list(by(made["financial_year_period_views"], "financial_year_id").values())
    periods = made["sales_trading_periods"]
    return {
        "customer_period_value_views": [
            blank(
                "customer_period_value_views",
                customer_period_value_id=office.next_id(),
                **customer,
                **values,
                customer_analysis_period_id=periods[index]["id"],
                analysis_period_reference=f"{periods[index]['start_date']:%b %Y}",
                analysis_period_start_date=periods[index]["start_date"],
                analysis_period_end_date=periods[index]["end_date"],
            )
            for customer, index, values in _traded(
                made, "period_value", [date_in(period, "start_date") for period in periods]
            )
        ],
        "customer_year_value_views": [
            blank(
                "customer_year_value_views",
                customer_year_value_id=office.next_id(),
                **customer,
                **values,
                **{name: years[index][name] for name in _YEAR},
            )
            for customer, index, values in _traded(
                made, "year_value", [date_in(year, "financial_year_start_date") for year in years]
            )
        ],
    }


def _traded(made: Tables, prefix: str, starts: Sequence[datetime]) -> Iterator[tuple[Row, int, Row]]:
    """The columns of a customer, the position of a span of time among `starts`, and the columns of the sums.

    What was before the first span is left out.
    """
    customers = by(made["customers"], "id")
    entries = [*made["sales_historical_transactions"], *made["sales_posted_transactions"]]
    posted: dict[Place, datetime] = {}
    sums: Sums = defaultdict(lambda: ZERO)
    for entry in entries:
        place = entry["customer_id"], bisect_right(starts, date_in(entry, "transaction_date")) - 1
        created = date_in(entry, "date_time_created")
        posted[place] = max(posted.get(place, created), created)
        for name, value in _values(entry):
            sums[place, name] += value
    for line in made["customer_sop_invoice_credit_line_views"]:
        place = line["customer_id"], bisect_right(starts, date_in(line, _LINE_DAY)) - 1
        for name, value in _profit(line):
            sums[place, name] += value
    for place in sorted(posted, key=lambda one: (one[1], str(one[0]).rjust(20))):
        customer, index = place
        if index >= 0:
            values: Row = {f"{prefix}_{name}": sums[place, name] for name in _VALUES}
            yield _customer(customers[customer]), index, values | {f"{prefix}_date_time_updated": posted[place]}


def _values(entry: Row) -> Iterator[tuple[str, Decimal]]:
    """What a posted transaction adds to which sums."""
    name, name_in_base, sign = _KINDS.get(typed(entry, "trader_transaction_type", str), _INVOICED)
    yield f"total_{name}_value_to_date", sign * typed(entry, "document_gross_value", Decimal)
    yield f"total_{name_in_base}_value_to_date_in_base", sign * typed(entry, "base_gross_value", Decimal)


def _profit(line: Row) -> Iterator[tuple[str, Decimal]]:
    """What the profit of a line of an invoice or credit note adds to which sums; a draft has none."""
    if line[_PROFIT] is not None:
        sign = 1 if line["sop_invoice_credit_type"] == INVOICE_TYPE else -1
        profit = sign * typed(line, _PROFIT, Decimal)
        yield "total_profit_value_to_date", pence(profit * typed(line, "sop_invoice_credit_exchange_rate", Decimal))
        yield "total_profit_value_to_date_in_base", pence(profit)


def _customer(customer: Row) -> Row:
    return {f"customer_{name}": customer[name] for name in ("id", "reference", "name", *_SLOTS)}
