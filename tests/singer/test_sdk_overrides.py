"""Each private or final name of the SDK that the tap overrides or calls still works."""

from __future__ import annotations

import itertools
import json
import logging
import signal
from typing import TYPE_CHECKING, Any

import click
import pytest
from sage200_sandbox import Fault, Sandbox
from sage200_sandbox.sample_rows import customers, nested_row

from tap_sage200.errors import RunFailedError, SignInError
from tap_sage200.signals import ENDING
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.singer.sdk_overrides import OverriddenStream, OverriddenTap
from tap_sage200.tap import TapSage200
from tests.support.runs import Result, run_tap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CUSTOMERS = 7


@pytest.fixture
def sage() -> Iterator[Sandbox]:
    """A Sage 200 with some customers, one of which has an address."""
    with Sandbox() as sandbox:
        [company] = sandbox.companies
        company.replace("customers", customers(CUSTOMERS))
        company.replace("customer_main_addresses", [nested_row("customer_main_addresses", 51, customer_id=1)])
        yield sandbox


@pytest.fixture
def config(sage: Sandbox, tmp_path: Path) -> dict[str, Any]:
    """Settings for it, with pages of three rows."""
    return sage.settings() | {"page_size": 3, "token_file": str(tmp_path / "token.json")}


def states(result: Result) -> list[dict[str, Any]]:
    """The states that a run wrote."""
    return [message["value"] for message in result.messages if message["type"] == "STATE"]


def test_every_override_is_an_override_of_the_sdk() -> None:
    for overriding in (OverriddenStream, OverriddenTap):
        own = {name for name, value in vars(overriding).items() if getattr(value, "__override__", False)}
        assert own, overriding
        assert all(hasattr(overriding.__base__, name) for name in own), own


def test_the_sdk_writes_no_state_and_the_tap_writes_each_state_once(config: dict[str, Any]) -> None:
    written = states(run_tap(config, "customers"))
    assert len(written) >= CUSTOMERS // 3
    assert all(one != other for one, other in itertools.pairwise(written))


def test_write_schema_message_announces_a_nested_table(config: dict[str, Any]) -> None:
    result = run_tap(config, "customers", "customer_main_addresses")
    [schema] = [m for m in result.messages if m["type"] == "SCHEMA" and m["stream"] == "customer_main_addresses"]
    assert schema["key_properties"]


def test_write_record_message_applies_stream_maps(config: dict[str, Any]) -> None:
    maps = {"customers": {"name": "name.upper()"}, "customer_main_addresses": {"customer_id": "customer_id + 100"}}
    result = run_tap(config | {"stream_maps": maps}, "customers", "customer_main_addresses")
    assert all(record["name"] == record["name"].upper() for record in result.records("customers"))
    assert [record["customer_id"] for record in result.records("customer_main_addresses")] == [101]


def test_write_batch_message_names_the_file(config: dict[str, Any], tmp_path: Path) -> None:
    batch = {"encoding": {"format": "jsonl", "compression": "gzip"}, "storage": {"root": tmp_path.as_uri()}}
    result = run_tap(config | {"batch_config": batch}, "customers")
    [message] = [message for message in result.messages if message["type"] == "BATCH"]
    assert message["stream"] == "customers"
    assert message["manifest"][0].startswith(tmp_path.as_uri())


def test_setup_signal_handlers_leaves_the_handlers_of_a_program_alone() -> None:
    before = [signal.getsignal(number) for number in ENDING]
    TapSage200(config={}, validate_config=False, setup_mapper=False)
    assert [signal.getsignal(number) for number in ENDING] == before


def test_log_does_not_announce_a_known_error_as_unhandled(
    config: dict[str, Any], sage: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    sage.revoke()
    assert isinstance(run_tap(config, "customers").error, SignInError)
    assert "unhandled" not in caplog.text


def test_log_announces_an_unknown_error(
    config: dict[str, Any], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(ResourceStream, "read", fail)
    with pytest.raises(ZeroDivisionError):
        run_tap(config, "customers")
    assert "An unhandled error occurred while syncing 'customers'" in caplog.text


def test_cb_config_reads_files_and_the_environment(config: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "1.json").write_text(json.dumps(config))
    (tmp_path / "2.json").write_text('{"page_size": 5}')
    command = TapSage200.get_singer_command()
    read = TapSage200.cb_config(
        click.Context(command), click.Option(["--config"]), (f"{tmp_path}/1.json", "ENV", f"{tmp_path}/2.json")
    )
    assert read.config == config | {"page_size": 5}
    assert read.parse_env


def test_load_streams_logs_nothing_about_each_nested_table(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("tap-sage200")
    logger.addHandler(caplog.handler)
    caplog.set_level(logging.INFO, "tap-sage200")
    try:
        assert TapSage200(config={}, validate_config=False, setup_mapper=False).streams
    finally:
        logger.removeHandler(caplog.handler)
    assert not [message for message in caplog.messages if "child stream" in message]


def test_sync_all_sees_the_end_of_a_run_that_failed(config: dict[str, Any], sage: Sandbox) -> None:
    sage.fault(Fault("400", table="customers", times=None))
    result = run_tap(config, "customers")
    assert isinstance(result.error, RunFailedError)


def test_run_connection_test_sees_the_end_of_a_test_that_failed(config: dict[str, Any], sage: Sandbox) -> None:
    tap = run_tap(config, "customers").tap
    sage.fault(Fault("400", table="customers", times=None))
    with pytest.raises(RunFailedError, match="customers"):
        tap.run_connection_test()
