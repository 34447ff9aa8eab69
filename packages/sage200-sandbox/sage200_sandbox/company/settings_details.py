"""What Sage nests in the company's details, in settings and in departments.

Aged debt is shown in the periods that `ageing` counts; what is overdue in the first three of them (inferred).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox.company.addresses import address
from sage200_sandbox.company.dates import date_in
from sage200_sandbox.company.nested import nested

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row

_AGES = tuple(range(30, 270, 30))
_OVERDUE = _AGES[:3]
_NORMAL, _WARNING, _REFUSED = (f"TransactionDate{name}" for name in ("Normal", "Warning", "Refused"))


def tables(office: Office, made: Tables) -> Tables:
    """What belongs to single rows, and how departments stand."""
    (company,), (purchases,) = made["company_details"], made["purchase_ledger_settings"]
    (system,) = made["system_settings"]
    return {
        "company_addresses": [
            nested(
                "company_addresses",
                company,
                **address(office.home, 0, number=71),
                **office.master("company_addresses"),
            )
        ],
        "purchase_ledger_ageing_periods": _periods(office, "purchase_ledger_ageing_periods", purchases, _AGES),
        "purchase_ledger_overdue_periods": _periods(office, "purchase_ledger_overdue_periods", purchases, _OVERDUE),
        "transaction_date_validations": [_date_validation(office, system)],
        "nominal_budget_titles": _budget_titles(office, made),
        "department_statuses": _department_statuses(made),
    }


def _periods(office: Office, table: str, settings: Row, days: tuple[int, ...]) -> list[Row]:
    return [nested(table, settings, days_period_starts_after=after, **office.master(table)) for after in days]


def _date_validation(office: Office, settings: Row) -> Row:
    """Dates within a month are entered without question, those of the quarter with a warning."""
    return nested(
        "transaction_date_validations",
        settings,
        transaction_date_validation_type="TransactionDateValidationDays",
        pre_days_normal=31,
        post_days_normal=7,
        pre_days_acceptable=92,
        post_days_acceptable=31,
        previous_year_classification=_WARNING,
        future_year_classification=_REFUSED,
        closed_period_classification=_REFUSED,
        future_period_classification=_NORMAL,
        **office.master("transaction_date_validations"),
    )


def _budget_titles(office: Office, made: Tables) -> list[Row]:
    """The budget of each financial year, by its years."""
    (settings,) = made["nominal_ledger_settings"]
    firsts = (row for row in made["financial_year_period_views"] if row["period_number"] == 1)
    return [
        nested(
            "nominal_budget_titles",
            settings,
            year_relative_to_current_year=first["year_relative_to_current_year"],
            budget_title=_title(first),
            **office.master("nominal_budget_titles"),
        )
        for first in firsts
    ]


def _title(period: Row) -> str:
    start, end = (date_in(period, f"financial_year_{side}_date") for side in ("start", "end"))
    return f"Budget {start:%Y}/{end:%y}"


def _department_statuses(made: Tables) -> list[Row]:
    """Why a department cannot be deleted: nominal codes name it (the words are inferred)."""
    used = {code["department_id"] for code in made["nominal_codes"]}
    return [
        nested("department_statuses", row, delete_exception_type="InUse" if row["id"] in used else "None")
        for row in made["departments"]
    ]
