"""Values of each customer and supplier by period and by year, summed from the ledgers.

Credit notes, receipts and payments are positive here (inferred). Invoices minus these values are the change of the
balance. Periods without postings have no row.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.invoices import INVOICE_LINES, INVOICE_TYPE
from sage200_sandbox.company.ledger import CREDIT_NOTE, LEDGERS, MONEY, SALES_LEDGER
from sage200_sandbox.company.reading import ZERO, by, pence, typed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sage200_sandbox.company.ledger import Counters, Ledger
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

KINDS = ("period", "year")
_KINDS = {CREDIT_NOTE: ("credit_note", "cred_note", -1), MONEY: ("cash", "cash", -1)}
_INVOICED = ("invoice", "invoice", 1)
_YEAR = (
    *("financial_year_id", "financial_year_start_date", "financial_year_end_date"),
    *("year_relative_to_current_year", "number_of_periods_in_year"),
)


def tables(counters: Counters, made: Tables) -> Tables:
    """The values by period and by year of both ledgers."""
    rows: Tables = {}
    for ledger in LEDGERS:
        history = made["sales_historical_transactions"] if ledger is SALES_LEDGER else []
        lines = grouped_lines(made[INVOICE_LINES]) if ledger is SALES_LEDGER else {}
        traders = by(made[f"{ledger.trader}s"], "id")
        for kind in KINDS:
            groups: defaultdict[tuple[Value, int], list[Row]] = defaultdict(list)
            spans = spans_of(ledger, kind, made.__getitem__)
            for posted in (*history, *made[ledger.posted]):
                place = span_at(spans, date_in(posted, "transaction_date"))
                if place >= 0:
                    groups[posted[f"{ledger.trader}_id"], place].append(posted)
            rows[table(ledger, kind)] = [
                value_row(counters, ledger, kind, trader=traders[trader], span=spans[place][1])
                | values(ledger, kind, posted, lines)
                for (trader, place), posted in groups.items()
            ]
    return rows


def table(ledger: Ledger, kind: str) -> str:
    """The view of a ledger's values by period or by year."""
    return f"{ledger.trader}_{kind}_value_views"


def grouped_lines(lines: Iterable[Row]) -> dict[Value, list[Row]]:
    """The lines of invoices and credit notes by document number, without drafts."""
    documents: dict[Value, list[Row]] = {}
    for line in lines:
        if line["invoice_line_profit_analysis_realised_profit_value"] is not None:
            documents.setdefault(line["sop_invoice_credit_document_no"], []).append(line)
    return documents


def spans_of(ledger: Ledger, kind: str, rows: Callable[[str], list[Row]]) -> list[tuple[datetime, Row]]:
    """The start of each period or year, in order, with the columns that the view repeats from it."""
    if kind == "year":
        years = by(rows("financial_year_period_views"), "financial_year_id").values()
        return sorted(
            ((date_in(year, "financial_year_start_date"), {name: year[name] for name in _YEAR}) for year in years),
            key=lambda span: span[0],
        )
    return [
        (
            date_in(period, "start_date"),
            {
                f"{ledger.trader}_analysis_period_id": period["id"],
                "analysis_period_reference": f"{period['start_date']:%b %Y}",
                "analysis_period_start_date": period["start_date"],
                "analysis_period_end_date": period["end_date"],
            },
        )
        for period in rows(f"{ledger.name}_trading_periods")
    ]


def span_at(spans: list[tuple[datetime, Row]], day: datetime) -> int:
    """The position of the period or year of a day; -1 before the first one."""
    return bisect_right(spans, day, key=lambda span: span[0]) - 1


def value_row(counters: Counters, ledger: Ledger, kind: str, *, trader: Row, span: Row) -> Row:
    """The row of a customer or supplier for a period or year, without values."""
    names = ("id", "reference", "name", *(f"analysis_code_{slot}" for slot in range(1, 6)))
    return blank(
        table(ledger, kind),
        **{f"{ledger.trader}_{kind}_value_id": counters.next_id()},
        **{f"{ledger.trader}_{name}": trader[name] for name in names},
        **span,
    )


def values(ledger: Ledger, kind: str, posted: Iterable[Row], lines: dict[Value, list[Row]]) -> Row:
    """The sums of posted transactions, and the time of the last one. Profit comes from the lines of their documents."""
    sums: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    moments = []
    for row in posted:
        name, in_base, sign = _KINDS.get(typed(row, "trader_transaction_type", str), _INVOICED)
        sums[f"{name}_value_to_date"] += sign * typed(row, "document_gross_value", Decimal)
        sums[f"{in_base}_value_to_date_in_base"] += sign * typed(row, "base_gross_value", Decimal)
        moments.append(date_in(row, "date_time_created"))
        if ledger is SALES_LEDGER:
            profit = sum((_profit(line) for line in lines.get(row["reference"], [])), ZERO)
            sums["profit_value_to_date"] += pence(profit * typed(row, "exchange_rate", Decimal))
            sums["profit_value_to_date_in_base"] += pence(profit)
    of_kind: Row = {f"{kind}_value_total_{name}": value for name, value in sums.items()}
    return of_kind | {f"{kind}_value_date_time_updated": max(moments)}


def _profit(line: Row) -> Decimal:
    sign = 1 if line["sop_invoice_credit_type"] == INVOICE_TYPE else -1
    return sign * typed(line, "invoice_line_profit_analysis_realised_profit_value", Decimal)
