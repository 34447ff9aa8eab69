"""The features of the SDK that every tap has work here too. Some need the SDK's slower record writer."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from sage200_sandbox.sample_rows import nested_row, row

from tap_sage200.errors import ConfigurationError
from tests.support.runs import run_tap

if TYPE_CHECKING:
    from collections.abc import Callable

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


def batches(root: str, **encoding: object) -> Config:
    return {"batch_config": {"encoding": {"format": "jsonl", **encoding}, "storage": {"root": root}}}


@pytest.mark.parametrize(
    ("encoding", "unpacked"),
    [
        ({"compression": "gzip"}, gzip.decompress),
        ({"compression": "none"}, bytes),
        ({"compression": None}, bytes),
        ({}, bytes),
    ],
    ids=["gzip", "none", "null", "left out"],
)
def test_batch_files_hold_the_rows_in_the_encoding_that_their_message_names(
    sage: Sandbox, config: Config, tmp_path: Path, encoding: Config, unpacked: Callable[[bytes], bytes]
) -> None:
    sage.companies[0].replace("sop_orders", [row("sop_orders", number) for number in range(1, 26)])
    given = batches((tmp_path / "files").as_uri(), **encoding)
    given["batch_config"]["batch_size"] = 10
    result = run_tap(config | given, "sop_orders")
    assert result.error is None
    files = [message for message in result.messages if message["type"] == "BATCH"]
    assert {file["encoding"].get("compression") for file in files} == {encoding.get("compression")}
    paths = [Path(urlsplit(address).path) for file in files for address in file["manifest"]]
    lines = [line for path in paths for line in unpacked(path.read_bytes()).splitlines()]
    assert [json.loads(line)["id"] for line in lines] == list(range(1, 26))
    assert result.records("sop_orders") == []


@pytest.mark.parametrize(
    ("root", "reason"),
    [
        ("s3://bucket/folder", "s3fs"),
        ("nowhere://folder", "nowhere"),
        ("FILE", "File exists"),
        ("FILE/folder", "Not a directory"),
        ("/proc/folder", "/proc/folder"),
        ("zip://archive", "IsADirectoryError"),
    ],
)
def test_batch_files_that_cannot_be_written_end_the_run_before_a_token_is_used(
    config: Config, tmp_path: Path, root: str, reason: str
) -> None:
    (tmp_path / "FILE").touch()
    with pytest.raises(ConfigurationError) as refused:
        run_tap(config | batches(root.replace("FILE", str(tmp_path / "FILE"))), "sop_orders")
    assert str(refused.value).startswith("batch_config.storage.root cannot be used: ")
    assert reason in str(refused.value)
    assert not Path(config["token_file"]).exists()


def test_a_folder_of_batch_files_that_does_not_exist_is_made_but_no_folder_in_it(
    config: Config, tmp_path: Path
) -> None:
    given = batches(str(tmp_path / "a" / "b"))
    assert run_tap(config | given, "sop_orders").error is None
    given["batch_config"]["storage"]["prefix"] = "c/"
    with pytest.raises(ConfigurationError, match="No such file or directory"):
        run_tap(config | given, "sop_orders")
    assert list((tmp_path / "a" / "b").iterdir()) == []


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
