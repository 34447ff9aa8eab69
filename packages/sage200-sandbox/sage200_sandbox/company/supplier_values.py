"""What was traded with each supplier in a period and in a year, as the purchase ledger adds it up.

Credit notes and money paid are positive here (inferred), so that what was invoiced less these is what the
supplier's balance moved by. There is a row only where something was posted.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.ledger import CREDIT_NOTE, MONEY
from sage200_sandbox.company.reading import by, total, typed
from sage200_sandbox.company.repeating import grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

    Month = tuple[int, int]

_YEAR = (
    *("financial_year_id", "financial_year_start_date", "financial_year_end_date"),
    *("year_relative_to_current_year", "number_of_periods_in_year"),
)


def tables(office: Office, made: Tables) -> Tables:
    """The values of periods and of years; those of periods need the periods of the purchase ledger."""
    suppliers = by(made["suppliers"], "id")
    periods = {_month(row, "start_date"): row for row in made["purchase_trading_periods"]}
    years = {_month(row, "period_start_date"): row for row in made["financial_year_period_views"]}
    posted = made["purchase_posted_transactions"]
    return {
        "supplier_period_value_views": [
            blank(
                "supplier_period_value_views",
                supplier_period_value_id=office.next_id(),
                **_supplier(suppliers[rows[0]["supplier_id"]]),
                supplier_analysis_period_id=period["id"],
                analysis_period_reference=f"{period['start_date']:%b %Y}",
                analysis_period_start_date=period["start_date"],
                analysis_period_end_date=period["end_date"],
                **_sums("period_value", rows),
            )
            for period, rows in _spans(posted, lambda month: periods[month], "id")
        ],
        "supplier_year_value_views": [
            blank(
                "supplier_year_value_views",
                supplier_year_value_id=office.next_id(),
                **_supplier(suppliers[rows[0]["supplier_id"]]),
                **{name: year[name] for name in _YEAR},
                **_sums("year_value", rows),
            )
            for year, rows in _spans(posted, lambda month: years[month], "financial_year_id")
        ],
    }


def _month(row: Row, field: str) -> Month:
    start = date_in(row, field)
    return start.year, start.month


def _spans(posted: Iterable[Row], span_of: Callable[[Month], Row], key: str) -> Iterator[tuple[Row, Sequence[Row]]]:
    """For each supplier, each span of time with what was posted in it; spans with the same key are one."""
    for rows in grouped(posted, "supplier_id").values():
        spans: dict[object, tuple[Row, list[Row]]] = {}
        for row in rows:
            span = span_of(_month(row, "transaction_date"))
            spans.setdefault(span[key], (span, []))[1].append(row)
        yield from spans.values()


def _supplier(supplier: Row) -> Row:
    return {
        "supplier_id": supplier["id"],
        "supplier_reference": supplier["reference"],
        "supplier_name": supplier["name"],
        **{f"supplier_analysis_code_{slot}": supplier[f"analysis_code_{slot}"] for slot in range(1, 6)},
    }


def _sums(prefix: str, posted: Sequence[Row]) -> Row:
    """Invoices, credit notes and money, in the supplier's currency and in base."""
    money = [row for row in posted if row["trader_transaction_type"] == MONEY]
    credits_ = [row for row in posted if row["trader_transaction_type"] == CREDIT_NOTE]
    bills = [row for row in posted if row["trader_transaction_type"] not in {MONEY, CREDIT_NOTE}]
    return {
        f"{prefix}_total_invoice_value_to_date": _gross(bills, "document"),
        f"{prefix}_total_credit_note_value_to_date": -_gross(credits_, "document"),
        f"{prefix}_total_cash_value_to_date": -_gross(money, "document"),
        f"{prefix}_total_invoice_value_to_date_in_base": _gross(bills, "base"),
        f"{prefix}_total_cred_note_value_to_date_in_base": -_gross(credits_, "base"),
        f"{prefix}_total_cash_value_to_date_in_base": -_gross(money, "base"),
        f"{prefix}_date_time_updated": max(date_in(row, "date_time_created") for row in posted),
    }


def _gross(posted: Iterable[Row], currency: str) -> Decimal:
    return total(typed(row, f"{currency}_gross_value", Decimal) for row in posted)
