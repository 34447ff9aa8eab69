"""The features of the SDK that every tap has work here too. Some need the SDK's slower record writer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sage200_sandbox.sample_rows import nested_row, row

from tests.support.runs import run_tap

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from sage200_sandbox import Sandbox

Config = dict[str, Any]


def fill(sage: Sandbox) -> None:
    company = sage.companies[0]
    company.replace("sop_orders", [row("sop_orders", number, document_no=f"{number:010}") for number in (1, 2)])
    company.replace(
        "sop_order_memos",
        [nested_row("sop_order_memos", 10 + n, sop_order_id=n, note="Call first", created_by="a.b") for n in (1, 2)],
    )


def test_a_stream_map_changes_records_nested_ones_too(sage: Sandbox, config: Config) -> None:
    fill(sage)
    maps = {
        "sop_orders": {"document_no": "document_no[-1]", "__filter__": "id > 1"},
        "sop_order_memos": {"created_by": None, "note": "note.upper()"},
    }
    result = run_tap(config | {"stream_maps": maps}, "sop_orders", "sop_order_memos")
    assert [(record["id"], record["document_no"]) for record in result.records("sop_orders")] == [(2, "2")]
    memos = result.records("sop_order_memos")
    assert [memo["note"] for memo in memos] == ["CALL FIRST"] * 2
    assert "created_by" not in memos[0]


def test_a_stream_map_can_rename_a_stream(sage: Sandbox, config: Config) -> None:
    fill(sage)
    result = run_tap(config | {"stream_maps": {"sop_orders": {"__alias__": "orders"}}}, "sop_orders")
    assert [record["id"] for record in result.records("orders")] == [1, 2]


def test_a_column_that_is_not_selected_is_not_written(sage: Sandbox, config: Config) -> None:
    def deselect(catalog: dict[str, Any]) -> None:
        for entry in catalog["streams"]:
            for item in entry["metadata"]:
                if item["breadcrumb"][1:] in (["document_no"], ["note"]):
                    item["metadata"]["selected"] = False

    fill(sage)
    result = run_tap(config, "sop_orders", "sop_order_memos", change_catalog=deselect)
    assert all("document_no" not in record for record in result.records("sop_orders"))
    assert all("note" not in record for record in result.records("sop_order_memos"))
    assert result.records("sop_order_memos")[0]["created_by"] == "a.b"


def test_batch_files_hold_what_is_selected_of_each_record(sage: Sandbox, config: Config, tmp_path: Path) -> None:
    fill(sage)
    batch = {
        "encoding": {"format": "jsonl", "compression": "none"},
        "storage": {"root": tmp_path.as_uri(), "prefix": ""},
    }
    result = run_tap(config | {"batch_config": batch}, "sop_orders")
    assert [message["stream"] for message in result.messages if message["type"] == "BATCH"] == ["sop_orders"]
    assert result.records("sop_orders") == []


def test_records_are_counted_as_the_sdk_counts_them(
    sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    fill(sage)
    run_tap(config, "sop_orders", "sop_order_memos")
    counted = [text for text in caplog.messages if '"record_count"' in text]
    assert [text for text in counted if '"stream":"sop_orders"' in text and '"value":2' in text]
    assert [text for text in counted if '"stream":"sop_order_memos"' in text and '"value":2' in text]


def test_a_setting_of_the_sdk_that_is_turned_off_is_no_unknown_setting(
    sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    fill(sage)
    assert run_tap(config | {"emit_activate_version_messages": False}, "sop_orders").records("sop_orders")
    assert "emit_activate_version_messages" not in caplog.text
