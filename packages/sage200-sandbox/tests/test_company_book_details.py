"""What is nested in nominal codes, banks, settings and analysis codes fits together, and a day of work leaves it so."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sage200_sandbox.company import day_of_work
from sage200_sandbox.facts import resources
from sage200_sandbox.rows import Delete, Insert, Update

from tests.books import Books, books_of

YEARS, BALANCES = "nominal_code_financial_years", "nominal_code_period_balances"
NEXT_YEAR, IN_FEBRUARY = datetime(2026, 4, 1, 9, tzinfo=UTC), datetime(2026, 2, 10, 9, tzinfo=UTC)


@pytest.fixture(params=[1, 2], ids=["uk", "ireland"])
def books(request: pytest.FixtureRequest) -> Books:
    return books_of(request.param, seed=3)


def by(books: Books, table: str, field: str = "id") -> dict[Any, dict[str, Any]]:
    return {row[field]: row for row in books[table]}


def posted_by_year(books: Books) -> dict[tuple[int, int], Decimal]:
    """What the periods of a year come to, by nominal code and the year's distance from the current one."""
    years = {row["id"]: row["year_relative_to_current_year"] for row in books[YEARS]}
    values: defaultdict[tuple[int, int], Decimal] = defaultdict(Decimal)
    for row in books[BALANCES]:
        values[row["nominal_code_id"], years[row["nominal_code_financial_year_id"]]] += row["period_balance"]
    return values


def after(books: Books, *, days: int, start: datetime) -> Books:
    """The books after so many days of work."""
    keys = {table: resources()[table].key for table in books}
    tables = {
        table: {tuple(row[name] for name in keys[table]): dict(row) for row in rows} for table, rows in books.items()
    }
    for number in range(days):
        read = {table: list(rows.values()) for table, rows in tables.items()}
        for change in day_of_work(read.__getitem__, now=start + timedelta(days=number)):
            table = tables[change.table]
            match change:
                case Insert(name, row):
                    table[tuple(row[part] for part in keys[name])] = dict(row)
                case Update(_, key, values):
                    table[key] |= values
                case Delete(_, key):
                    del table[key]
    return {table: list(rows.values()) for table, rows in tables.items()}


def test_every_nominal_code_has_three_years_of_twelve_periods(books: Books) -> None:
    years = {row["id"]: row for row in books[YEARS]}
    assert len(years) == 3 * len(books["nominal_codes"])
    periods = by(books, "financial_year_period_views", "accounting_period_id")
    of_years: defaultdict[Any, list[int]] = defaultdict(list)
    for row in books[BALANCES]:
        year, period = years[row["nominal_code_financial_year_id"]], periods[row["accounting_period_id"]]
        assert year["nominal_code_id"] == row["nominal_code_id"]
        assert year["financial_year_id"] == period["financial_year_id"]
        assert row["nominal_account_year_value_id"] == year["id"]
        assert row["is_future_period"] == (year["year_relative_to_current_year"] > 0)
        of_years[year["id"]].append(row["period_number"])
    assert of_years == {id_: list(range(1, 13)) for id_ in years}


def test_a_closed_year_ends_with_what_the_next_one_brought_forward(books: Books) -> None:
    codes, posted = by(books, "nominal_codes"), posted_by_year(books)
    for year in books[YEARS]:
        relative, forward = year["year_relative_to_current_year"], codes[year["nominal_code_id"]]
        assert year["closing_balance"] == (forward["brought_forward_balance"] if relative == -1 else 0)
    for code in codes.values():
        assert posted[code["id"], -1] == code["brought_forward_balance"]
        assert code["brought_forward_balance"] + posted[code["id"], 0] == code["balance_year_to_date"]
        assert posted[code["id"], 1] == 0


def test_a_period_balance_is_what_was_posted_in_the_period(books: Books) -> None:
    posted: defaultdict[tuple[Any, Any], Decimal] = defaultdict(Decimal)
    for row in books["nominal_transaction_enquiry_views"]:
        posted[row["nominal_code_id"], row["accounting_period_id"]] += row["debit"] - row["credit"]
    for row in books[BALANCES]:
        assert row["period_balance"] == posted[row["nominal_code_id"], row["accounting_period_id"]]


def test_a_period_balance_is_the_same_in_the_view_of_period_values(books: Books) -> None:
    balances = by(books, BALANCES)
    for view in books["nominal_period_value_views"]:
        balance = balances[view["nominal_period_value_id"]]
        assert balance["nominal_code_id"] == view["nominal_code_id"]
        assert balance["period_balance"] == view["nominal_period_value_actual_value"]
        assert balance["budget_value"] == view["nominal_period_value_budget_value"]


def test_the_budget_of_a_year_is_that_of_its_periods_and_of_the_codes_view(books: Books) -> None:
    budgets: defaultdict[Any, Decimal] = defaultdict(Decimal)
    for row in books[BALANCES]:
        budgets[row["nominal_code_financial_year_id"]] += row["budget_value"]
    views = by(books, "nominal_code_views")
    for year in books[YEARS]:
        assert budgets[year["id"]] == year["budget_value"] == year["original_budget_value"]
        assert (year["budget_type"] == "NominalBudgetTypeNone") == (not year["budget_value"])
        if year["year_relative_to_current_year"] == 0:
            assert year["budget_value"] == views[year["nominal_code_id"]]["year_value_budget_value"]
    assert any(budgets.values())


def test_a_budget_profile_spreads_a_hundred_percent_over_the_year(books: Books) -> None:
    current = [row for row in books["financial_year_period_views"] if row["year_relative_to_current_year"] == 0]
    shapes = set()
    for profile in books["nominal_budget_profiles"]:
        periods = [
            row for row in books["nominal_budget_profile_periods"] if row["nominal_budget_profile_id"] == profile["id"]
        ]
        assert [row["accounting_period_id"] for row in periods] == [row["accounting_period_id"] for row in current]
        assert sum(row["budget_percent"] for row in periods) == 100
        shapes.add(tuple(row["budget_percent"] for row in periods))
    assert len(shapes) == len(books["nominal_budget_profiles"])


def test_every_year_has_a_title_for_its_budget(books: Books) -> None:
    titles = {row["year_relative_to_current_year"]: row["budget_title"] for row in books["nominal_budget_titles"]}
    assert titles == {-1: "Budget 2024/25", 0: "Budget 2025/26", 1: "Budget 2026/27"}


def test_an_analysis_code_has_the_values_that_its_slots_hold(books: Books) -> None:
    codes = by(books, "analysis_code_mapping_analysis_codes", "analysis_code_mapping_id")
    fields = {"Customers": "customers", "Sales Orders": "sop_orders"}
    for mapping in books["analysis_code_mappings"]:
        assert codes[mapping["id"]]["id"] == mapping["analysis_code_id"] != 0
        values = {
            row["value"]
            for row in books["analysis_code_mapping_analysis_code_values"]
            if row["analysis_code_mapping_id"] == mapping["id"]
            and row["analysis_code_id"] == mapping["analysis_code_id"]
        }
        held = {row[f"analysis_code_{mapping['slot']}"] for row in books[fields[mapping["friendly_class_name"]]]}
        assert held - {""} <= values != set()


def test_an_analysis_code_that_fills_several_slots_is_the_same_in_each(books: Books) -> None:
    codes: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in books["analysis_code_mapping_analysis_codes"]:
        codes[row["id"]].append({name: value for name, value in row.items() if name != "analysis_code_mapping_id"})
    assert all(len(rows) == 2 and rows[0] == rows[1] for rows in codes.values())


def test_the_mask_of_great_britain_is_the_tenth_and_members_of_the_union_have_one(books: Books) -> None:
    countries = by(books, "country_codes")
    masks = {countries[row["country_code_id"]]["code"]: row for row in books["country_code_tax_masks"]}
    assert (masks["GB"]["id"], masks["GB"]["name"]) == (10, r"^[0-9]{3}[\s]*[0-9]{4}[\s]*[0-9]{2}$")
    assert masks.keys() == {"GB"} | {row["code"] for row in books["country_codes"] if row["eu_member"]}
    for sample, country in (("123 4567 89", "GB"), ("123456789", "DE"), ("1234567TW", "IE"), ("U12345678", "AT")):
        assert re.search(masks[country]["name"], sample)


def test_a_department_that_nominal_codes_name_is_in_use(books: Books) -> None:
    used = {row["department_id"] for row in books["nominal_codes"]}
    for row in books["department_statuses"]:
        assert (row["delete_exception_type"] == "InUse") == (row["department_id"] in used)


def test_a_bank_is_reached_as_its_details_say(books: Books) -> None:
    for table in ("bank_addresses", "bank_emails", "bank_websites", "bank_memos", "bank_contacts"):
        assert {row["bank_id"] for row in books[table]} == by(books, "banks").keys()
    assert all("@" in row["email"] for row in books["bank_emails"])
    assert {row["type"] for row in books["bank_contacts"]} == {"Telephone", "Fax"}


def test_settings_name_rows_that_exist(books: Books) -> None:
    (settings,) = books["purchase_ledger_settings"]
    assert settings["organisation_supplier_payment_group_id"] in by(books, "payment_groups")
    listed = {row["value"] for row in books["transaction_date_validation_classifications"]}
    (dates,) = books["transaction_date_validations"]
    assert {value for name, value in dates.items() if name.endswith("_classification")} <= listed
    assert dates["pre_days_normal"] < dates["pre_days_acceptable"]


def test_aged_periods_begin_one_after_the_other(books: Books) -> None:
    for table in ("purchase_ledger_ageing_periods", "purchase_ledger_overdue_periods"):
        days = [row["days_period_starts_after"] for row in books[table]]
        assert days == sorted(set(days))
        assert days[0] > 0


@pytest.mark.parametrize("start", [IN_FEBRUARY, NEXT_YEAR], ids=["within the year", "after it"])
def test_the_days_postings_reach_the_period_of_the_day(books: Books, start: datetime) -> None:
    evening = after(books, days=3, start=start)
    posted, codes = posted_by_year(evening), by(evening, "nominal_codes")
    for code in codes.values():
        assert code["brought_forward_balance"] + posted[code["id"], 0] == code["balance_year_to_date"]
    before = {row["id"]: row["period_balance"] for row in books[BALANCES]}
    moved = [row for row in evening[BALANCES] if row["period_balance"] != before[row["id"]]]
    assert moved
    for row in moved:
        assert row["period_number"] == (11 if start == IN_FEBRUARY else 12)
        assert start <= row["date_time_updated"] <= codes[row["nominal_code_id"]]["date_time_updated"]


def test_links_of_purchase_orders_hold_after_days_of_work(books: Books) -> None:
    evening = after(books, days=5, start=NEXT_YEAR)
    sold, sites = by(evening, "sop_order_lines"), by(evening, "customer_delivery_addresses")
    for link in evening["pop_linked_order_lines"]:
        assert sold[link["id"]]["has_pop_order"]
        assert link["stock_unit_despatched_quantity"] == sold[link["id"]]["despatch_receipt_quantity"]
    assert {line["id"] for line in sold.values() if line["has_pop_order"]} == {
        link["id"] for link in evening["pop_linked_order_lines"]
    }
    for table in ("pop_order_line_direct_delivery_addresses", "pop_order_default_direct_delivery_addresses"):
        assert all(row["customer_delivery_address_id"] in sites for row in evening[table])
