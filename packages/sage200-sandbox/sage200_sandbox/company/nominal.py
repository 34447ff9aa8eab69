"""The nominal ledger: the chart of accounts and its postings.

Debits are positive and credits negative. The sum of all balances is therefore zero. The balance of an account at the
start of the year is its brought-forward balance. `balance_year_to_date` is the brought-forward balance plus the year's
debits minus its credits (meanings inferred).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sage200_sandbox.company.blank import blank
from sage200_sandbox.company.catalogue import GROUPS
from sage200_sandbox.company.office import YEAR_START
from sage200_sandbox.company.reading import ZERO, by

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from decimal import Decimal

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.rows import Row, Value


class Account(NamedTuple):
    """The identity of a nominal code: reference, cost centre and department ("" for none)."""

    reference: str
    cost_centre: str = ""
    department: str = ""


EQUIPMENT = Account("0010")
STOCK = Account("1001")
DEBTORS = Account("1100")
CREDITORS = Account("2100")
ACCRUED_GOODS = Account("2109")
SALES_TAX = Account("2200")
PURCHASE_TAX = Account("2201")
TAX_LIABILITY = Account("2202")
SHARE_CAPITAL = Account("3000")
RESERVES = Account("3200")
SUNDRY_SALES = Account("4900", "HOM")
STOCK_ADJUSTMENTS = Account("5200", "WHS")
PRICE_VARIANCE = Account("5300", "WHS")
BANK_CHARGES = Account("7901", "ADM")
EXCHANGE_DIFFERENCES = Account("7906")
BANKS = {"CURRENT": Account("1200"), "DEPOSIT": Account("1210"), "FOREIGN": Account("1220")}

_GROUP_DEPARTMENTS = tuple(group.department for group in GROUPS)
_CATEGORIES = (
    ("01", "BalanceSheet", "Asset", "Fixed Assets"),
    ("02", "BalanceSheet", "Asset", "Stock"),
    ("03", "BalanceSheet", "Asset", "Debtors"),
    ("04", "BalanceSheet", "Asset", "Bank"),
    ("05", "BalanceSheet", "Liability", "Creditors"),
    ("06", "BalanceSheet", "Liability", "Taxation"),
    ("07", "BalanceSheet", "Liability", "Capital & Reserves"),
    ("10", "ProfitAndLoss", "Income", "Sales"),
    ("11", "ProfitAndLoss", "Income", "Other Income"),
    ("20", "ProfitAndLoss", "Expense", "Cost of Sales"),
    ("30", "ProfitAndLoss", "Expense", "Wages & Salaries"),
    ("31", "ProfitAndLoss", "Expense", "Premises"),
    ("32", "ProfitAndLoss", "Expense", "Administration"),
    ("33", "ProfitAndLoss", "Expense", "Finance Costs"),
)
_CHART: tuple[tuple[str, str, str, Sequence[str], Sequence[str]], ...] = (
    ("0010", "Office Equipment", "01", ("",), ("",)),
    ("0011", "Office Equipment - Depreciation", "01", ("",), ("",)),
    ("1001", "Stock", "02", ("",), ("",)),
    ("1100", "Debtors Control", "03", ("",), ("",)),
    ("1200", "Bank - Current Account", "04", ("",), ("",)),
    ("1210", "Bank - Deposit Account", "04", ("",), ("",)),
    ("1220", "Bank - Foreign Currency Account", "04", ("",), ("",)),
    ("2100", "Creditors Control", "05", ("",), ("",)),
    ("2109", "Goods Received Not Invoiced", "05", ("",), ("",)),
    ("2200", "Sales Tax Control", "06", ("",), ("",)),
    ("2201", "Purchase Tax Control", "06", ("",), ("",)),
    ("2202", "VAT Liability", "06", ("",), ("",)),
    ("3000", "Share Capital", "07", ("",), ("",)),
    ("3200", "Profit & Loss Account", "07", ("",), ("",)),
    ("4000", "Sales", "10", ("HOM", "EXP"), _GROUP_DEPARTMENTS),
    ("4900", "Carriage & Sundry Sales", "11", ("HOM",), ("",)),
    ("5000", "Cost of Sales", "20", ("WHS",), _GROUP_DEPARTMENTS),
    ("5200", "Stock Adjustments", "20", ("WHS",), ("",)),
    ("5300", "Purchase Price Variance", "20", ("WHS",), ("",)),
    ("6000", "Salaries", "30", ("ADM", "WHS", "SAL"), ("",)),
    ("7100", "Rent & Rates", "31", ("ADM", "WHS"), ("",)),
    ("7200", "Light, Heat & Power", "31", ("ADM", "WHS"), ("",)),
    ("7300", "Vehicle Costs", "32", ("SAL",), ("",)),
    ("7500", "Telephone", "32", ("ADM", "SAL"), ("",)),
    ("7600", "Insurance", "32", ("ADM",), ("",)),
    ("7800", "Cleaning", "31", ("ADM", "WHS"), ("",)),
    ("7901", "Bank Charges", "33", ("ADM",), ("",)),
    ("7906", "Exchange Differences", "33", ("",), ("",)),
    ("9998", "Suspense", "07", ("",), ("",)),
)
_CONTROLLED = {STOCK, DEBTORS, CREDITORS, SALES_TAX, PURCHASE_TAX, *BANKS.values()}
_HIDDEN = "9998"


def sales_account(department: str, *, foreign: bool) -> Account:
    """The account for sales of the department's products."""
    return Account("4000", "EXP" if foreign else "HOM", department)


def cost_of_sales(department: str) -> Account:
    """The account for the cost of the department's sales."""
    return Account("5000", "WHS", department)


@dataclass(frozen=True, slots=True)
class Posting:
    """A debit (positive) or credit (negative) in base currency."""

    account: Account
    day: datetime
    value: Decimal


def nominal_report_categories(office: Office) -> list[Row]:
    """The report categories of nominal codes."""
    return [
        blank(
            "nominal_report_categories",
            account_report_type=report,
            code=code,
            description=description,
            account_report_category_type=kind,
            **office.master("nominal_report_categories"),
        )
        for code, report, kind, description in _CATEGORIES
    ]


def chart(office: Office, *, categories: list[Row], cost_centres: list[Row], departments: list[Row]) -> list[Row]:
    """The nominal codes without postings: one for each reference, cost centre and department."""
    category, centre, department = by(categories, "code"), by(cost_centres, "code"), by(departments, "code")
    rows = []
    for reference, name, category_code, centre_codes, department_codes in _CHART:
        for account in (Account(reference, one, other) for one in centre_codes for other in department_codes):
            parts = (department.get(account.department), centre.get(account.cost_centre))
            rows.append(
                blank(
                    "nominal_codes",
                    name=" - ".join([name, *(str(part["name"]) for part in parts if part)]),
                    reference=reference,
                    cost_centre_id=_id(centre.get(account.cost_centre)),
                    cost_centre_code=account.cost_centre,
                    department_id=_id(department.get(account.department)),
                    department_code=account.department,
                    nominal_account_type="NominalAccountTypePosting",
                    account_status_type="AccountStatusHidden" if reference == _HIDDEN else "AccountStatusActive",
                    report_category_id=category[category_code]["id"],
                    allow_manual_journal_entries=account not in _CONTROLLED,
                    periods_to_keep_transactions=24,
                    **office.master("nominal_codes"),
                )
            )
    return rows


def _id(row: Row | None) -> Value:
    return row["id"] if row else 0


def account_of(row: Row) -> Account:
    """The account of a nominal code."""
    return Account(str(row["reference"]), str(row["cost_centre_code"]), str(row["department_code"]))


def posted(codes: list[Row], postings: Iterable[Posting]) -> list[Row]:
    """The nominal codes with their balances.

    Raises:
        KeyError: The chart does not have the account of a posting.
    """
    accounts = list(map(account_of, codes))
    forward, debits, credits_ = (dict.fromkeys(accounts, ZERO) for _ in range(3))
    for posting in postings:
        if posting.day < YEAR_START:
            forward[posting.account] += posting.value
        elif posting.value > 0:
            debits[posting.account] += posting.value
        else:
            credits_[posting.account] -= posting.value
    return [
        row
        | {
            "brought_forward_balance": forward[account],
            "debit_balance_year_to_date": debits[account],
            "credit_balance_year_to_date": credits_[account],
            "balance_year_to_date": forward[account] + debits[account] - credits_[account],
        }
        for row, account in zip(codes, accounts, strict=True)
    ]
