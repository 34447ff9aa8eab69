"""Each stream has one record sink, and a state never runs ahead of the records."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlparse

import pytest
from sage200_sandbox import Sandbox
from sage200_sandbox.sample_rows import customers, nested_row

from tap_sage200.singer.base_stream import BaseStream
from tap_sage200.singer.batch_storage import BatchStorage
from tap_sage200.singer.record_sink import BatchSink, BufferedSink, SdkSink, SelectingSink
from tap_sage200.tap import TapSage200
from tests.support.runs import Output, Stop, run_tap

if TYPE_CHECKING:
    from collections.abc import Iterator

Config = dict[str, Any]
CUSTOMERS = 20
PAGE = 3


@pytest.fixture
def sage() -> Iterator[Sandbox]:
    """A Sage 200 with some customers, each with an address."""
    with Sandbox() as sandbox:
        [company] = sandbox.companies
        company.replace("customers", customers(CUSTOMERS))
        addresses = [nested_row("customer_main_addresses", 100 + n, customer_id=n) for n in range(1, CUSTOMERS + 1)]
        company.replace("customer_main_addresses", addresses)
        yield sandbox


@pytest.fixture
def config(sage: Sandbox, tmp_path: Path) -> Config:
    """Settings for it, with small pages."""
    own = {"page_size": PAGE, "concurrency": 1, "token_file": str(tmp_path / "token.json")}
    return sage.settings() | own


@pytest.fixture
def batches(tmp_path: Path) -> Config:
    """The setting for batch files of at least 8 records."""
    encoding = {"format": "jsonl", "compression": "gzip"}
    return {"batch_config": {"encoding": encoding, "storage": {"root": tmp_path.as_uri()}, "batch_size": 8}}


def sinks(config: Config) -> list[type]:
    """The record sinks of a table and of one that is nested in it."""
    tap = TapSage200(config={"access_token": "access-0", **config}, validate_config=False)
    streams = [tap.streams["customers"], tap.streams["customer_main_addresses"]]
    return [type(stream.sink.current) for stream in streams if isinstance(stream, BaseStream)]


def in_files(messages: list[Config]) -> list[int]:
    """The ids of the records in the files of BATCH messages."""
    names = [name for message in messages if message["type"] == "BATCH" for name in message["manifest"]]
    files = [gzip.decompress(Path(urlparse(name).path).read_bytes()) for name in names]
    return [json.loads(line)["id"] for file in files for line in file.splitlines()]


def after(state: Config) -> int:
    """The key after which a run with this state resumes; 0 if it does not resume."""
    [partition] = state["bookmarks"]["customers"]["partitions"]
    return int(partition.get("walk", {}).get("after") or 0)


def test_records_go_past_the_sdk_unless_it_has_something_to_do(batches: Config) -> None:
    assert sinks({}) == [BufferedSink, BufferedSink]
    assert sinks({"stream_maps": {"customers": {"name": "name.upper()"}}}) == [SdkSink, BufferedSink]
    assert sinks({"flattening_enabled": True, "flattening_max_depth": 1}) == [SdkSink, SdkSink]
    assert sinks(batches) == [BatchSink, SdkSink]


def test_a_catalogue_with_another_type_leaves_records_to_the_sdk(config: Config) -> None:
    def change(catalog: Config) -> None:
        [entry] = [entry for entry in catalog["streams"] if entry["stream"] == "customers"]
        entry["schema"]["properties"]["id"]["type"] = ["string", "null"]

    result = run_tap(config, "customers", change_catalog=change)
    customers_stream = result.tap.streams["customers"]
    assert isinstance(customers_stream, BaseStream)
    assert isinstance(customers_stream.sink.current, SdkSink)


def test_a_catalogue_of_an_older_version_does_not_need_the_sdk(config: Config) -> None:
    def change(catalog: Config) -> None:
        [entry] = [entry for entry in catalog["streams"] if entry["stream"] == "customers"]
        del entry["schema"]["properties"]["short_name"]

    result = run_tap(config, "customers", change_catalog=change)
    assert len(result.records("customers")) == CUSTOMERS
    assert "short_name" not in result.records("customers")[0]
    stream = result.tap.streams["customers"]
    assert isinstance(stream, BaseStream)
    assert type(stream.sink.current) is BufferedSink


def test_a_deselected_timestamp_does_not_need_the_sdk(config: Config) -> None:
    def change(catalog: Config) -> None:
        [entry] = [entry for entry in catalog["streams"] if entry["stream"] == "customers"]
        for item in entry["metadata"]:
            if item["breadcrumb"][1:] == ["date_time_created"]:
                item["metadata"]["selected"] = False

    result = run_tap(config, "customers", change_catalog=change)
    stream = result.tap.streams["customers"]
    assert isinstance(stream, BaseStream)
    assert type(stream.sink.current) is SelectingSink
    assert "date_time_created" not in result.records("customers")[0]


def test_batch_files_hold_each_record_once(config: Config, batches: Config) -> None:
    result = run_tap(config | batches, "customers", "customer_main_addresses")
    assert in_files(result.messages) == [*range(1, CUSTOMERS + 1)]
    assert result.records("customers") == []
    assert len(result.records("customer_main_addresses")) == CUSTOMERS


def test_no_state_runs_ahead_of_the_batch_files(config: Config, batches: Config) -> None:
    seen: list[Config] = []
    ahead = []

    def look(message: Config) -> None:
        seen.append(message)
        if message["type"] == "STATE" and "customers" in message["value"].get("bookmarks", {}):
            ahead.append(after(message["value"]) - len(in_files(seen)))

    result = run_tap(config | batches, "customers", on_message=look)
    assert result.bookmark("customers")["replication_key_value"]
    assert max(ahead) <= 0
    assert 0 in ahead, "a state between two files lets a later run resume"


def test_a_run_with_batch_files_that_died_loses_no_record(config: Config, batches: Config) -> None:
    def stop(message: Config) -> None:
        if message["type"] == "BATCH":
            raise Stop

    first = run_tap(config | batches, "customers", on_message=stop)
    second = run_tap(config | batches, "customers", state=first.state)
    assert {*in_files(first.messages), *in_files(second.messages)} == {*range(1, CUSTOMERS + 1)}


def test_the_metrics_of_the_sdk_count_all_records(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    run_tap(config, "customers", "customer_main_addresses")
    counted = [text for text in caplog.messages if '"record_count"' in text and f'"value":{CUSTOMERS}' in text]
    assert len(counted) == 2


def test_a_connection_test_writes_one_row_with_its_nested_rows(config: Config, sage: Sandbox) -> None:
    tap_type = type(run_tap(config, "customers", "customer_main_addresses").tap)
    sage.forget_requests()
    tap = tap_type(config=config, message_writer=(output := Output()))
    tap.run_connection_test()
    records = [message["stream"] for message in output.messages if message["type"] == "RECORD"]
    assert records == ["customers", "customer_main_addresses"]
    assert [asked.rows for asked in sage.requests if asked.table == "customers"] == [1]


def test_a_batch_file_that_cannot_be_written_fails_the_table(
    config: Config, batches: Config, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> NoReturn:
        raise RuntimeError

    monkeypatch.setattr(BatchStorage, "open", fail)
    result = run_tap(config | batches, "customers", "currencies")
    assert "1 of 2 tables failed. customers" in str(result.error)
    assert "A batch file cannot be written" in str(result.error)
    assert "Traceback" not in caplog.text
