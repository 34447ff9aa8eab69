"""States of earlier versions, of other programs, made by hand, and damaged: what can be used is used."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox.sample_rows import customers, row

from tests.support.runs import catalog_of, run_tap
from tests.support.tap_process import run_tap_process

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sage200_sandbox import Sandbox

    from tests.support.runs import Result

Config = dict[str, Any]
ENTRIES = "nominal_transaction_enquiry_views"
VERSION_0_1_0 = json.loads((Path(__file__).parent / "states" / "version_0_1_0.json").read_text())
WALK = {
    "started": "2026-03-03T00:00:00.000000Z",
    "since": None,
    "until": None,
    "above": None,
    "after": 20,
    "changed": None,
}
DAMAGES: dict[str, dict[str, Any]] = {
    "replication_key_value": {
        "no date": "yesterday",
        "a number": 1772442300,
        "a fraction": 1.5,
        "null": None,
        "a list": ["2026-03-02"],
        "an object": {"value": "2026-03-02"},
        "a boolean": True,
        "empty": "",
        "no day": "2026-02-30T00:00:00Z",
        "a year too many": "10000-01-01T00:00:00Z",
        "before all years": "0000-00-00T00:00:00Z",
    },
    "highest_key": {
        "text": "25",
        "a boolean": True,
        "null": None,
        "a list": [25],
        "below all": -2,
        "vast": 10**18 * 99,
    },
    "walk": {
        "a list": [],
        "text": "20",
        "null": None,
        "an unknown field": WALK | {"page": 2},
        "a missing field": {"started": WALK["started"], "after": 20},
        "a key as text": WALK | {"after": "20"},
        "a key that is true": WALK | {"above": True},
        "no time": WALK | {"started": "soon"},
        "no start": WALK | {"started": None},
        "a date alone": WALK | {"since": "2026-03-01"},
    },
    "replication_key": {"another one": "updated_at", "a list": ["date_time_updated"], "null": None},
    "rows": {"text": "25", "negative": -1},
    "start_date": {"no date": "x", "a number": 3},
    "marks": {"text": "x", "one part": [[1]], "a key as text": [["1", WALK["started"]]]},
}


def ids(records: list[dict[str, Any]]) -> set[int]:
    return {record["id"] for record in records}


@dataclass(frozen=True)
class World:
    """A company with rows, and the settings to read it."""

    sage: Sandbox
    config: Config

    @property
    def context(self) -> dict[str, Any]:
        """The Singer partition of the company."""
        company = self.sage.companies[0]
        return {"site_id": company.site_id, "company_id": company.company_id}

    def run(self, *tables: str, state: object, **given: object) -> Result:
        """Run the tap with a state."""
        return run_tap(self.config | given, *tables, state=state)  # type: ignore[arg-type] # states of any form


@pytest.fixture
def world(sage: Sandbox, config: Config) -> World:
    company = sage.companies[0]
    company.replace("customers", customers(25))
    company.replace("currencies", [row("currencies", 1)])
    company.replace(ENTRIES, [row(ENTRIES, number) for number in range(1, 6)])
    return World(sage, config)


def state_of(
    context: dict[str, Any], parts: Mapping[str, object] | None = None, *, table: str = "customers"
) -> dict[str, Any]:
    good = {"replication_key": "date_time_updated", "replication_key_value": "2026-03-02T09:00:25.000000Z"}
    return {"bookmarks": {table: {"partitions": [{"context": context, **good, "highest_key": 25, **(parts or {})}]}}}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        pytest.param(field, value, id=f"{field}: {name}")
        for field, some in DAMAGES.items()
        for name, value in some.items()
    ],
)
def test_a_damaged_part_costs_no_row_and_one_line_names_it(
    world: World, field: str, value: object, caplog: pytest.LogCaptureFixture
) -> None:
    world.sage.companies[0].replace("customers", customers(26))
    result = world.run("currencies", "customers", state=state_of(world.context, {field: value}))

    assert result.error is None
    is_whole = field in {"replication_key", "replication_key_value", "highest_key"}
    assert ids(result.records("customers")) >= (set(range(1, 27)) if is_whole else {26})
    assert result.bookmark("customers")["replication_key_value"] == "2026-03-02T09:00:26.000000Z"
    assert result.bookmark("customers").get(field, "nothing") != value
    [said] = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert said.startswith("customers, company 1 of site")
    assert field in said


@pytest.mark.parametrize("value", ["yesterday", -1, 2.5, True, [3], "", "2026-03-02T09:00:00Z", None])
def test_a_damaged_key_of_the_journal_costs_no_row(
    world: World, value: object, caplog: pytest.LogCaptureFixture
) -> None:
    state = {"bookmarks": {ENTRIES: {"partitions": [{"context": world.context, "replication_key_value": value}]}}}
    result = world.run(ENTRIES, state=state)

    assert result.error is None
    assert ids(result.records(ENTRIES)) == {1, 2, 3, 4, 5}
    assert "replication_key_value" in caplog.text


@pytest.mark.parametrize("value", ["2026-03-02", "2026-03-02T09:00:25", "2026-03-02T10:00:25+01:00"])
def test_a_bookmark_in_another_form_is_used(world: World, value: str, caplog: pytest.LogCaptureFixture) -> None:
    world.sage.companies[0].replace("customers", customers(26))
    state = state_of(world.context, {"replication_key_value": value})
    result = world.run("customers", state=state, lookback_seconds=0)

    assert result.error is None
    assert 26 in ids(result.records("customers"))
    assert "state" not in caplog.text


def odd_states(context: dict[str, Any]) -> dict[str, Any]:
    """Return states whose form is not as the tap writes it."""
    good = state_of(context)["bookmarks"]["customers"]["partitions"][0]
    early = good | {"replication_key_value": "2026-03-01T00:00:00.000000Z"}
    return {
        "twice": {"bookmarks": {"customers": {"partitions": [good, early]}}},
        "without context": {"bookmarks": {"customers": {"partitions": [{"replication_key_value": "2026-03-02"}]}}},
        "context of another tap": {"bookmarks": {"customers": {"partitions": [good | {"context": {"org": 1}}]}}},
        "context is text": {"bookmarks": {"customers": {"partitions": [good | {"context": "1"}]}}},
        "partitions is an object": {"bookmarks": {"customers": {"partitions": good}}},
        "a partition is text": {"bookmarks": {"customers": {"partitions": ["1"]}}},
        "no partitions": {"bookmarks": {"customers": {k: v for k, v in good.items() if k != "context"}}},
        "the table is text": {"bookmarks": {"customers": "2026-03-02"}},
        "the table is null": {"bookmarks": {"customers": None}},
        "bookmarks is a list": {"bookmarks": [good]},
        "bookmarks is null": {"bookmarks": None},
        "no bookmarks": {"customers": "2026-03-02"},
    }


@pytest.mark.parametrize("name", odd_states({}).keys())
def test_a_state_of_another_form_costs_no_row_and_one_line_says_so(
    world: World, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    result = world.run("customers", state=odd_states(world.context)[name])

    assert result.error is None
    assert ids(result.records("customers")) == set(range(1, 26))
    [said] = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert "the state cannot be used" in said
    assert ("bookmarks" in name) == said.startswith("the state:")


@pytest.mark.parametrize("company_id", ["1", 1], ids=["text", "number"])
@pytest.mark.parametrize("wrapper", ["plain", "singer_state", "completed", "partial", "message"])
def test_a_state_is_used_whatever_it_is_wrapped_in(world: World, wrapper: str, company_id: object) -> None:
    state = state_of(world.context | {"company_id": company_id})
    wrapped = {
        "plain": state,
        "singer_state": {"singer_state": state},
        "completed": {"completed": {"singer_state": state}, "partial": {}},
        "partial": {"completed": {"singer_state": {"bookmarks": {"customers": 3}}}, "partial": {"singer_state": state}},
        "message": {"type": "STATE", "value": state},
    }[wrapper]
    result = world.run("customers", state=wrapped, lookback_seconds=0)

    assert result.error is None
    assert ids(result.records("customers")) == {25}
    assert list(result.state) == ["bookmarks"]


def test_a_state_of_version_0_1_0_is_continued(world: World) -> None:
    company = world.sage.companies[0]
    company.replace("currencies", [row("currencies", number) for number in range(1, 5)])
    company.replace("suppliers", [row("suppliers", number) for number in range(1, 30)])
    company.replace(ENTRIES, [row(ENTRIES, number) for number in range(1, 6)])
    result = world.run("currencies", "suppliers", ENTRIES, state=VERSION_0_1_0)

    assert result.error is None
    assert 4 in ids(result.records("currencies"))
    assert [record["id"] for record in result.records("suppliers")][:9] == list(range(21, 30))
    assert ids(result.records(ENTRIES)) == {1, 2, 3, 4, 5}


def test_bookmarks_of_unknown_tables_are_named(world: World, caplog: pytest.LogCaptureFixture) -> None:
    result = world.run("customers", state=state_of(world.context, table="issues"))

    assert result.error is None
    assert "The state has bookmarks of tables that the tap does not have: issues" in caplog.text


def test_another_spelling_of_the_site_is_the_same_company(world: World, caplog: pytest.LogCaptureFixture) -> None:
    shouted = "{" + world.context["site_id"].upper() + "}"
    own = {"site_id": shouted, "company_id": 1, "lookback_seconds": 0}
    result = world.run("customers", state=state_of(world.context | {"site_id": shouted}), **own)

    assert result.error is None
    assert [(record["id"], record["site_id"]) for record in result.records("customers")] == [
        (25, world.context["site_id"])
    ]
    assert result.bookmark("customers")["context"] == world.context
    assert f"The state spells the site ID {shouted}." in caplog.text


@pytest.mark.parametrize(
    ("content", "exit_code", "rows"),
    [
        pytest.param(b"", 0, 25, id="empty"),
        pytest.param(b" \n", 0, 25, id="blank"),
        pytest.param(b"null", 0, 25, id="null"),
        pytest.param(b"{}", 0, 25, id="an empty object"),
        pytest.param(b"[]", 1, 0, id="a list"),
        pytest.param(b'"state"', 1, 0, id="a text"),
        pytest.param(b'{"bookmarks"', 1, 0, id="cut off"),
        pytest.param(b"\x80\x81", 1, 0, id="no text"),
        pytest.param(b"[" * 50_000, 1, 0, id="nested too deeply"),
        pytest.param("good", 0, 1, id="good"),
        pytest.param("utf-8-sig", 0, 1, id="with a byte order mark"),
        pytest.param("utf-16", 0, 1, id="UTF-16"),
        pytest.param("utf-16-le", 0, 1, id="UTF-16 without a mark"),
    ],
)
def test_the_file_of_a_state_is_read_in_any_encoding(
    world: World,
    tmp_path: Path,
    content: bytes | str,
    exit_code: int,
    rows: int,
) -> None:
    if isinstance(content, str):
        content = json.dumps(state_of(world.context)).encode("utf-8" if content == "good" else content)
    (tmp_path / "state.json").write_bytes(content)
    (tmp_path / "config.json").write_text(json.dumps(world.config | {"lookback_seconds": 0}))
    (tmp_path / "catalog.json").write_text(json.dumps(catalog_of("customers")))
    names = {name: str(tmp_path / f"{name}.json") for name in ("config", "catalog", "state")}
    result = run_tap_process(*(part for name, file in names.items() for part in (f"--{name}", file)))

    assert result.returncode == exit_code
    assert result.stdout.count('"RECORD"') == rows
    assert "Traceback" not in result.stderr
    if exit_code:
        assert result.stderr.splitlines()[-1].count("--state") == 2
        assert world.sage.requests == []
