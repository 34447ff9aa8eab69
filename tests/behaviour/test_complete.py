"""Guarantee 1: every row that exists from the start of a stream to its end arrives, with a value of that time."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sage200_sandbox import Delete, Insert, Sandbox, Update
from sage200_sandbox.sample_rows import MORNING, customers, row

from tests.support.runs import run_tap

Config = dict[str, Any]
pytestmark = pytest.mark.both_ways


def ids(records: list[dict[str, Any]]) -> list[int]:
    return [record["id"] for record in records]


def test_a_first_run_brings_every_row_once_over_several_pages(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(35))
    result = run_tap(config, "customers")
    assert result.error is None
    assert ids(result.records("customers")) == list(range(1, 36))


def test_the_page_that_ends_just_at_the_end_of_the_table_loses_nothing(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(30))
    assert ids(run_tap(config, "customers").records("customers")) == list(range(1, 31))


def test_rows_deleted_between_pages_do_not_push_others_past_the_reader(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(35))
    sage.between_pages("customers", page=1, do=[Delete("customers", (number,)) for number in range(1, 8)])
    arrived = ids(run_tap(config, "customers").records("customers"))
    assert set(range(8, 36)) <= set(arrived)


def test_rows_inserted_between_pages_do_not_bring_others_twice_or_never(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", [row("customers", number * 10) for number in range(1, 36)])
    new = [Insert("customers", row("customers", number * 10 + 1)) for number in range(1, 8)]
    sage.between_pages("customers", page=1, do=new)
    arrived = ids(run_tap(config, "customers").records("customers"))
    assert set(range(10, 351, 10)) <= set(arrived)
    assert len(arrived) == len(set(arrived))


def test_a_row_changed_behind_the_reader_comes_with_the_next_run(sage: Sandbox, config: Config) -> None:
    company = sage.companies[0]
    company.replace("customers", customers(35))
    sage.between_pages("customers", page=2, do=[Update("customers", (3,), {"name": "Changed meanwhile"})])
    first = run_tap(config, "customers")
    second = run_tap(config, "customers", state=first.state)
    held = second.loaded("customers", onto=first.loaded("customers"))
    assert {record["name"] for record in held.values() if record["id"] == 3} == {"Changed meanwhile"}


def test_a_value_that_was_cleared_arrives_as_null(sage: Sandbox, config: Config) -> None:
    company = sage.companies[0]
    company.replace("customers", customers(1, last_credit_review=MORNING))
    first = run_tap(config, "customers")
    company.change(Update("customers", (1,), {"last_credit_review": None}))
    [cleared] = run_tap(config, "customers", state=first.state).records("customers")
    assert first.records("customers")[0]["last_credit_review"] is not None
    assert cleared["last_credit_review"] is None


def test_every_selected_column_is_in_every_record(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(1))
    result = run_tap(config, "customers")
    [schema] = [message["schema"] for message in result.messages if message["type"] == "SCHEMA"]
    [record] = result.records("customers")
    assert set(record) == set(schema["properties"])


def test_a_deselected_column_is_in_no_record(sage: Sandbox, config: Config) -> None:
    def deselect(catalog: dict[str, Any]) -> None:
        for entry in catalog["streams"]:
            for item in entry["metadata"]:
                if item["breadcrumb"] == ["properties", "credit_limit"]:
                    item["metadata"]["selected"] = False

    sage.companies[0].replace("customers", customers(1, credit_limit=Decimal("5.00")))
    [record] = run_tap(config, "customers", change_catalog=deselect).records("customers")
    assert "credit_limit" not in record
    assert "name" in record


def test_money_keeps_every_digit(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(1, balance=Decimal("9007199254740993.07")))
    [record] = run_tap(config, "customers").records("customers")
    assert record["balance"] == Decimal("9007199254740993.07")


def test_a_table_with_a_key_of_several_parts_survives_rows_that_shift(sage: Sandbox, config: Config) -> None:
    company = sage.companies[0]
    table, parts = "financial_report_layout_views", ("financial_report_layout_id", "financial_report_row_id")
    category = "nominal_account_report_category_id"
    company.replace(table, [row(table, 1, **{parts[1]: number, category: 5}) for number in range(1, 36)])
    sage.between_pages(table, page=1, do=[Delete(table, (1, number, 5)) for number in (1, 2, 3)])
    arrived = {record[parts[1]] for record in run_tap(config, table).records(table)}
    assert set(range(4, 36)) <= arrived


def test_a_heading_without_a_category_has_zero_in_its_key(sage: Sandbox, config: Config) -> None:
    table = "financial_report_layout_views"
    sage.companies[0].replace(table, [row(table, 1, financial_report_row_id=2)])
    [record] = run_tap(config, table).records(table)
    assert record["nominal_account_report_category_id"] == 0


@pytest.mark.parametrize("choice", ["listed", "all"])
def test_several_companies_keep_their_rows_apart(choice: str, concurrency: int) -> None:
    with Sandbox(companies=2) as sage:
        both = [{"site_id": one.site_id, "company_id": one.company_id} for one in sage.companies]
        chosen = {"companies": both} if choice == "listed" else {"all_companies": True}
        for number, company in enumerate(sage.companies, start=1):
            company.replace("customers", customers(number * 3))
        result = run_tap(sage.settings() | chosen | {"concurrency": concurrency}, "customers")
        held = result.loaded("customers")
        assert len(held) == 9
        assert {key[:2] for key in held} == {(one.site_id, one.company_id) for one in sage.companies}
        for one in sage.companies:
            assert result.bookmark("customers", one.company_id)["replication_key_value"] > "2026-03-02"


def test_a_company_added_later_changes_no_key(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(1))
    result = run_tap(config, "customers")
    [schema] = [message for message in result.messages if message["type"] == "SCHEMA"]
    assert schema["key_properties"] == ["site_id", "company_id", "id"]


def test_sites_come_with_their_companies(sage: Sandbox, config: Config) -> None:
    [site] = run_tap(config, "sites").records("sites")
    assert (site["site_id"], site["company_id"]) == (sage.companies[0].site_id, sage.companies[0].company_id)
