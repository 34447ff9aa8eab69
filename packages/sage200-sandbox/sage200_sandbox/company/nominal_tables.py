"""What else there is of the nominal ledger: control accounts, memos, look-ups, and values by period.

Views repeat the nominal codes at the end of the story; they stay as they are when a day of work posts.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox.company import nominal
from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.office import USER
from sage200_sandbox.company.reading import ZERO, by, typed
from sage200_sandbox.company.repeating import repeated, type_ids

if TYPE_CHECKING:
    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.rows import Row, Value

_CONTROLS = (
    ("ControlAccountDebtors", nominal.DEBTORS.reference),
    ("ControlAccountCreditors", nominal.CREDITORS.reference),
    ("ControlAccountDefaultBank", nominal.BANKS["CURRENT"].reference),
    ("ControlAccountOutputTax", nominal.SALES_TAX.reference),
    ("ControlAccountInputTax", nominal.PURCHASE_TAX.reference),
    ("ControlAccountExchangeDifferences", nominal.EXCHANGE_DIFFERENCES.reference),
    ("ControlAccountRetainedProfit", nominal.RESERVES.reference),
    ("ControlAccountSuspense", "9998"),
)
_PROFILES = ("Even", "Seasonal", "By working days")
_MEMOS = {
    "2109": "Cleared when the supplier's invoice is posted.",
    "6000": "Paid on the last working day.\r\nSee the payroll's summary.",
    "9998": "Must be nil at the end of every period.",
}
_BUDGET_NONE, _BUDGET_ANNUAL = "NominalBudgetTypeNone", "NominalBudgetTypeAnnual"
_RESULT = "ProfitAndLoss"
_MONTHS, _HUNDRED = 12, 100
_CURRENT_AND_LAST = (-1, 0)


def tables(office: Office, made: Tables) -> Tables:
    """All of the nominal ledger that follows from its codes and their postings."""
    codes = made["nominal_codes"]
    return {
        "control_nominal_codes": _control_nominal_codes(office, made),
        "consolidated_nominal_codes": _consolidated_nominal_codes(office, codes),
        "nominal_budget_profiles": [
            blank("nominal_budget_profiles", id=office.next_id(), name=name) for name in _PROFILES
        ],
        "nominal_code_memos": [
            blank(
                "nominal_code_memos",
                nominal_code_id=code["id"],
                is_active=True,
                note=_MEMOS[str(code["reference"])],
                created_by=USER,
                **office.master("nominal_code_memos"),
            )
            for code in codes
            if code["reference"] in _MEMOS
        ],
        "lookup_nominal_codes": [_slim("lookup_nominal_codes", made, code) for code in codes],
        "nominal_code_views": nominal_code_views(made),
        "nominal_period_value_views": nominal_period_value_views(office, made),
    }


def _control_nominal_codes(office: Office, made: Tables) -> list[Row]:
    """The codes that other modules post to by themselves."""
    codes, categories = by(made["nominal_codes"], "reference"), by(made["nominal_report_categories"], "id")
    return [
        blank(
            "control_nominal_codes",
            name=codes[reference]["name"],
            account_number=reference,
            nominal_reporting_type=categories[codes[reference]["report_category_id"]]["account_report_type"],
            control_nominal_code_type=kind,
            **office.master("control_nominal_codes"),
        )
        for kind, reference in _CONTROLS
    ]


def _consolidated_nominal_codes(office: Office, codes: list[Row]) -> list[Row]:
    """The codes of a parent company, one for each reference; no code of the company is linked to one yet."""
    names = {code["reference"]: _plain_name(code) for code in codes}
    return [
        blank(
            "consolidated_nominal_codes",
            name=name,
            reference=reference,
            nominal_account_type="NominalAccountTypePosting",
            account_status_type="AccountStatusActive",
            **office.master("consolidated_nominal_codes"),
        )
        for reference, name in names.items()
    ]


def _plain_name(code: Row) -> str:
    """The name without cost centre and department."""
    parts = str(code["name"]).split(" - ")
    return " - ".join(parts[: len(parts) - bool(code["cost_centre_id"]) - bool(code["department_id"])])


def _slim(table: str, made: Tables, code: Row) -> Row:
    """A row of a view with a nominal code's own values and the ids of its types."""
    return blank(
        table,
        **repeated(table, code),
        nominal_account_type_id=type_ids(made, "nominal_account_types").get(code["nominal_account_type"], 0),
        account_status_type_id=type_ids(made, "account_status_types").get(code["account_status_type"], 0),
    )


def nominal_code_views(made: Tables) -> list[Row]:
    """The nominal codes with their report categories and this year's budget."""
    categories = by(made["nominal_report_categories"], "id")
    reports, budgets = type_ids(made, "nominal_reporting_types"), type_ids(made, "nominal_budget_types")
    rows = []
    for code in made["nominal_codes"]:
        category = categories[code["report_category_id"]]
        budget = _MONTHS * _monthly_budget(code, category)
        rows.append(
            _slim("nominal_code_views", made, code)
            | {
                "report_category_code": category["code"],
                "report_category_description": category["description"],
                "report_category_report_type_id": reports[category["account_report_type"]],
                "year_value_budget_type_id": budgets[_BUDGET_ANNUAL if budget else _BUDGET_NONE],
                "year_value_budget_value": budget,
                "year_value_original_budget_value": budget,
                "debit_year_to_date": code["debit_balance_year_to_date"],
                "credit_year_to_date": code["credit_balance_year_to_date"],
            }
        )
    return rows


def _monthly_budget(code: Row, category: Row) -> Decimal:
    """What was planned for a month of this year: for income and expenses, the year's result in round hundreds."""
    if category["account_report_type"] != _RESULT:
        return ZERO
    hundreds = (typed(code, "balance_year_to_date", Decimal) / (_MONTHS * _HUNDRED)).quantize(Decimal(1))
    return hundreds * _HUNDRED + ZERO


def nominal_period_value_views(office: Office, made: Tables) -> list[Row]:
    """What was posted to each code in each period of last year and this: debits less credits."""
    posted: defaultdict[tuple[Value, Value], Decimal] = defaultdict(lambda: ZERO)
    for row in made["nominal_transaction_enquiry_views"]:
        value = typed(row, "debit", Decimal) - typed(row, "credit", Decimal)
        posted[row["nominal_code_id"], row["accounting_period_id"]] += value
    categories = by(made["nominal_report_categories"], "id")
    periods = [
        row for row in made["financial_year_period_views"] if row["year_relative_to_current_year"] in _CURRENT_AND_LAST
    ]
    rows = []
    for code in made["nominal_codes"]:
        budget = _monthly_budget(code, categories[code["report_category_id"]])
        shown = _code_of_period_value(code)
        rows += [
            blank(
                "nominal_period_value_views",
                **shown,
                **_period(period),
                nominal_period_value_id=office.next_id(),
                nominal_period_value_budget_value=ZERO if period["year_relative_to_current_year"] else budget,
                nominal_period_value_actual_value=posted.get((code["id"], period["accounting_period_id"]), ZERO),
            )
            for period in periods
        ]
    return rows


def _code_of_period_value(code: Row) -> Row:
    return {
        "nominal_code_id": code["id"],
        "nominal_code_account_number_cost_centre_id": code["cost_centre_id"],
        "nominal_code_cost_centre_id": code["cost_centre_id"],
        "nominal_code_department_id": code["department_id"],
        "nominal_code_account_type": code["nominal_account_type"],
        "nominal_code_report_category_id": code["report_category_id"],
        "nominal_code_name": code["name"],
        "nominal_code_reference": code["reference"],
        "nominal_code_cost_centre": code["cost_centre_code"],
        "nominal_code_department": code["department_code"],
        "nominal_code_account_status_type": code["account_status_type"],
    }


def _period(period: Row) -> Row:
    return repeated("nominal_period_value_views", period) | {
        "accounting_period_period_number": period["period_number"],
        "accounting_period_start_date": period["period_start_date"],
        "accounting_period_end_date": period["period_end_date"],
    }
