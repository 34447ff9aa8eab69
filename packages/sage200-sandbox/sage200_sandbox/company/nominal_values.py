"""Actual values and budgets of nominal codes by period: the views, and the rows nested in nominal codes.

The value of a period is its debits minus its credits. Only last year is closed. Next year has no budget yet.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import nominal
from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.nested import nested
from sage200_sandbox.company.reading import ZERO, by, grouped, typed
from sage200_sandbox.company.views import repeated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

CODE_VIEWS, PERIOD_VIEWS = "nominal_code_views", "nominal_period_value_views"
YEARS, BALANCES = "nominal_code_financial_years", "nominal_code_period_balances"
_CONTROLS = {
    "Debtors": nominal.DEBTORS,
    "Creditors": nominal.CREDITORS,
    "DefaultBank": nominal.BANKS["CURRENT"],
    "OutputTax": nominal.SALES_TAX,
    "InputTax": nominal.PURCHASE_TAX,
    "ExchangeDifferences": nominal.EXCHANGE_DIFFERENCES,
    "RetainedProfit": nominal.RESERVES,
}
_MONTHS, _HUNDRED = 12, 100


def tables(office: Office, made: Tables) -> Tables:
    """The tables that follow from the nominal codes and their postings."""
    budgets = {code["id"]: _monthly_budget(code, made) for code in made["nominal_codes"]}
    made = made | {PERIOD_VIEWS: _period_values(office, made, budgets)}
    years, balances = _nested(office, made, budgets)
    return {
        "control_nominal_codes": _controls(office, made),
        CODE_VIEWS: [_code_view(code, made, budgets) for code in made["nominal_codes"]],
        PERIOD_VIEWS: made[PERIOD_VIEWS],
        YEARS: years,
        BALANCES: balances,
    }


def _monthly_budget(code: Row, made: Tables) -> Decimal:
    """The budget of one month of this year. For income and expenses it is the month's share, in round hundreds."""
    category = by(made["nominal_report_categories"], "id")[code["report_category_id"]]
    if category["account_report_type"] != "ProfitAndLoss":
        return ZERO
    hundreds = (typed(code, "balance_year_to_date", Decimal) / (_MONTHS * _HUNDRED)).quantize(Decimal(1))
    return hundreds * _HUNDRED + ZERO


def _controls(office: Office, made: Tables) -> list[Row]:
    """The nominal codes to which other modules post automatically."""
    codes, table = by(made["nominal_codes"], "reference"), "control_nominal_codes"
    return [
        blank(
            table,
            name=codes[account.reference]["name"],
            account_number=account.reference,
            nominal_reporting_type="BalanceSheet" if account.reference < "4" else "ProfitAndLoss",
            control_nominal_code_type=f"ControlAccount{kind}",
            **office.master(table),
        )
        for kind, account in _CONTROLS.items()
    ]


def _budget_type(budget: Decimal) -> str:
    return "NominalBudgetTypeAnnual" if budget else "NominalBudgetTypeNone"


def _code_view(code: Row, made: Tables, budgets: Mapping[Value, Decimal]) -> Row:
    """A nominal code with its report category and this year's budget."""
    category = by(made["nominal_report_categories"], "id")[code["report_category_id"]]
    budget = _MONTHS * budgets[code["id"]]
    listed = {
        "nominal_account_type_id": ("nominal_account_types", code["nominal_account_type"]),
        "account_status_type_id": ("account_status_types", code["account_status_type"]),
        "report_category_report_type_id": ("nominal_reporting_types", category["account_report_type"]),
        "year_value_budget_type_id": ("nominal_budget_types", _budget_type(budget)),
    }
    return blank(
        CODE_VIEWS,
        **repeated(CODE_VIEWS, code),
        **{name: by(made[table], "value")[value]["id"] for name, (table, value) in listed.items()},
        report_category_code=category["code"],
        report_category_description=category["description"],
        year_value_budget_value=budget,
        year_value_original_budget_value=budget,
        **year_to_date(code),
    )


def year_to_date(code: Row) -> Row:
    """The debits and credits of a nominal code, under the names of its view."""
    return {f"{side}_year_to_date": code[f"{side}_balance_year_to_date"] for side in ("debit", "credit")}


def _period_values(office: Office, made: Tables, budgets: Mapping[Value, Decimal]) -> list[Row]:
    """The value of each nominal code in each period of last year and this year."""
    posted: defaultdict[tuple[Value, Value], Decimal] = defaultdict(lambda: ZERO)
    for row in made["nominal_transaction_enquiry_views"]:
        posted[row["nominal_code_id"], row["accounting_period_id"]] += net(row)
    periods = [row for row in made["financial_year_period_views"] if row["year_relative_to_current_year"] in {-1, 0}]
    return [
        blank(
            PERIOD_VIEWS,
            **_code_of_period_value(code),
            **repeated(PERIOD_VIEWS, period),
            accounting_period_period_number=period["period_number"],
            accounting_period_start_date=period["period_start_date"],
            accounting_period_end_date=period["period_end_date"],
            nominal_period_value_id=office.next_id(),
            nominal_period_value_budget_value=ZERO if period["year_relative_to_current_year"] else budgets[code["id"]],
            nominal_period_value_actual_value=posted[code["id"], period["accounting_period_id"]],
        )
        for code in made["nominal_codes"]
        for period in periods
    ]


def net(posting: Row) -> Decimal:
    """The debit minus the credit of a posting."""
    return typed(posting, "debit", Decimal) - typed(posting, "credit", Decimal)


def _code_of_period_value(code: Row) -> Row:
    names = {
        **{name: name for name in ("id", "cost_centre_id", "department_id", "report_category_id", "name", "reference")},
        "account_number_cost_centre_id": "cost_centre_id",
        "account_type": "nominal_account_type",
        "cost_centre": "cost_centre_code",
        "department": "department_code",
        "account_status_type": "account_status_type",
    }
    return {f"nominal_code_{name}": code[source] for name, source in names.items()}


def _nested(office: Office, made: Tables, budgets: Mapping[Value, Decimal]) -> tuple[list[Row], list[Row]]:
    """The years that are nested in each code, and the periods that are nested in each year."""
    calendar = grouped(made["financial_year_period_views"], "year_relative_to_current_year")
    shown = {(row["nominal_code_id"], row["accounting_period_id"]): row for row in made[PERIOD_VIEWS]}
    years: list[Row] = []
    balances: list[Row] = []
    for code in made["nominal_codes"]:
        for relative, periods in calendar.items():
            budget = ZERO if relative else _MONTHS * budgets[code["id"]]
            year = nested(
                YEARS,
                code,
                financial_year_id=periods[0]["financial_year_id"],
                year_relative_to_current_year=relative,
                budget_type=_budget_type(budget),
                budget_value=budget,
                original_budget_value=budget,
                closing_balance=code["brought_forward_balance"] if relative == -1 else ZERO,
                id=office.next_id(),
                date_time_created=code["date_time_updated"],
                date_time_updated=code["date_time_updated"],
            )
            years.append(year)
            balances += _balances(office, year, periods, shown)
    return years, balances


def _balances(office: Office, year: Row, periods: Iterable[Row], shown: Mapping[tuple[Value, Value], Row]) -> list[Row]:
    """A row for each period. It has the id of the period value in the view."""
    rows = []
    for period in periods:
        value = shown.get((year["nominal_code_id"], period["accounting_period_id"]), {})
        budget = value.get("nominal_period_value_budget_value", ZERO)
        rows.append(
            nested(
                BALANCES,
                year,
                id=value.get("nominal_period_value_id") or office.next_id(),
                nominal_account_year_value_id=year["id"],
                is_future_period=year["year_relative_to_current_year"] == 1,
                accounting_period_id=period["accounting_period_id"],
                period_number=period["period_number"],
                original_budget_value=budget,
                budget_value=budget,
                period_balance=value.get("nominal_period_value_actual_value", ZERO),
                date_time_created=year["date_time_created"],
                date_time_updated=year["date_time_updated"],
            )
        )
    return rows
