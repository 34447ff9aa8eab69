"""Views are streams of their own: with a name, a key, a state and a selection."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault, Update
from sage200_sandbox.sample_rows import MORNING, customers, row

from tap_sage200.errors import RunFailedError
from tests.support.aged_sage import DATES, AgedSage
from tests.support.runs import catalog_of, run_tap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sage200_sandbox import Sandbox

    from tests.support.runs import Result

Config = dict[str, Any]
AGED = "sales_aged_transaction_period_views"
VIEW: Config = {"of": "customers", "where": "credit_limit gt 500", "columns": ["name", "credit_limit"]}


def with_view(config: Config, **more: object) -> Config:
    return config | {"views": {"large_customers": VIEW}} | more


@pytest.fixture
def rows(sage: Sandbox) -> Sandbox:
    """Twenty-five customers, of which each fifth has a high credit limit."""
    limits = [1000 if number % 5 == 0 else 0 for number in range(25)]
    own = customers(25, name="A & B")
    sage.companies[0].replace(
        "customers", [one | {"credit_limit": limit} for one, limit in zip(own, limits, strict=True)]
    )
    return sage


@pytest.fixture
def aged() -> Iterator[AgedSage]:
    """A Sage that knows the query options of aged balances."""
    with AgedSage() as sage:
        yield sage


def ids(result: Result, stream: str = "large_customers") -> list[int]:
    return [record["id"] for record in result.records(stream)]


def asked(sage: Sandbox, table: str = "customers") -> list[dict[str, str]]:
    return [dict(request.query) for request in sage.requests if request.table == table]


@pytest.mark.usefixtures("rows")
def test_a_view_has_its_columns_its_key_and_its_timestamps(config: Config) -> None:
    result = run_tap(with_view(config), "large_customers")
    [schema] = [message for message in result.messages if message["type"] == "SCHEMA"]
    assert result.error is None
    assert ids(result) == [1, 6, 11, 16, 21]
    assert schema["stream"] == "large_customers"
    assert schema["key_properties"] == ["site_id", "company_id", "id"]
    assert [*schema["schema"]["properties"]] == [
        *("site_id", "company_id", "id", "name", "credit_limit"),
        *("date_time_created", "date_time_updated"),
    ]
    assert all(set(record) == set(schema["schema"]["properties"]) for record in result.records("large_customers"))


def test_a_view_requests_only_its_columns_and_asks_nothing_else(rows: Sandbox, config: Config) -> None:
    run_tap(with_view(config) | {"concurrency": 1, "page_size": 50}, "large_customers")
    [first, *_] = asked(rows)
    assert first["$select"] == "id,name,credit_limit,date_time_created,date_time_updated"
    assert first["$filter"] == "(credit_limit gt 500)"


def test_no_field_of_the_table_is_unknown_to_a_view_that_leaves_it_out(
    rows: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    rows.fault(Fault("400", table="customers", times=1))  # then the tap asks for all columns
    result = run_tap(with_view(config), "large_customers")
    assert result.error is None
    assert "$select" not in asked(rows)[-1]
    assert ids(result) == [1, 6, 11, 16, 21]
    assert "unknown" not in caplog.text.lower()


def test_a_view_and_its_table_have_states_of_their_own(rows: Sandbox, config: Config) -> None:
    first = run_tap(with_view(config), "large_customers", "customers")
    [company] = rows.companies
    company.change(Update("customers", (6,), {"name": "New"}))
    again = run_tap(with_view(config), "large_customers", "customers", state=first.state)
    assert {*first.state["bookmarks"]} == {"customers", "large_customers"}
    assert 6 in ids(again)
    assert 25 not in ids(again)
    of_table = {"bookmarks": {"customers": first.state["bookmarks"]["customers"]}}
    other = run_tap(with_view(config), "large_customers", state=of_table)
    assert ids(other) == [1, 6, 11, 16, 21]


@pytest.mark.usefixtures("rows")
def test_a_view_is_read_without_a_catalogue_and_its_table_too(config: Config) -> None:
    result = run_tap(with_view(config))
    assert ids(result) == [1, 6, 11, 16, 21]
    assert len(result.records("customers")) == 25


def test_what_tables_says_about_a_view_is_met_too(rows: Sandbox, config: Config) -> None:
    more = {"large_*": {"where": "id gt 6", "page_size": 2}}
    result = run_tap(with_view(config, tables=more), "large_customers")
    assert ids(result) == [11, 16, 21]
    assert asked(rows)[0]["$filter"].startswith("((credit_limit gt 500) and (id gt 6))")
    assert asked(rows)[0]["$top"] == "2"


@pytest.mark.usefixtures("rows")
def test_a_stream_map_and_batch_files_take_a_view(config: Config, tmp_path: Path) -> None:
    mapped = run_tap(with_view(config, stream_maps={"large_customers": {"name": "name.lower()"}}), "large_customers")
    assert {record["name"] for record in mapped.records("large_customers")} == {"a & b"}
    folder = tmp_path / "batches"
    folder.mkdir()
    batches = {"encoding": {"format": "jsonl", "compression": "none"}, "storage": {"root": folder.as_uri()}}
    batched = run_tap(with_view(config, batch_config=batches), "large_customers")
    [batch] = [message for message in batched.messages if message["type"] == "BATCH"]
    lines = [json.loads(line) for file in folder.iterdir() for line in file.read_text().splitlines()]
    assert batch["stream"] == "large_customers"
    assert [line["id"] for line in lines] == [1, 6, 11, 16, 21]


def test_a_view_of_another_table_is_read_whole(rows: Sandbox, config: Config, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    [company] = rows.companies
    company.replace("suppliers", [row("suppliers", n, date_time_updated=MORNING.replace(year=2020)) for n in (1, 2)])
    first = run_tap(config | {"views": {"partners": {"of": "customers"}}}, "partners")
    second = run_tap(config | {"views": {"partners": {"of": "suppliers"}}}, "partners", state=first.state)
    assert ids(second, "partners") == [1, 2]
    assert "partners, company 1 of site" in caplog.text
    assert "all rows are read once. They now come from /suppliers" in caplog.text


@pytest.mark.usefixtures("rows")
def test_a_view_that_is_no_longer_declared_fails_nothing(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    """A catalogue that still selects it makes a custom table of it, and Sage has no such resource."""
    first = run_tap(with_view(config), "large_customers")
    [entry] = catalog_of("large_customers", config=with_view(config))["streams"]

    def add(catalog: Config) -> None:
        catalog["streams"].append(entry)

    later = run_tap(config, "customers", "large_customers", state=first.state, change_catalog=add)
    assert later.error is None
    assert len(later.records("customers")) == 25
    assert "large_customers, company 1 of site" in caplog.text


@pytest.mark.usefixtures("rows")
def test_a_view_that_is_not_selected_is_warned_about(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    def deselect(catalog: Config) -> None:
        catalog["streams"] = [entry for entry in catalog["streams"] if entry["stream"] != "large_customers"]

    result = run_tap(with_view(config), "customers", "large_customers", change_catalog=deselect)
    assert result.error is None
    assert ids(result) == []
    assert "The settings declare large_customers, but the catalogue does not select them" in caplog.text


@pytest.mark.usefixtures("rows")
def test_a_view_that_is_selected_is_not_warned_about(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    run_tap(with_view(config), "large_customers")
    assert "The settings declare" not in caplog.text


def test_a_view_sends_its_query_option(aged: AgedSage) -> None:
    for dates in DATES:
        view = {"of": AGED, "query": {"$ageingdatetype": dates}}
        result = run_tap(aged.settings | {"views": {"aged": view}}, "aged")
        assert result.error is None
        assert [record["base_outstanding_value"] for record in result.records("aged")] == [
            one["base_outstanding_value"] for one in aged.rows(dates, 0)
        ]
        assert "ageing_date_type" not in result.records("aged")[0]


@pytest.mark.parametrize("concurrency", [1, 4])
@pytest.mark.parametrize("page_size", [2, 3, 7, 100])
def test_a_view_is_read_once_for_each_value_and_the_value_is_part_of_the_key(
    aged: AgedSage, page_size: int, concurrency: int
) -> None:
    view = {"of": AGED, "query": {"$ageingdatetype": "duedate"}, "for_each": {"$periodnumber": [0, 2, 1]}}
    config = aged.settings | {"views": {"aged": view}, "page_size": page_size, "concurrency": concurrency}
    result = run_tap(config, "aged")
    [schema] = [message for message in result.messages if message["type"] == "SCHEMA"]
    assert result.error is None
    assert schema["key_properties"] == [
        *("site_id", "company_id", "customer_id", "ageing_period_name", "period_number")
    ]
    assert schema["schema"]["properties"]["period_number"]["type"] == ["integer"]
    assert [(one["period_number"], one["base_outstanding_value"]) for one in result.records("aged")] == [
        (period, one["base_outstanding_value"]) for period in (0, 2, 1) for one in aged.rows("duedate", period)
    ]
    assert all("period_number" not in query.get("$orderby", "") for query in aged.queries)
    assert {query["$ageingdatetype"] for query in aged.queries} == {"duedate"}
    assert result.bookmark("aged")["rows"] == 7 + 5 + 6


def test_a_view_for_each_date_has_the_date_as_text(aged: AgedSage) -> None:
    view = {"of": AGED, "columns": ["base_outstanding_value"], "for_each": {"$ageingdatetype": [*DATES]}}
    result = run_tap(aged.settings | {"views": {"aged": view}}, "aged")
    assert [*dict.fromkeys(record["ageing_date_type"] for record in result.records("aged"))] == [*DATES]
    assert set(result.records("aged")[0]) == {
        *("site_id", "company_id", "ageing_date_type", "customer_id", "ageing_period_name", "base_outstanding_value")
    }


def test_a_view_for_each_value_takes_stream_maps_and_several_companies(aged: AgedSage) -> None:
    view = {"of": AGED, "for_each": {"$periodnumber": [0, 3]}}
    companies = [{"site_id": aged.settings["site_id"], "company_id": number} for number in (1, 2)]
    maps = {"aged": {"next_period": "period_number + 1"}}
    config = {name: value for name, value in aged.settings.items() if name not in {"site_id", "company_id"}}
    result = run_tap(config | {"views": {"aged": view}, "companies": companies, "stream_maps": maps}, "aged")
    assert result.error is None
    assert len(result.loaded("aged")) == 2 * (7 + 4)
    assert {(one["company_id"], one["period_number"], one["next_period"]) for one in result.records("aged")} == {
        *((1, 0, 1), (1, 3, 4), (2, 0, 1), (2, 3, 4))
    }


def test_a_value_that_sage_refuses_fails_the_view_and_is_named(aged: AgedSage) -> None:
    aged.refused = {"9"}
    view = {"of": AGED, "for_each": {"$periodnumber": [0, 9, 1]}}
    result = run_tap(aged.settings | {"views": {"aged": view}}, "aged")
    assert isinstance(result.error, RunFailedError)
    assert "$periodnumber=9" in str(result.error)
    assert "rows" not in result.bookmark("aged")


def test_a_second_run_reads_all_values_again(aged: AgedSage) -> None:
    view = {"of": AGED, "for_each": {"$periodnumber": ["0", 1]}}
    config = aged.settings | {"views": {"aged": view}}
    first = run_tap(config, "aged")
    again = run_tap(config, "aged", state=first.state)
    assert first.records("aged") == again.records("aged")
    assert len(first.records("aged")) == 13
    assert [*first.loaded("aged", first.loaded("aged"))] == [*again.loaded("aged")]
