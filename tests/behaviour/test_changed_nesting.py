"""A nested custom table that is declared otherwise: its old bookmark is not for the rows that come now."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.raw_sage import RawSage
from tests.support.runs import run_tap

Config = dict[str, Any]


@pytest.mark.parametrize(
    "changed",
    [
        {"expand": "others"},
        {"key": ["parent_id", "id"]},
        {"parent": {"own_order_id": "id", "own_changed": "date_time_updated"}},
    ],
)
def test_a_nested_table_that_is_declared_otherwise_is_read_whole_once(changed: Config) -> None:
    rows = [
        {"id": key, "date_time_updated": stamp, "lines": [{"id": 10 * key}], "others": [{"id": 10 * key + 1}]}
        for key, stamp in ((1, "2026-01-01T00:00:00Z"), (2, "2026-02-01T00:00:00Z"))
    ]
    nested = {"expand": "lines", "key": ["id"], "columns": {"id": "identifier"}}
    table = {
        "path": "/own_orders",
        "key": ["id"],
        "timestamps": ["date_time_updated"],
        "columns": {"id": "identifier", "date_time_updated": "timestamp"},
    }
    with RawSage() as raw:
        raw.rows[1, "/own_orders"] = [json.dumps(one) for one in rows]
        config = raw.settings() | {"page_size": 10}
        before = {"custom_tables": {"own_orders": {**table, "nested": {"own_lines": nested}}}}
        after = {"custom_tables": {"own_orders": {**table, "nested": {"own_lines": nested | changed}}}}
        first = run_tap(config | before, "own_orders", "own_lines")
        second = run_tap(config | after, "own_orders", "own_lines", state=first.state)
        third = run_tap(config | after, "own_orders", "own_lines", state=second.state)
    assert [len(one.records("own_lines")) for one in (first, second, third)] == [2, 2, 0]
    assert second.records("own_orders") == []
