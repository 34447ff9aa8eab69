"""The trial balance and the profit and loss account agree with the postings and the views of the sandbox."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tests.questions.books import WORKED, YEAR_END, Books, Row
from tests.questions.pages import question

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.questions.warehouse import Warehouse

TRIAL_BALANCE = question("What is the trial balance at the end of a period?")
PROFIT_AND_LOSS = question("How does the profit and loss compare with the budget?")
LAST_PERIOD = 12
each_state = pytest.mark.parametrize("schema", [YEAR_END, WORKED])


def name_of(code: Row) -> tuple[str, str, str]:
    return code["reference"], code["cost_centre_code"], code["department_code"]


def nonzero_totals(rows: Iterable[tuple[Any, Decimal]]) -> dict[Any, Decimal]:
    """Return the sums of values by key, without those that are zero."""
    sums: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for key, value in rows:
        sums[key] += value
    return {key: value for key, value in sums.items() if value}


@each_state
@pytest.mark.parametrize("period", [1, 6, LAST_PERIOD])
def test_the_trial_balance_is_that_of_the_nominal_ledger(
    warehouse: Warehouse, company: Books, schema: str, period: int
) -> None:
    answer = company.mine(warehouse.ask(TRIAL_BALANCE, schema, period=str(period)))
    rows = company.tables(schema)
    names = {code["id"]: name_of(code) for code in rows["nominal_codes"]}
    postings = [
        (names[row["nominal_code_id"]], row)
        for row in rows["nominal_transaction_enquiry_views"]
        if row["financial_year_start_date"].year == 2025
    ]
    now = [(name, row) for name, row in postings if row["period_number"] == period]
    before = [(name, row["debit"] - row["credit"]) for name, row in postings if row["period_number"] < period]
    forward = [(name_of(code), code["brought_forward_balance"]) for code in rows["nominal_codes"]]
    shown = {
        column: nonzero_totals((name_of(row), row[column]) for row in answer)
        for column in ("opening", "debit", "credit")
    }
    assert shown == {
        "opening": nonzero_totals([*forward, *before]),
        "debit": nonzero_totals((name, row["debit"]) for name, row in now),
        "credit": nonzero_totals((name, row["credit"]) for name, row in now),
    }
    assert sum(row["closing"] for row in answer) == 0
    assert len(answer) > 30


@each_state
def test_the_closing_balances_of_the_last_period_are_the_balances_of_the_accounts(
    warehouse: Warehouse, company: Books, schema: str
) -> None:
    answer = company.mine(warehouse.ask(TRIAL_BALANCE, schema, period=str(LAST_PERIOD)))
    codes = company.tables(schema)["nominal_codes"]
    assert nonzero_totals((name_of(row), row["closing"]) for row in answer) == nonzero_totals(
        (name_of(code), code["balance_year_to_date"]) for code in codes
    )


def test_the_reversal_of_an_error_is_in_the_trial_balance(warehouse: Warehouse, company: Books) -> None:
    before, after = (
        company.mine(warehouse.ask(TRIAL_BALANCE, schema, period=str(LAST_PERIOD))) for schema in (YEAR_END, WORKED)
    )
    insurance = [row for rows in (before, after) for row in rows if row["reference"] == "7600"]
    assert [row["debit"] - insurance[0]["debit"] for row in insurance] == [0, Decimal("123.45")]
    assert [row["credit"] - insurance[0]["credit"] for row in insurance] == [0, Decimal("123.45")]


@each_state
def test_the_movements_agree_with_the_period_values_of_sage(warehouse: Warehouse, company: Books, schema: str) -> None:
    view = company.mine(warehouse.table("nominal_period_value_views", schema))
    year = max(row["financial_year_start_date"] for row in view)
    for period in range(1, LAST_PERIOD + 1):
        answer = company.mine(warehouse.ask(TRIAL_BALANCE, schema, period=str(period)))
        assert nonzero_totals((name_of(row), row["debit"] - row["credit"]) for row in answer) == nonzero_totals(
            (
                (row["nominal_code_reference"], row["nominal_code_cost_centre"], row["nominal_code_department"]),
                row["nominal_period_value_actual_value"],
            )
            for row in view
            if (row["financial_year_start_date"], row["accounting_period_period_number"]) == (year, period)
        )


@each_state
@pytest.mark.parametrize("period", [1, 6, LAST_PERIOD])
def test_profit_and_loss_is_what_was_posted_and_what_the_codes_have_as_their_budget(
    warehouse: Warehouse, company: Books, schema: str, period: int
) -> None:
    rows = company.tables(schema)
    answer = {row["category"]: row for row in company.mine(warehouse.ask(PROFIT_AND_LOSS, schema, period=str(period)))}
    profit = answer.pop("Total")
    categories = {row["id"]: row for row in rows["nominal_report_categories"]}
    of_code = {code["id"]: categories[code["report_category_id"]] for code in rows["nominal_codes"]}
    posted = [
        (of_code[row["nominal_code_id"]]["code"], row["period_number"], row["credit"] - row["debit"])
        for row in rows["nominal_transaction_enquiry_views"]
        if row["financial_year_start_date"].year == 2025
        and of_code[row["nominal_code_id"]]["account_report_type"] == "ProfitAndLoss"
    ]
    yearly = [
        (of_code[row["nominal_code_id"]]["code"], -row["budget_value"])
        for row in rows["nominal_code_financial_years"]
        if row["year_relative_to_current_year"] == 0
    ]
    assert nonzero_totals((key, row["actual"]) for key, row in answer.items()) == nonzero_totals(
        (key, value) for key, number, value in posted if number == period
    )
    assert nonzero_totals((key, row["actual_to_date"]) for key, row in answer.items()) == nonzero_totals(
        (key, value) for key, number, value in posted if number <= period
    )
    budget = nonzero_totals((key, value * period / LAST_PERIOD) for key, value in yearly)
    assert nonzero_totals((key, row["budget_to_date"]) for key, row in answer.items()) == budget
    assert any(budget.values())
    for row in (profit, *answer.values()):
        assert row["variance"] == row["actual"] - row["budget"]
        assert row["variance_to_date"] == row["actual_to_date"] - row["budget_to_date"]
    assert profit["actual_to_date"] == sum(row["actual_to_date"] for row in answer.values())


def test_sales_are_income_and_positive(warehouse: Warehouse, company: Books) -> None:
    answer = {row["name"]: row for row in company.mine(warehouse.ask(PROFIT_AND_LOSS))}
    assert answer["Sales"]["actual_to_date"] > 0
    assert answer["Cost of Sales"]["actual_to_date"] < 0
