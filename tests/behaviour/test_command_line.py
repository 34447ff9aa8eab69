"""The command `tap-sage200`, as Meltano and users run it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault, Sandbox
from sage200_sandbox.sample_rows import customers

from tap_sage200.singer.writer import LARGEST_PIECE
from tap_sage200.streams import stream_types
from tests.support.runs import catalog_of
from tests.support.tap_process import TapProcess, run_tap_process

if TYPE_CHECKING:
    from pathlib import Path


def discovered() -> str:
    """Run `--discover` in an interpreter of its own: each has another order of sets."""
    command = [sys.executable, "-m", "tap_sage200", "--discover"]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def written(tmp_path: Path, config: dict[str, Any]) -> str:
    file = tmp_path / "config.json"
    file.write_text(json.dumps(config))
    return str(file)


def test_it_tells_its_version() -> None:
    assert version("tap-sage200") in run_tap_process("--version").stdout


def test_it_describes_itself() -> None:
    about = json.loads(run_tap_process("--about", "--format=json").stdout)
    assert about["name"] == "tap-sage200"
    assert "refresh_token" in about["settings"]["properties"]


def test_discovery_needs_no_settings_and_says_the_same_each_time() -> None:
    first, second = discovered(), discovered()
    assert first == second
    names = [entry["stream"] for entry in json.loads(first)["streams"]]
    assert len(names) == len(stream_types())
    assert names == sorted(names)


def test_discovery_knows_views_and_custom_tables_and_needs_no_other_setting(tmp_path: Path) -> None:
    table = {"path": "/parts", "key": ["id"], "columns": {"id": "identifier", "price": "money"}}
    views = {"recent_invoices": {"of": "sales_posted_transactions", "where": "transaction_date ge 2024-01-01"}}
    config = written(tmp_path, {"views": views, "custom_tables": {"parts": table}})
    first, second = (run_tap_process("--config", config, "--discover", check=True).stdout for _ in range(2))
    entries = {entry["stream"]: entry for entry in json.loads(first)["streams"]}
    assert first == second
    assert [*entries] == sorted(entries)
    assert len(entries) == len(stream_types()) + 2
    assert entries["recent_invoices"]["key_properties"] == ["site_id", "company_id", "id"]
    assert entries["recent_invoices"]["replication_key"] == "date_time_updated"
    assert [*entries["parts"]["schema"]["properties"]] == ["site_id", "company_id", "id", "price"]


def test_discovery_reads_views_from_a_variable_as_meltano_writes_it() -> None:
    views = {"TAP_SAGE200_VIEWS": json.dumps({"few.of": "customers", "few.columns": ["name"]})}
    result = run_tap_process("--config=ENV", "--discover", check=True, environment={**os.environ, **views})
    assert '"few"' in result.stdout


@pytest.mark.parametrize("option", ["--discover", "--test", None])
def test_a_wrong_view_ends_each_command_with_one_line(tmp_path: Path, sage: Sandbox, option: str | None) -> None:
    config = written(tmp_path, sage.settings() | {"views": {"few": {"of": "custommers"}}})
    result = run_tap_process("--config", config, *filter(None, [option]))
    assert result.returncode == 1
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1].endswith(
        "The settings are not valid: views.few.of: there is no table custommers. The nearest is customers"
    )
    assert sage.requests == []


def test_a_bad_setting_gives_one_line_that_names_it_and_asks_nobody(sage: Sandbox, tmp_path: Path) -> None:
    bad = sage.settings() | {"page_size": "a-secret-by-mistake"}
    result = run_tap_process("--config", written(tmp_path, bad))
    errors = [line for line in result.stderr.splitlines() if "page_size" in line]
    assert result.returncode == 1
    assert len(errors) == 1
    assert result.stderr.strip().endswith(errors[0])
    assert "a-secret-by-mistake" not in result.stderr
    assert sage.requests == []


def test_a_failed_table_gives_exit_code_1_and_a_last_line_that_says_why(sage: Sandbox, tmp_path: Path) -> None:
    sage.companies[0].replace("customers", customers(3))
    sage.fault(Fault("400", table="currencies", times=None))
    result = run_tap_process("--config", written(tmp_path, sage.settings()))
    assert result.returncode == 1
    assert "currencies" in result.stderr.splitlines()[-1]
    assert '"stream":"customers"' in result.stdout.replace(" ", "")


def test_a_catalogue_says_what_is_read_and_the_log_does_not_list_the_rest(sage: Sandbox, tmp_path: Path) -> None:
    sage.companies[0].replace("customers", customers(3))
    catalog = json.loads(run_tap_process("--discover").stdout)
    for entry in catalog["streams"]:
        root = next(item for item in entry["metadata"] if not item["breadcrumb"])
        root["metadata"]["selected"] = entry["stream"] == "customers"
    file = tmp_path / "catalog.json"
    file.write_text(json.dumps(catalog))
    result = run_tap_process("--config", written(tmp_path, sage.settings()), "--catalog", str(file))
    assert result.returncode == 0
    assert {json.loads(line)["stream"] for line in result.stdout.splitlines() if '"RECORD"' in line} == {"customers"}
    assert result.stdout.count('"RECORD"') == 3
    assert "banks" not in result.stderr


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff\xfe{", b'{"streams": {}}'])
def test_what_is_no_catalogue_gives_one_line(sage: Sandbox, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "catalog.json"
    file.write_bytes(content)
    result = run_tap_process("--config", written(tmp_path, sage.settings()), "--catalog", str(file))
    assert result.returncode == 1
    assert "--discover" in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("option", ["--config", "--catalog", "--state"])
@pytest.mark.parametrize("what", ["a folder", "nothing", "a link to itself"])
def test_a_file_that_cannot_be_read_gives_one_line(sage: Sandbox, tmp_path: Path, option: str, what: str) -> None:
    file = tmp_path / "given"
    if what == "a folder":
        file.mkdir()
    elif what == "a link to itself":
        file.symlink_to(file)
    result = run_tap_process("--config", written(tmp_path, sage.settings()), option, str(file))
    assert result.returncode == 1
    assert f"The file {file} cannot be read" in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr
    assert "Usage" not in result.stderr


@pytest.mark.parametrize("option", ["--config", "--catalog", "--state"])
def test_json_in_place_of_a_path_is_not_quoted(sage: Sandbox, tmp_path: Path, option: str) -> None:
    given = '{"client_secret": "a-secret", "bookmarks": {}}'
    result = run_tap_process("--config", written(tmp_path, sage.settings()), option, given)
    assert result.returncode == 1
    assert f"The text after {option} is JSON" in result.stderr.splitlines()[-1]
    assert "a-secret" not in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("content", [b"a-secret", b'"a-secret"', b'["a-secret"]', b"\xff\xfea-secret", b"[" * 9999])
def test_what_is_no_configuration_gives_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "config.json"
    file.write_bytes(content)
    result = run_tap_process("--config", str(file))
    assert result.returncode == 1
    assert "config.json" in result.stderr.splitlines()[-1]
    assert "a-secret" not in result.stderr
    assert "Traceback" not in result.stderr


def test_a_wrong_company_is_reported_once_with_the_number_of_tables(sage: Sandbox, tmp_path: Path) -> None:
    wrong = sage.settings() | {"site_id": sage.companies[0].site_id, "company_id": 77}
    result = run_tap_process("--config", written(tmp_path, wrong))
    assert result.returncode == 1
    assert result.stderr.count("Sage refuses a request") == 1
    assert "312 of 313 tables failed" in result.stderr.splitlines()[-1]
    assert len(result.stderr.splitlines()[-1]) < 600


def test_a_known_error_is_one_line_and_not_announced_as_unhandled(sage: Sandbox, tmp_path: Path) -> None:
    config = written(tmp_path, sage.settings())
    sage.revoke()
    result = run_tap_process("--config", config)
    assert result.returncode == 3
    assert result.stderr.count("| ERROR") == 1
    assert "unhandled" not in result.stderr


def test_a_setting_that_lets_loaders_delete_rows_is_refused_from_the_environment(
    sage: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAP_SAGE200_EMIT_ACTIVATE_VERSION_MESSAGES", "true")
    result = run_tap_process("--config", written(tmp_path, sage.settings()), "--config", "ENV")
    assert result.returncode == 1
    assert "emit_activate_version_messages cannot be turned on" in result.stderr.splitlines()[-1]
    assert sage.requests == []


def test_the_test_mode_names_a_stream_map_that_is_not_valid(sage: Sandbox, tmp_path: Path) -> None:
    config = sage.settings() | {"stream_maps": {"banks": {"name": "1 +"}}}
    result = run_tap_process("--config", written(tmp_path, config), "--test=schema")
    assert result.returncode == 1
    assert "The stream map of banks is not valid" in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr


def test_the_test_mode_reads_a_row_of_each_table_and_no_more(sage: Sandbox, tmp_path: Path) -> None:
    sage.companies[0].replace("customers", customers(300))
    result = run_tap_process("--config", written(tmp_path, sage.settings()), "--test")
    assert result.returncode == 0
    records = [json.loads(line) for line in result.stdout.splitlines() if '"RECORD"' in line]
    assert len([record for record in records if record["stream"] == "customers"]) == 1
    assert [asked.rows for asked in sage.requests if asked.table == "customers"] == [1]
    assert "ERROR" not in result.stderr
    assert "broken off" not in result.stderr


def test_the_test_mode_fails_where_a_run_would(sage: Sandbox, tmp_path: Path) -> None:
    [company] = sage.companies
    wrong = sage.settings() | {"site_id": company.site_id, "company_id": 77}
    result = run_tap_process("--config", written(tmp_path, wrong), "--test")
    assert result.returncode == 1
    assert "company 77" in result.stderr.splitlines()[-1]


def test_the_test_mode_prints_schemas_without_a_request(sage: Sandbox, tmp_path: Path) -> None:
    result = run_tap_process("--config", written(tmp_path, sage.settings()), "--test=schema")
    assert result.returncode == 0
    assert result.stdout.count('"SCHEMA"') == len(stream_types())
    assert sage.requests == []


@pytest.mark.both_ways
def test_a_terminated_run_writes_its_state_and_leaves_at_once(sage: Sandbox, tmp_path: Path, concurrency: int) -> None:
    sage.companies[0].replace("customers", customers(2000))
    sage.fault(Fault("latency", table="customers", seconds=0.1, times=None))
    config = sage.settings() | {"page_size": 100, "concurrency": concurrency}
    with TapProcess("--config", written(tmp_path, config)) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            # The second page begins with the last row of the first one.
            if b'"customers"' in line and b'"STATE"' in line and b'"after":199' in line.replace(b" ", b""):
                break
        sage.clear_faults()
        sage.fault(Fault("latency", table="customers", seconds=30, times=None))
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=10)
    last = 0
    for message in map(json.loads, [*lines, *rest.splitlines()]):
        if message["type"] == "RECORD" and message["stream"] == "customers":
            last = message["record"]["id"]
        elif message["type"] == "STATE" and "customers" in message["value"]["bookmarks"]:
            [partition] = message["value"]["bookmarks"]["customers"]["partitions"]
            assert last == 0 or partition["walk"]["after"] == last
    assert last >= 199
    assert process.returncode == 0


def arguments_for_customers(sage: Sandbox, tmp_path: Path) -> list[str]:
    sage.companies[0].replace("customers", customers(3))
    catalog = tmp_path / "catalog.json"
    catalog.write_text(json.dumps(catalog_of("customers")))
    return ["--config", written(tmp_path, sage.settings()), "--catalog", str(catalog)]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a pipe stays as it is")
def test_the_pipe_to_the_loader_is_made_wide_enough_for_some_pieces(sage: Sandbox, tmp_path: Path) -> None:
    import fcntl  # noqa: PLC0415 - there is none elsewhere

    with TapProcess(*arguments_for_customers(sage, tmp_path)) as process:
        assert process.stdout is not None
        assert process.stdout.read().count(b'"RECORD"') == 3
        assert fcntl.fcntl(process.stdout, fcntl.F_GETPIPE_SZ) >= 4 * LARGEST_PIECE


def test_messages_go_into_a_file_as_well(sage: Sandbox, tmp_path: Path) -> None:
    with (tmp_path / "messages").open("wb") as file:
        run_tap_process(*arguments_for_customers(sage, tmp_path), stdout=file, check=True)
    assert (tmp_path / "messages").read_bytes().count(b'"RECORD"') == 3
