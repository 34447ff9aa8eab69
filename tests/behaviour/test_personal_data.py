"""Every recipe of docs/personal-data.md hides what it says, and what the page warns of is so, over the demo company."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from sage200_sandbox import Demo, Sandbox, Update

from tap_sage200.singer.record_sink import BufferedSink, SdkSink, sink_for
from tests.support.commanding import variables
from tests.support.runs import catalog_of, run_tap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.runs import Result

TEXT = (Path(__file__).parents[2] / "docs" / "personal-data.md").read_text(encoding="utf-8")
SEED = "seed-of-a-test"
HASHED_CONFIG = {"stream_map_config": {"hash_seed": SEED}}
TABLES = ("customer_emails", "customer_telephones", "customer_contacts")


def block(heading: str, language: str, number: int = 0) -> str:
    """Return a block of code of a section of the page."""
    section = re.split(r"^##+ ", TEXT, flags=re.MULTILINE)
    (text,) = (part for part in section if part.startswith(f"{heading}\n"))
    blocks: list[str] = re.findall(rf"^```{language}\n([\s\S]+?)^```$", text, flags=re.MULTILINE)
    return blocks[number]


def maps(recipe: str) -> dict[str, Any]:
    settings: dict[str, Any] = yaml.safe_load(recipe)
    return {"stream_maps": settings["stream_maps"], "stream_map_config": {"hash_seed": SEED}}


@pytest.fixture(scope="module")
def demo() -> Iterator[Sandbox]:
    """A Sage 200 with the demo company."""
    with Sandbox(Demo()) as sage:
        yield sage


@pytest.fixture
def config(demo: Sandbox) -> dict[str, Any]:
    """Settings for the demo company."""
    company = demo.companies[0]
    token = demo.new_access_token()
    return {
        "access_token": token,
        "api_url": demo.api_url,
        "site_id": company.site_id,
        "company_id": company.company_id,
    }


def digest(value: str) -> str:
    return sha256((SEED + value).encode()).hexdigest()


def columns(result: Result, table: str) -> set[str]:
    """The columns in SCHEMA and RECORD of a table, which are the same."""
    schemas = [m["schema"]["properties"] for m in result.messages if m["type"] == "SCHEMA" and m["stream"] == table]
    names = {name for schema in schemas for name in schema}
    assert names == {name for record in result.records(table) for name in record}
    return names


def test_contact_data_is_hashed_and_keys_are_as_before(config: dict[str, Any]) -> None:
    plain = run_tap(config, *TABLES)
    hidden = run_tap(config | maps(block("Hash contact data", "yaml")), *TABLES)
    assert hidden.error is None
    for table, values in {
        "customer_emails": ["email"],
        "customer_telephones": ["full_number", "subscriber_number"],
        "customer_contacts": ["name", "first_name", "last_name", "default_telephone", "default_email"],
    }.items():
        assert hidden.loaded(table).keys() == plain.loaded(table).keys()
        shown = {row[name] for row in plain.records(table) for name in values if row[name]}
        assert shown
        assert not shown & {value for row in hidden.records(table) for value in row.values()}
    emails = {row["id"]: row["email"] for row in plain.records("customer_emails")}
    assert {row["id"]: row["email"] for row in hidden.records("customer_emails")} == {
        key: digest(email.lower()) if email else email for key, email in emails.items()
    }
    assert not columns(hidden, "customer_contacts") & {"first_name", "middle_name", "last_name"}


def test_the_same_address_has_the_same_hash_in_two_tables(config: dict[str, Any], demo: Sandbox) -> None:
    [contact, *_] = run_tap(config, "customer_contacts").records("customer_contacts")
    [email, *_] = [
        row["email"] for row in run_tap(config, "customer_emails").records("customer_emails") if row["email"]
    ]
    demo.companies[0].change(Update("customer_contacts", (contact["id"],), {"default_email": email.upper()}))
    hidden = run_tap(config | maps(block("Hash contact data", "yaml")), *TABLES)
    defaults = {row["id"]: row["default_email"] for row in hidden.records("customer_contacts")}
    assert defaults[contact["id"]] == digest(email)
    assert digest(email) in {row["email"] for row in hidden.records("customer_emails")}


@pytest.mark.posix
def test_the_seed_comes_from_the_environment_without_meltano(config: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(block("Hash contact data", "json"))
    (tmp_path / "catalog.json").write_text(json.dumps(catalog_of(*TABLES)))
    commands = block("Hash contact data", "sh", 1).rstrip() + " --catalog catalog.json"
    ended = subprocess.run(
        ["/bin/bash", "-ec", commands],
        cwd=tmp_path,
        env={
            **os.environ,
            **variables(config),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "SAGE200_HASH_SEED": SEED,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    messages = [json.loads(line) for line in ended.stdout.splitlines()]
    emails = [m["record"]["email"] for m in messages if m["type"] == "RECORD" and m["stream"] == "customer_emails"]
    assert any(emails)
    assert all(re.fullmatch("[0-9a-f]{64}", email) for email in emails if email)
    contacts = [m["record"] for m in messages if m["type"] == "RECORD" and m["stream"] == "customer_contacts"]
    assert {name for record in contacts for name in record} == {"site_id", "company_id", "id", "customer_id", "name"}
    assert SEED not in ended.stderr + ended.stdout


def test_the_command_for_a_seed_makes_a_long_one() -> None:
    command = block("Hash contact data", "sh").strip().replace("python3", sys.executable, 1)
    printed = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, check=True).stdout
    assert re.fullmatch("SAGE200_HASH_SEED=[0-9a-f]{64}\n", printed)


def test_bank_details_are_not_loaded_with_the_stream_map(config: dict[str, Any], demo: Sandbox) -> None:
    asked = len(demo.requests)
    recipe = block("Drop bank and payment details", "json")
    result = run_tap(config | maps(recipe), "banks", "suppliers", "supplier_banks", "customer_cards")
    assert result.error is None
    assert result.records("suppliers")
    assert result.records("supplier_banks") == result.records("customer_cards") == []
    assert not columns(result, "banks") & {"sort_code", "account_no", "iban", "bic"}
    assert "bank" not in {request.query.get("$expand") for request in demo.requests[asked:]}
    assert "customer_cards" not in {request.table for request in demo.requests[asked:]}


def deselected(catalog: dict[str, Any], table: str, *names: str) -> None:
    """Deselect columns in a catalogue, or without names the table."""
    entry = next(entry for entry in catalog["streams"] if entry["stream"] == table)
    for item in entry["metadata"]:
        if item["breadcrumb"][1:] in ([[name] for name in names] or [[]]):
            item["metadata"]["selected"] = False


def selections() -> list[tuple[str, str]]:
    """Return the table and the column that each `meltano select --exclude` of the page names."""
    return re.findall(r'^meltano select tap-sage200 --exclude "?([\w*]+)"? "?([\w*]+)"?$', TEXT, flags=re.MULTILINE)


def test_deselected_columns_of_a_table_stay_in_sage_and_those_of_a_nested_table_in_the_tap(
    config: dict[str, Any], demo: Sandbox
) -> None:
    def change(catalog: dict[str, Any]) -> None:
        deselected(catalog, "banks", *(column for table, column in selections() if table == "banks"))
        deselected(catalog, "supplier_banks", "sort_code")

    asked = len(demo.requests)
    result = run_tap(config, "banks", "suppliers", "supplier_banks", change_catalog=change)
    [banks, *_] = [request.query["$select"] for request in demo.requests[asked:] if request.table == "banks"]
    assert "account_name" in banks
    assert not {"sort_code", "account_no", "iban", "bic"} & set(banks.split(","))
    suppliers = [request.query for request in demo.requests[asked:] if request.table == "suppliers"]
    assert suppliers[0]["$expand"] == "bank"
    assert "sort_code" not in columns(result, "supplier_banks")


def test_every_name_in_the_commands_exists() -> None:
    assert len(selections()) == TEXT.count("meltano select tap-sage200 --exclude") == 10
    schemas = {entry["stream"]: entry["schema"]["properties"].keys() for entry in catalog_of()["streams"]}
    for table, column in selections():
        assert table == "*" or table in schemas
        of = schemas.values() if table == "*" else [schemas[table]]
        assert column == "*" or any(column in names for names in of)


def test_a_filter_leaves_out_rows(config: dict[str, Any]) -> None:
    every = run_tap(config, "customer_contacts").records("customer_contacts")
    result = run_tap(config | maps(block("Drop rows", "yaml")), "customer_contacts")
    assert result.error is None
    assert {row["id"] for row in result.records("customer_contacts")} == {r["id"] for r in every if r["is_default"]}
    assert any(not row["is_default"] for row in every)


@pytest.mark.parametrize("seed", [{}, {"hash_seed": None}, {"hash_seed": {}}])
def test_without_a_seed_nothing_of_the_table_is_loaded(config: dict[str, Any], seed: dict[str, object]) -> None:
    """Meltano passes on an empty variable as an empty object."""
    recipe = maps(block("Hash contact data", "yaml")) | {"stream_map_config": seed}
    result = run_tap(config | recipe, "customer_emails")
    assert "customer_emails" in str(result.error)
    assert result.records("customer_emails") == []


def test_the_last_of_two_maps_for_a_table_applies_alone(config: dict[str, Any]) -> None:
    email = maps(block("Hash contact data", "yaml"))["stream_maps"]["customer_emails"]
    both = {"customer_emails": email, "customer_*": {"is_default": None}}
    first = run_tap(config | HASHED_CONFIG | {"stream_maps": both}, "customer_emails")
    assert any("@" in row["email"] for row in first.records("customer_emails"))
    turned = dict(reversed(both.items()))
    second = run_tap(config | HASHED_CONFIG | {"stream_maps": turned}, "customer_emails")
    assert all("@" not in row["email"] and "is_default" in row for row in second.records("customer_emails"))


def test_a_hashed_key_is_still_declared_as_a_whole_number(config: dict[str, Any]) -> None:
    result = run_tap(config | {"stream_maps": {"customers": {"id": "sha256(str(id))"}}}, "customers")
    assert isinstance(result.records("customers")[0]["id"], str)
    schema = next(m["schema"] for m in result.messages if m["type"] == "SCHEMA" and m["stream"] == "customers")
    assert "integer" in schema["properties"]["id"]["type"]


def test_null_has_no_hash(config: dict[str, Any], demo: Sandbox) -> None:
    [supplier, *_] = run_tap(config, "suppliers").records("suppliers")
    demo.companies[0].change(Update("suppliers", (supplier["id"],), {"website": None}))
    bare = {"suppliers": {"website": "sha256(config['hash_seed'] + website)"}}
    assert "suppliers" in str(run_tap(config | HASHED_CONFIG | {"stream_maps": bare}, "suppliers").error)


def test_only_mapped_tables_leave_the_fast_way(config: dict[str, Any]) -> None:
    result = run_tap(config | maps(block("Hash contact data", "yaml")), *TABLES, "customers")
    streams = result.tap.streams
    assert isinstance(sink_for(streams["customer_emails"]), SdkSink)  # type: ignore[arg-type]
    assert isinstance(sink_for(streams["customers"]), BufferedSink)  # type: ignore[arg-type]


def test_a_wrong_name_of_a_column_adds_it_only_with_an_expression(config: dict[str, Any]) -> None:
    wrong = {"customer_emails": {"emial": "sha256(email)", "telefone": "__NULL__"}}
    result = run_tap(config | {"stream_maps": wrong}, "customer_emails")
    assert "emial" in columns(result, "customer_emails")
    assert "telefone" not in columns(result, "customer_emails")
