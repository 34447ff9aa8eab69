"""Every table of Sage has rows in the demo company, and they hold together by their keys and references."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import pytest
from sage200_sandbox.company import company_rows
from sage200_sandbox.facts import Field, resources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sage200_sandbox.rows import Row, Value

OF_THE_SANDBOX = "sites"  # no table of a company: the sandbox itself lists its companies there
WITHOUT_ROWS: frozenset[str] = frozenset()
TABLES = sorted(resources().keys() - {OF_THE_SANDBOX})
COMPANIES = {"uk": 1, "ireland": 2}
NOT_THERE = (0, None)
JOINED = (
    *("product", "warehouse", "tax_code", "invoice_line_profit_analysis", "nominal_account_report_category"),
    *("prod_group_search_val", "search_value"),
)


@cache
def company(number: int) -> Mapping[str, list[Row]]:
    return company_rows(seed=1, scale=1, number=number)


def may_be_null(table: str, field: Field) -> bool:
    """A date that is not set, what a join did not find, and the payment type that a sample leaves out."""
    of_a_join = table.endswith(("_views", "_category_values")) and field.name.startswith(JOINED)
    return field.type == "date-time" or of_a_join or field.name == "payment_type"


def is_of(field: Field, value: Value) -> bool:
    match field.type:
        case "integer":
            return type(value) is int and -(2**63) <= value < 2**63
        case "decimal":
            return isinstance(value, Decimal) and str(value + 0) == str(value) and places(value) == field.scale
        case "date-time":
            return isinstance(value, datetime) and value.tzinfo is UTC and value.microsecond % 1000 == 0
        case "boolean":
            return type(value) is bool
        case "string":
            return isinstance(value, str)


def places(value: Decimal) -> int:
    return -int(value.as_tuple().exponent)


def each(table: str) -> list[tuple[str, Row]]:
    """The table's rows in both countries, with the country."""
    return [(country, row) for country, number in COMPANIES.items() for row in company(number).get(table, [])]


def test_there_is_no_table_that_sage_does_not_have() -> None:
    assert company(1).keys() <= set(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_rows_in_both_countries(table: str) -> None:
    assert {country for country, _ in each(table)} == (set() if table in WITHOUT_ROWS else COMPANIES.keys())


@pytest.mark.parametrize("table", TABLES)
def test_the_key_of_a_row_is_its_own(table: str) -> None:
    key = resources()[table].key
    keys = Counter((country, *(row[part] for part in key)) for country, row in each(table))
    assert [one for one, times in keys.items() if times > 1] == []


@pytest.mark.parametrize("table", TABLES)
def test_a_row_has_the_fields_of_its_table_with_values_of_their_types(table: str) -> None:
    fields = resources()[table].fields
    for _, row in each(table):
        assert row.keys() == fields.keys()
        wrong = {
            name: row[name]
            for name, field in fields.items()
            if not (may_be_null(table, field) if row[name] is None else is_of(field, row[name]))
        }
        assert wrong == {}


@pytest.mark.parametrize("table", TABLES)
def test_a_reference_leads_to_a_row_of_the_same_company(table: str) -> None:
    for field in resources()[table].fields.values():
        if field.references in TABLES:
            (key,) = resources()[field.references].key
            known = {(country, row[key]) for country, row in each(field.references)}
            named = {(country, row[field.name]) for country, row in each(table) if row[field.name] not in NOT_THERE}
            assert named <= known, f"{field.name} names rows of {field.references}"


@pytest.mark.parametrize("table", TABLES)
def test_a_text_out_of_a_fixed_list_is_in_that_list(table: str) -> None:
    for field in resources()[table].fields.values():
        known = {row["value"] for _, row in each(f"{field.name}s") if "value" in row}
        if known and field.type == "string":
            assert {row[field.name] for _, row in each(table)} <= known | {"", None}, field.name
