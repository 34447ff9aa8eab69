"""A column is in SCHEMA and in RECORD, or in neither, whatever else changes records."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

import pytest
from sage200_sandbox import Update
from sage200_sandbox.sample_rows import customers, nested_row, row

from tests.support.runs import Result, run_tap

if TYPE_CHECKING:
    from collections.abc import Callable

    from sage200_sandbox import Sandbox

Config = dict[str, Any]
TABLES = ("customers", "sop_orders", "sop_order_memos", "bank_contacts")
BATCHES = {"encoding": {"format": "jsonl", "compression": "gzip"}}


@pytest.fixture(autouse=True)
def rows(sage: Sandbox) -> None:
    """Fill tables with a parent, with a timestamp of their own, and with a timestamp of their parent."""
    [company] = sage.companies
    company.replace("customers", customers(25))
    company.replace("sop_orders", [row("sop_orders", 5), row("sop_orders", 6)])
    memos = [nested_row("sop_order_memos", 10 + order, sop_order_id=order, note="Call") for order in (5, 6)]
    company.replace("sop_order_memos", memos)
    company.replace("banks", [row("banks", 3)])
    company.replace("bank_contacts", [nested_row("bank_contacts", 4, bank_id=3)])


def deselecting(is_deselected: Callable[[str], bool]) -> Callable[[Config], None]:
    """Deselect columns of all tables by their names, and forget that some of them are automatic."""

    def change(catalog: Config) -> None:
        for entry in catalog["streams"]:
            for item in entry["metadata"]:
                if item["breadcrumb"] and is_deselected(item["breadcrumb"][1]):
                    item["metadata"] = {"inclusion": "available", "selected": False}

    return change


DESELECTED: dict[str, Callable[[str], bool]] = {
    "timestamps": lambda name: "date_time" in name,
    "links and keys": lambda name: name.endswith("_id") or name == "id",
    "everything": lambda _: True,
}
OTHERS: dict[str, Config] = {
    "alone": {},
    "maps": {"stream_maps": {"*": {"source": "'sage'"}}},
    "flattening": {"flattening_enabled": True, "flattening_max_depth": 2},
}


def written(result: Result) -> dict[str, list[set[str]]]:
    """The columns of each record, from messages and batch files."""
    records: dict[str, list[set[str]]] = {table: [] for table in TABLES}
    for message in result.messages:
        if message["type"] == "RECORD":
            records[message["stream"]].append(set(message["record"]))
        for name in message.get("manifest", ()):
            lines = gzip.decompress(Path(urlparse(name).path).read_bytes()).splitlines()
            records[message["stream"]] += [set(json.loads(line)) for line in lines]
    return records


def compare(result: Result) -> None:
    assert result.error is None
    records = written(result)
    assert [len(records[table]) for table in TABLES] == [25, 2, 2, 1]
    for message in result.messages:
        if message["type"] == "SCHEMA":
            columns = set(message["schema"]["properties"])
            assert all(record == columns for record in records[message["stream"]]), message["stream"]
            assert {*message["key_properties"], *message.get("bookmark_properties", ())} <= columns


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("deselected", DESELECTED)
def test_records_have_the_columns_of_their_schema(config: Config, deselected: str, other: str) -> None:
    change = deselecting(DESELECTED[deselected])
    first = run_tap(config | OTHERS[other], *TABLES, change_catalog=change)
    compare(first)
    quiet = run_tap(config | OTHERS[other], *TABLES, change_catalog=change, state=first.state)
    assert quiet.error is None
    assert quiet.bookmark("customers") == first.bookmark("customers") | {
        "replication_key_value": quiet.bookmark("customers")["replication_key_value"]
    }


@pytest.mark.parametrize("deselected", DESELECTED)
def test_batch_files_have_the_columns_of_their_schema(config: Config, deselected: str, tmp_path: Path) -> None:
    batches = {"batch_config": {**BATCHES, "storage": {"root": tmp_path.as_uri()}}}
    compare(run_tap(config | batches, *TABLES, change_catalog=deselecting(DESELECTED[deselected])))


def test_timestamps_are_read_though_they_are_not_written(config: Config, sage: Sandbox) -> None:
    change = deselecting(DESELECTED["timestamps"])
    first = run_tap(config, "customers", change_catalog=change)
    assert {"date_time_created", "date_time_updated"} & set(first.records("customers")[0]) == {"date_time_updated"}
    sage.companies[0].change(Update("customers", (9,), {"name": "Changed"}))
    second = run_tap(config, "customers", change_catalog=change, state=first.state)
    assert second.loaded("customers", first.loaded("customers"))[*_company(first), 9]["name"] == "Changed"


def _company(result: Result) -> tuple[str, int]:
    record = result.records("customers")[0]
    return record["site_id"], record["company_id"]
