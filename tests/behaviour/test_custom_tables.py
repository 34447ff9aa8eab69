"""Custom tables are read as the tables of the tap are: a copy of one gives the same messages."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Insert, Update
from sage200_sandbox.sample_rows import MORNING, customers, nested_row, row

from tap_sage200 import timestamps
from tap_sage200.streams import stream_types
from tests.support.runs import Output, Stop, dying, run_tap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sage200_sandbox import Sandbox

    from tests.support.runs import Result

Config = dict[str, Any]
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)
PLAIN: Config = {"path": "/customers", "key": ["id"], "columns": {"id": "identifier", "name": "text"}}
ADDED = {"site_id", "company_id", "position"}
COPIES = {
    "customers": "own_partners",
    "sop_orders": "own_documents",
    "sop_order_lines": "own_parts",
    "nominal_budget_profiles": "own_profiles",
    "nominal_budget_profile_periods": "own_months",
    "bank_posted_transactions": "own_moves",
    "bank_posted_transaction_trade_items": "own_pieces",
}


def words_of(table: str, *, links: bool = False) -> dict[str, str]:
    """Return the columns of a table as a person would declare them, without those that need an expansion."""
    [stream_type] = [one for one in stream_types() if one.declared_name() == table]
    columns = stream_type.declared_schema()["properties"]
    return {
        name: word(column)
        for name, column in columns.items()
        if name not in ADDED and "x-expand" not in column and ("x-link" in column) is links
    }


def word(column: Mapping[str, Any]) -> str:
    if "format" in column:
        return "timestamp"
    [kind] = {*column["type"]} - {"null"}
    return {"integer": "whole", "number": "money", "boolean": "flag", "string": "text"}[kind]


def copy(table: str, *, nested: str | None = None, expand: str = "", parent: Config | None = None) -> Config:
    """Declare a copy of a table, and of a table nested in it."""
    types = {one.declared_name(): one for one in stream_types()}
    own = types[table]
    definition: Config = {
        "path": f"/{table}",
        "key": [*own.key],
        "columns": words_of(table),
        "timestamps": [*vars(own).get("timestamps", ("date_time_updated",))],
        "created": vars(own).get("created", "date_time_created"),
    }
    if not definition["timestamps"]:
        del definition["timestamps"], definition["created"]
    if nested:
        definition["nested"] = {
            COPIES[nested]: {
                "expand": expand,
                "key": [*types[nested].key],
                "columns": words_of(nested),
                "parent": parent,
            }
        }
    return {COPIES[table]: definition}


class Lines(Output):
    """The output of the tap as the bytes of its lines."""

    def __init__(self) -> None:
        super().__init__()
        self.raw: list[bytes] = []

    def send(self, lines: bytes) -> None:
        self.raw.extend(lines.splitlines())
        super().send(lines)


def written(lines: list[bytes], *, renamed: bool = False) -> list[bytes]:
    """Return lines with the names of the copies, and without what only one of both has: descriptions, and a source."""
    return [_written(line, COPIES if renamed else {}) for line in lines]


def _written(line: bytes, names: Mapping[str, str]) -> bytes:
    message = json.loads(line)
    if message["type"] == "SCHEMA":
        for column in message["schema"]["properties"].values():
            column.pop("description", None)
    if message["type"] == "STATE":
        for table in message["value"]["bookmarks"].values():
            for partition in table.get("partitions", ()):
                partition.pop("source", None)
    text = line.decode() if message["type"] == "RECORD" else json.dumps(message)
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(f'"{name}"', f'"{names[name]}"')
    return text.encode()


def without_expansions(catalog: Config) -> None:
    """Deselect the columns that need an expansion, which a custom table cannot have."""
    types = {one.declared_name(): one for one in stream_types()}
    for entry in catalog["streams"]:
        columns = types[entry["stream"]].declared_schema()["properties"] if entry["stream"] in types else {}
        for item in entry["metadata"]:
            if "x-expand" in columns.get("".join(item["breadcrumb"][1:]), {}):
                item["metadata"]["selected"] = False
                entry["schema"]["properties"].pop(item["breadcrumb"][1], None)
        entry["metadata"] = [
            item
            for item in entry["metadata"]
            if not item["breadcrumb"] or item["breadcrumb"][1] in entry["schema"]["properties"]
        ]


def both(config: Config, own: Config, *tables: str, state: Config | None = None) -> tuple[Lines, Lines, list[Result]]:
    """Run with tables, and then with their copies."""
    first, second = Lines(), Lines()
    ours = run_tap(config, *tables, output=first, change_catalog=without_expansions, state=state)
    renamed = json.loads(json.dumps(state or {}))
    if renamed:
        renamed["bookmarks"] = {COPIES[name]: value for name, value in renamed["bookmarks"].items()}
    theirs = run_tap(config | {"custom_tables": own}, *(COPIES[name] for name in tables), output=second, state=renamed)
    return first, second, [ours, theirs]


@pytest.fixture
def filled(sage: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """Customers, orders with lines, banks with people, and transactions with items that have no key."""
    monkeypatch.setattr(timestamps, "now", lambda: NOW)
    sage.clock = lambda: NOW
    [company] = sage.companies
    company.replace("customers", [one | {"name": "Ä \u2028", "balance": Decimal("1.50")} for one in customers(25)])
    company.replace(
        "sop_orders", [row("sop_orders", n, date_time_updated=MORNING + timedelta(seconds=n)) for n in range(1, 26)]
    )
    lines = [(n, 1000 + 10 * n + line) for n in range(1, 26) if n != 7 for line in (1, 2)]
    company.replace("sop_order_lines", [row("sop_order_lines", key, sop_order_id=n) for n, key in lines])
    company.replace("nominal_budget_profiles", [row("nominal_budget_profiles", n) for n in (1, 2, 3)])
    months, pieces = "nominal_budget_profile_periods", "bank_posted_transaction_trade_items"
    company.replace(months, [nested_row(months, n, nominal_budget_profile_id=1 + n % 3) for n in range(8)])
    company.replace("bank_posted_transactions", [row("bank_posted_transactions", n) for n in (1, 2, 3)])
    company.replace(pieces, [nested_row(pieces, n, bank_posted_transaction_id=1 + n % 3, position=n) for n in range(8)])
    return sage


@pytest.mark.usefixtures("filled")
def test_a_copy_of_customers_gives_the_same_lines(config: Config) -> None:
    first, second, [ours, theirs] = both(config, copy("customers"), "customers")
    assert ours.error is None
    assert theirs.error is None
    assert len(ours.records("customers")) == 25
    assert written(first.raw, renamed=True) == written(second.raw)


def test_a_copy_asks_for_the_same_and_continues_where_it_was(filled: Sandbox, config: Config) -> None:
    _, _, [ours, theirs] = both(config, copy("customers"), "customers")
    [company] = filled.companies
    company.change(Update("customers", (3,), {"name": "New"}))
    company.change(Insert("customers", customers(26)[-1]))
    filled.forget_requests()
    config = config | {"concurrency": 1}
    again = run_tap(config, "customers", state=ours.state, change_catalog=without_expansions)
    asked = [request.query for request in filled.requests]
    filled.forget_requests()
    own = config | {"custom_tables": copy("customers")}
    copied = run_tap(own, "own_partners", state=theirs.state)
    assert [request.query for request in filled.requests] == asked
    assert again.records("customers") == copied.records("own_partners")
    assert {record["id"] for record in copied.records("own_partners")} >= {3, 26}


@pytest.mark.usefixtures("filled")
def test_a_copy_of_orders_and_lines_gives_the_same_lines(config: Config) -> None:
    parent = {"sop_order_id": "id", "sop_order_date_time_updated": "date_time_updated"}
    own = copy("sop_orders", nested="sop_order_lines", expand="lines", parent=parent)
    first, second, [ours, theirs] = both(config, own, "sop_orders", "sop_order_lines")
    assert theirs.error is None
    assert len(ours.records("sop_order_lines")) == 48
    assert written(first.raw, renamed=True) == written(second.raw)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("table", "nested", "expand"),
    [
        ("nominal_budget_profiles", "nominal_budget_profile_periods", "periods"),
        ("bank_posted_transactions", "bank_posted_transaction_trade_items", "trade_items"),
    ],
)
def test_a_copy_of_a_nested_table_with_a_key_of_two_columns_gives_the_same_records(
    config: Config, table: str, nested: str, expand: str
) -> None:
    parent = {name: "id" if name.endswith("_id") else "date_time_updated" for name in words_of(nested, links=True)}
    first, second, [ours, theirs] = both(config, copy(table, nested=nested, expand=expand, parent=parent), nested)
    assert theirs.error is None
    assert len(theirs.records(COPIES[nested])) == 8
    assert theirs.records(COPIES[nested]) == ours.records(nested)
    [schema, copied] = ([m for m in map(json.loads, one.raw) if m["type"] == "SCHEMA"] for one in (first, second))
    assert copied[0]["key_properties"] == schema[0]["key_properties"]
    assert ours.bookmark(nested).items() <= theirs.bookmark(COPIES[nested]).items()


@pytest.mark.usefixtures("filled")
def test_a_copy_resumes_after_a_crash(config: Config) -> None:
    own = config | {"custom_tables": copy("customers"), "page_size": 5}
    crashed = run_tap(own, "own_partners", on_message=dying(18))
    rest = run_tap(own, "own_partners", state=crashed.state)
    same = run_tap(own, "customers", state=run_tap(own, "customers", on_message=dying(18)).state)
    assert isinstance(crashed.error, Stop)
    assert rest.records("own_partners")[0]["id"] > 10
    assert [record["id"] for record in rest.records("own_partners")] == [
        record["id"] for record in same.records("customers")
    ]


@pytest.mark.usefixtures("filled")
def test_links_have_names_if_nobody_names_them(config: Config) -> None:
    own: Config = {
        "own_documents": {
            "path": "/sop_orders",
            "key": ["id"],
            "timestamps": ["date_time_updated"],
            "columns": {"id": "identifier", "date_time_updated": "timestamp"},
            "nested": {
                "own_parts": {"expand": "lines", "key": ["parent_id", "position"], "columns": {"line_number": "whole"}}
            },
        }
    }
    result = run_tap(config | {"custom_tables": own}, "own_parts")
    [schema] = [message for message in result.messages if message["type"] == "SCHEMA"]
    assert result.error is None
    assert schema["key_properties"] == ["site_id", "company_id", "parent_id", "position"]
    assert schema["bookmark_properties"] == ["parent_date_time_updated"]
    assert [(one["parent_id"], one["position"]) for one in result.records("own_parts")][:4] == [
        *((1, 1), (1, 2), (2, 1), (2, 2))
    ]
    assert result.records("own_parts")[0]["parent_date_time_updated"] == "2026-03-02T09:00:01.000000Z"


@pytest.mark.usefixtures("filled")
def test_a_table_without_timestamps_is_read_in_full(config: Config) -> None:
    own = config | {"custom_tables": {"slim": PLAIN}}
    first = run_tap(own, "slim")
    second = run_tap(own, "slim", state=first.state)
    assert len(first.records("slim")) == len(second.records("slim")) == 25
    assert set(first.records("slim")[0]) == {"site_id", "company_id", "id", "name"}


@pytest.mark.usefixtures("filled")
def test_a_table_can_have_a_text_as_its_key(config: Config) -> None:
    table = {"path": "/customers", "key": ["reference", "id"], "columns": {"reference": "text", "id": "whole"}}
    result = run_tap(config | {"custom_tables": {"slim": table}}, "slim")
    assert result.error is None
    assert len(result.loaded("slim")) == 25


def test_a_table_that_sage_does_not_have_is_skipped(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    result = run_tap(config | {"custom_tables": {"slim": PLAIN | {"path": "/nothing"}}}, "slim", "banks")
    assert result.error is None
    assert "slim" in caplog.text


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "changed",
    [
        {"path": "/suppliers"},
        {"timestamps": ["date_time_created"]},
        {"key": ["reference"]},
    ],
)
def test_a_table_that_is_declared_otherwise_is_read_whole_once(
    sage: Sandbox, config: Config, changed: Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    rows = [one | {"reference": f"A{one['id']:03}"} for one in customers(25)]
    sage.companies[0].replace("customers", rows)
    sage.companies[0].replace("suppliers", [row("suppliers", n) for n in range(1, 26)])
    stamps = dict.fromkeys(["date_time_updated", "date_time_created"], "timestamp")
    words = {"id": "identifier", "reference": "text"} | stamps
    table = {"path": "/customers", "key": ["id"], "timestamps": ["date_time_updated"], "columns": words}
    config = config | {"lookback_seconds": 0}
    first = run_tap(config | {"custom_tables": {"own": table}}, "own")
    config = config | {"custom_tables": {"own": table | changed}}
    second = run_tap(config, "own", state=first.state)
    third = run_tap(config, "own", state=second.state)
    assert len(second.records("own")) == 25
    assert "all rows are read once. They now come from" in caplog.text
    assert third.error is None
    assert caplog.text.count("They now come from") == 1
    assert "cannot be read" not in caplog.text


@pytest.mark.usefixtures("filled")
def test_a_view_can_be_of_a_custom_table(config: Config) -> None:
    own = {"custom_tables": {"slim": PLAIN}, "views": {"few": {"of": "slim", "where": "id le 3"}}}
    result = run_tap(config | own, "few", "slim")
    assert [record["id"] for record in result.records("few")] == [1, 2, 3]
    assert len(result.records("slim")) == 25


@pytest.mark.usefixtures("filled")
def test_settings_may_be_flat_as_meltano_passes_them_to_commands(config: Config) -> None:
    flat = {"slim.path": "/customers", "slim.key": ["id"], "slim.columns.id": "identifier"}
    views = {"few.of": "slim", "few.where": "id le 3"}
    result = run_tap(config | {"custom_tables": flat, "views": views}, "few")
    assert [record["id"] for record in result.records("few")] == [1, 2, 3]


@pytest.mark.usefixtures("filled")
def test_a_table_with_few_columns_of_a_known_resource_requests_only_them(
    sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    result = run_tap(config | {"custom_tables": {"slim": PLAIN}}, "slim")
    assert result.error is None
    assert {request.query["$select"] for request in sage.requests if request.table == "customers"} == {"id,name"}
    assert "does not know" not in caplog.text


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("policy", ["warn", "fail"])
def test_a_nested_table_with_few_columns_of_known_rows_meets_no_unknown_field(
    config: Config, caplog: pytest.LogCaptureFixture, policy: str
) -> None:
    lines = {"own_parts": {"expand": "lines", "key": ["id"], "columns": {"id": "identifier"}}}
    orders = {"path": "/sop_orders", "key": ["id"], "columns": {"id": "identifier"}, "nested": lines}
    result = run_tap(
        config | {"custom_tables": {"own_documents": orders}, "on_unknown_field": policy}, "own_documents", "own_parts"
    )
    assert result.error is None
    assert len(result.records("own_parts")) == 48
    assert set(result.records("own_parts")[0]) == {"site_id", "company_id", "parent_id", "id"}
    assert "does not know" not in caplog.text
