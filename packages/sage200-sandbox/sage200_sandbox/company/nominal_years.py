"""What Sage nests in nominal codes: a row for each financial year, with what was posted and planned by period.

Period balances are debits less credits, as `nominal_period_value_views` shows them for last year and this; they have
their ids from there, and the stamp of their code. Only last year is closed. The next year has neither postings nor a
budget yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank, scaled
from sage200_sandbox.company.nested import nested
from sage200_sandbox.company.reading import ZERO, by
from sage200_sandbox.company.repeating import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

YEARS, BALANCES = "nominal_code_financial_years", "nominal_code_period_balances"


def tables(office: Office, made: Tables) -> Tables:
    """The years of every nominal code and their periods."""
    periods = grouped(made["financial_year_period_views"], "year_relative_to_current_year")
    shown = by(made["nominal_code_views"], "id")
    budgets = by(made["nominal_budget_types"], "id")
    values = {(row["nominal_code_id"], row["accounting_period_id"]): row for row in made["nominal_period_value_views"]}
    years: list[Row] = []
    balances: list[Row] = []
    for code in made["nominal_codes"]:
        for relative, of_year in periods.items():
            year = _year(office, code, of_year[0], closed=relative == -1)
            if relative == 0:
                view = shown[code["id"]]
                year["budget_type"] = budgets[view["year_value_budget_type_id"]]["value"]
                year["original_budget_value"] = view["year_value_original_budget_value"]
                year["budget_value"] = view["year_value_budget_value"]
            years.append(year)
            balances += _balances(office, code, year, of_year, values)
    return {YEARS: years, BALANCES: balances}


def _year(office: Office, code: Row, period: Row, *, closed: bool) -> Row:
    """A year, without a budget; what it closed with is what this year brought forward."""
    return nested(
        YEARS,
        code,
        financial_year_id=period["financial_year_id"],
        year_relative_to_current_year=period["year_relative_to_current_year"],
        budget_type="NominalBudgetTypeNone",
        closing_balance=code["brought_forward_balance"] if closed else ZERO,
        id=office.next_id(),
        date_time_created=code["date_time_updated"],
        date_time_updated=code["date_time_updated"],
    )


def _balances(
    office: Office, code: Row, year: Row, periods: list[Row], values: dict[tuple[Value, Value], Row]
) -> Iterator[Row]:
    pattern = blank(
        BALANCES,
        nominal_code_id=code["id"],
        nominal_code_financial_year_id=year["id"],
        nominal_account_year_value_id=year["id"],
        is_future_period=year["year_relative_to_current_year"] == 1,
        date_time_created=year["date_time_created"],
        date_time_updated=year["date_time_updated"],
    )
    for period in periods:
        row = pattern | {name: period[name] for name in ("accounting_period_id", "period_number")}
        value = values.get((code["id"], period["accounting_period_id"]))
        row["id"] = value["nominal_period_value_id"] if value else office.next_id()
        yield row | _values(value) if value else row


def _values(value: Row) -> Row:
    budget, actual = (value[f"nominal_period_value_{name}_value"] for name in ("budget", "actual"))
    return scaled(BALANCES, {"original_budget_value": budget, "budget_value": budget, "period_balance": actual})
