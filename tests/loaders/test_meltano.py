"""Guarantee 10 for Meltano: its commands and recipes in docs/ do what they say, with the project that ships."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psycopg
import pytest
import yaml
from sage200_sandbox import Delete, Sandbox, Update
from sage200_sandbox.sample_rows import MORNING, nested_row, row

from tests.loaders.loaded import JsonLines
from tests.loaders.project import MELTANO, ROOT, Project
from tests.support.commanding import redirected
from tests.support.runs import catalog_of
from tools.demo.warehouse import Warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sage200_sandbox.companies import Company

    from tools.demo.postgres import Postgres

RUN = ("run", "--no-install")
INVOKE = ("invoke", "--no-install")
OPTIONAL = "sales_transaction_views"
SLOW = "is_head_office_with_branches"
"""A column of customers that is not selected by default."""
SECONDS = 300


@pytest.fixture
def sage() -> Iterator[Sandbox]:
    """A Sage 200 with one company that has no rows."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def company(sage: Sandbox) -> Company:
    """The company."""
    return sage.companies[0]


@pytest.fixture
def settings(sage: Sandbox, tmp_path: Path) -> dict[str, str]:
    """The settings of the tap, as environment variables."""
    own = {"token_file": str(tmp_path / "token.json"), "authorize_url": sage.authorize_url}
    return {f"TAP_SAGE200_{name.upper()}": value for name, value in (sage.settings() | own).items()}


@pytest.fixture
def project(settings: dict[str, str], tmp_path: Path) -> Project:
    """A Meltano project that reads this Sage, and writes files."""
    if not (MELTANO.exists() and (ROOT / ".meltano" / "loaders" / "target-jsonl").exists()):
        pytest.fail("Meltano and its plugins are not installed: make .meltano/.installed")
    return Project.make(tmp_path, "target-jsonl", settings)


def loading_into(database: Postgres, project: Project, **changed: str) -> Project:
    """Return the project with the settings of the database."""
    server = urlsplit(database.url)
    places = {
        "HOST": str(server.hostname),
        "PORT": str(server.port),
        "USER": str(server.username),
        "PASSWORD": str(server.password),
        "DATABASE": server.path.removeprefix("/"),
    }
    own = {f"TARGET_POSTGRES_{name}": value for name, value in (places | changed).items()}
    return Project(project.folder, "target-postgres", project.settings | own)


def done(result: subprocess.CompletedProcess[str]) -> str:
    """Return what a command printed. It must have succeeded."""
    assert result.returncode == 0, result.stderr
    return result.stdout


def rows_of_customers(company: Company, **values: Any) -> None:  # noqa: ANN401 - the values of any column
    """Give the company three customers, a day apart from each other."""
    stamps = {number: MORNING + timedelta(days=number) for number in (1, 2, 3)}
    company.replace(
        "customers", [row("customers", key, date_time_updated=stamp, **values) for key, stamp in stamps.items()]
    )


def put_catalog(project: Project, *tables: str) -> str:
    """Write a catalogue of these tables alone to the project. Meltano takes seconds for that of all tables."""
    (project.folder / "catalog.json").write_text(json.dumps(catalog_of(*tables)))
    return "catalog.json"


def set_in_meltano_yml(project: Project, **config: object) -> None:
    """Write settings of the tap to meltano.yml as a person would."""
    file = project.folder / "meltano.yml"
    content = yaml.safe_load(file.read_text())
    content["plugins"]["extractors"][0]["config"] |= config
    file.write_text(yaml.safe_dump(content))


def test_settings_that_are_set_with_meltano_are_used_beside_a_copy_of_the_example(
    project: Project, sage: Sandbox
) -> None:
    shutil.copy(ROOT / ".env.example", project.folder / ".env")
    for name in ("client_id", "client_secret"):
        value = project.settings.pop(f"TAP_SAGE200_{name.upper()}")
        done(project.meltano("config", "set", "tap-sage200", name, value))
    done(project.meltano("config", "set", "tap-sage200", "redirect_uri", "http://localhost:8400/callback"))
    listed = done(project.meltano("config", "list", "tap-sage200"))
    assert re.search(r"redirect_uri .*http://localhost:8400/callback.*meltano\.yml", listed)
    found = json.loads(done(project.meltano(*INVOKE, "tap-sage200:sites", "--json")))
    assert sage.companies[0].name in json.dumps(found)


def test_select_switches_on_what_is_off_by_default_and_leaves_the_rest_as_it_is(project: Project) -> None:
    for pattern in ([OPTIONAL, "*"], ["customers", SLOW], ["--exclude", "pending_emails", "*"]):
        done(project.meltano("select", "--no-install", "tap-sage200", *pattern))
    listed = json.loads(done(project.meltano("select", "--no-install", "--list", "--json", "tap-sage200")))
    selected = {(one["stream"], one["property"]) for one in listed["streams"]}
    by_default = {
        (entry["stream"], item["breadcrumb"][1])
        for entry in catalog_of()["streams"]
        for root in entry["metadata"]
        if not root["breadcrumb"] and root["metadata"].get("selected-by-default") is not False
        for item in entry["metadata"]
        if item["breadcrumb"] and item["metadata"].get("selected-by-default") is not False
    }
    assert {table for table, _ in selected ^ by_default} == {OPTIONAL, "customers", "pending_emails"}


def test_a_scheduled_run_loads_what_was_selected_and_ends_with_what_needs_attention(
    project: Project, sage: Sandbox, company: Company, database: Postgres
) -> None:
    project = loading_into(database, project)
    rows_of_customers(company, analysis_code_1="first")
    company.replace(OPTIONAL, [row(OPTIONAL, number) for number in (1, 2)])
    company.replace("sop_orders", [row("sop_orders", 1)])
    company.replace("sop_order_lines", [nested_row("sop_order_lines", key, sop_order_id=1) for key in (10, 11)])
    sage.closed_to("stocktakes", 403)
    done(project.meltano("select", "--no-install", "tap-sage200", OPTIONAL, "*"))
    done(project.meltano("config", "set", "tap-sage200", "_metadata", "customers", "replication-method", "FULL_TABLE"))
    assert "sage200-to-postgres" in done(project.meltano("schedule", "list"))
    only = json.dumps(["customers", OPTIONAL, "sop_orders", "sop_order_lines", "stocktakes"])

    first = project.meltano("schedule", "run", "hourly", _SELECT_FILTER=only)
    done(first)
    warehouse = Warehouse(database.url)
    assert warehouse.counts() == {"customers": 3, OPTIONAL: 2, "sop_orders": 1, "sop_order_lines": 2, "stocktakes": 0}
    attention, *after = first.stderr[first.stderr.index("stocktakes, company 1 of site") :].splitlines()
    assert "403" in attention
    assert all(re.match(r"\S+ \[info +\] meltano ", line) for line in after), after
    assert len(after) < 10

    rows_of_customers(company, analysis_code_1="second")  # their timestamps stay the same
    company.change(Update("sop_orders", (1,), {}))
    company.change(Delete("sop_order_lines", (11,)))
    tables = json.dumps([f"{table}.*" for table in json.loads(only)])
    done(project.meltano(*RUN, "--refresh-catalog", "tap-sage200", "target-postgres", _SELECT=tables))
    assert {each["analysis_code_1"] for each in warehouse.rows("customers")} == {"second"}
    assert {each["id"] for each in warehouse.rows("sop_order_lines")} == {10, 11}
    (recipe,) = re.findall(
        r"```sql\n(delete.+?)```", (ROOT / "docs" / "backfill.md").read_text(encoding="utf-8"), re.DOTALL
    )
    with psycopg.connect(database.url) as connection:
        connection.execute(recipe)
    assert {each["id"] for each in warehouse.rows("sop_order_lines")} == {10}


def test_a_full_refresh_loads_only_the_tables_of_the_filter_again(project: Project, company: Company) -> None:
    catalog, loaded = put_catalog(project, "customers", "currencies"), JsonLines(project.folder / "output")
    key = ("site_id", "company_id", "id")

    def load(code: str, *options: str, **tap_settings: str) -> list[set[Any]]:
        rows_of_customers(company, analysis_code_1=code)
        company.replace("currencies", [row("currencies", number, name=code) for number in (1, 2)])
        done(project.meltano(*RUN, *options, "tap-sage200", "target-jsonl", _CATALOG=catalog, **tap_settings))
        columns = {"customers": "analysis_code_1", "currencies": "name"}
        return [{each[name] for each in loaded.rows(table, key).values()} for table, name in columns.items()]

    assert load("first") == [{"first"}, {"first"}]
    assert load("second", "--full-refresh", _SELECT_FILTER='["customers"]') == [{"second"}, {"first"}]


def test_windows_of_the_past_are_loaded_beside_the_other_runs(
    project: Project, company: Company, database: Postgres
) -> None:
    rows_of_customers(company)
    loading, since = loading_into(database, project), (MORNING + timedelta(days=3)).isoformat()
    live = {"START_DATE": since, "_CATALOG": put_catalog(project, "customers")}
    past = {"START_DATE": (MORNING + timedelta(days=1)).isoformat(), "END_DATE": since, "WINDOW_STEP": "1day"}

    def load(**tap_settings: str) -> set[Any]:
        done(loading.meltano(*RUN, "tap-sage200", "target-postgres", **tap_settings))
        return {each["id"] for each in Warehouse(database.url).rows("customers")}

    assert load(**live) == {3}
    assert load(**live | past) == {1, 2, 3}
    company.change(Update("customers", (1,), {"analysis_code_1": "changed"}))
    assert load(**live) == {1, 2, 3}
    codes = {each["id"]: each["analysis_code_1"] for each in Warehouse(database.url).rows("customers")}
    assert codes[1] == "changed"
    assert done(loading.meltano("state", "list")).split() == ["dev:tap-sage200-to-target-postgres"]


def test_the_errors_of_the_loader_stay_visible(project: Project, company: Company, database: Postgres) -> None:
    rows_of_customers(company)
    wrong = loading_into(database, project, PASSWORD="wrong")
    failed = wrong.meltano(*RUN, "tap-sage200", "target-postgres", _CATALOG=put_catalog(project, "customers"))
    assert failed.returncode == 1
    assert "password authentication failed" in failed.stderr


def check(project: Project) -> list[dict[str, Any]]:
    """Return what `check` finds for the tables of the run before."""
    folder = project.folder / ".meltano" / "run" / "tap-sage200"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tap.properties.json").write_text(json.dumps(catalog_of("customers")))
    result = project.meltano(*INVOKE, "tap-sage200:check", "--json")
    found: list[dict[str, Any]] = json.loads(result.stdout)["findings"]
    return found


def test_check_uses_lists_and_objects_of_meltano_yml(project: Project, sage: Sandbox) -> None:
    one = {"site_id": sage.companies[0].site_id, "company_id": 1}
    done(project.meltano("config", "set", "tap-sage200", "companies", json.dumps([one])))
    set_in_meltano_yml(project, stream_maps={"customers": {"name": "__NULL__"}, "nothing": {"name": "__NULL__"}})
    assert "stream_maps has a map for nothing" in check(project)[0]["says"]
    set_in_meltano_yml(project, stream_maps={"customers": {"name": "__NULL__", "__filter__": "id > 1.5"}})
    assert {each["verdict"] for each in check(project)} == {"ok"}


def test_a_null_that_meltano_drops_is_refused_because_it_would_hide_nothing(project: Project, company: Company) -> None:
    rows_of_customers(company)
    set_in_meltano_yml(project, stream_maps={"customers": {"name": None}, "currencies": None})
    failed = project.meltano(*RUN, "tap-sage200", "target-jsonl", _CATALOG=put_catalog(project, "customers"))
    assert failed.returncode == 1
    assert not list((project.folder / "output").iterdir())
    said = check(project)[0]["says"]
    for problem in ("stream_maps.customers.name must be of type string", "stream_maps.currencies must not be empty"):
        assert problem in failed.stderr
        assert problem in said


def test_a_sign_in_and_a_check_of_the_selection_work_through_meltano(project: Project, company: Company) -> None:
    del project.settings["TAP_SAGE200_REFRESH_TOKEN"]
    redirect = {"REDIRECT_URI": "http://localhost:8400/callback"}
    with subprocess.Popen(
        [MELTANO, *INVOKE, "tap-sage200:login", "--no-browser"],
        cwd=project.folder,
        env=project.environment(**redirect),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as login:
        assert login.stdout is not None
        address = next(line for line in login.stdout if line.startswith(project.settings["TAP_SAGE200_AUTHORIZE_URL"]))
        output, errors = login.communicate(redirected(address.strip()), timeout=SECONDS)
    assert login.returncode == 0, errors
    assert company.name in output
    rows_of_customers(company)
    checked = done(project.meltano(*INVOKE, "tap-sage200:check", _CATALOG=put_catalog(project, "customers")))
    assert re.search(r"customers +1 row", checked)
    assert "currencies" not in checked


def test_tables_and_rows_are_shown_through_meltano_with_all_options(
    project: Project, company: Company, sage: Sandbox
) -> None:
    rows_of_customers(company, name="A")
    where = "id ge 1 and name ne 'it''s $HOME'"
    query = ("tap-sage200:query", "customers", "--where", where, "--columns=id,site_id")
    shown = done(project.meltano(*INVOKE, *query, "--order", "id desc", "--limit", "2", "--format", "csv"))
    assert shown.split() == ["id,site_id", f"3,{company.site_id}", f"2,{company.site_id}"]
    assert sage.requests[-1].query["$filter"] == f"({where})"
    assert done(project.meltano(*INVOKE, "tap-sage200:tables", "sop_order_l*", "--json")).startswith("[")
    wrong = project.meltano(*INVOKE, "tap-sage200:query", "customers", "--columns", "nme")
    assert wrong.returncode == 1
    assert "--columns, at position 1: customers has no column nme. The nearest is name" in wrong.stderr


def test_a_described_table_can_be_pasted_into_the_settings(project: Project, company: Company) -> None:
    rows_of_customers(company)
    block = yaml.safe_load(done(project.meltano(*INVOKE, "tap-sage200:describe", "/customers")))
    assert block["custom_tables"]["custom_customers"]["key"] == ["id"]


def test_what_is_different_for_some_tables_comes_from_meltano_yml_and_the_environment(
    project: Project, company: Company, database: Postgres
) -> None:
    rows_of_customers(company)
    company.replace("currencies", [row("currencies", number) for number in (1, 2, 3)])
    since = (MORNING + timedelta(days=2)).date()
    extra = {"customers": {"loyalty_points": "whole"}}
    set_in_meltano_yml(project, tables={"cust*": {"start_date": since}}, extra_columns=extra)
    own = {"TABLES": '{"currencies.where": "id le 2"}', "_CATALOG": put_catalog(project, "customers", "currencies")}
    done(loading_into(database, project).meltano(*RUN, "tap-sage200", "target-postgres", **own))
    warehouse = Warehouse(database.url)
    assert {(each["id"], each["loyalty_points"]) for each in warehouse.rows("customers")} == {(2, None), (3, None)}
    assert {each["id"] for each in warehouse.rows("currencies")} == {1, 2}


def test_views_and_custom_tables_are_selected_like_tables(
    project: Project, company: Company, database: Postgres
) -> None:
    rows_of_customers(company, name="Ash")
    slim = {"path": "/customers", "key": ["id"], "columns": {"id": "identifier", "name": "text"}}
    set_in_meltano_yml(
        project,
        views={"late_customers": {"of": "customers", "where": "id ge 2", "columns": ["name"]}},
        custom_tables={"slim": slim},
    )
    done(loading_into(database, project).load(["late_customers.*", "slim.name"]))
    warehouse = Warehouse(database.url)
    assert {each["id"] for each in warehouse.rows("late_customers")} == {2, 3}
    assert {(each["id"], each["name"]) for each in warehouse.rows("slim")} == {(1, "Ash"), (2, "Ash"), (3, "Ash")}
