"""A run whose output cannot be written ends with one line that says why, and never with a traceback."""

from __future__ import annotations

import errno
import gzip
import json
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault
from sage200_sandbox.sample_rows import customers, row

from tap_sage200 import problems
from tap_sage200.errors import OutputError
from tests.support.runs import catalog_of, run_tap
from tests.support.tap_process import TAP, TapProcess

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sage200_sandbox import Sandbox

Config = dict[str, Any]
TABLES = ("currencies", "customers")
GONE = problems.run.LOADER_GONE.text()
FULL = Path("/dev/full")
LONGEST = 20
"""Seconds that a process may take to end."""


@pytest.fixture
def arguments(sage: Sandbox, config: Config, tmp_path: Path) -> list[str]:
    """The arguments of a run with some pages. The pages are too many for a pipe."""
    sage.companies[0].replace("currencies", [row("currencies", number, name="x" * 40) for number in range(1, 4001)])
    sage.companies[0].replace("customers", customers(5))
    files = {"config": config | {"page_size": 500}, "catalog": catalog_of(*TABLES), "state": {}}
    for name, content in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    return [f"--{name}={tmp_path / name}.json" for name in files]


def last_line(log: bytes) -> str:
    """The last line of a log without traceback."""
    text = log.decode()
    assert "Traceback" not in text
    assert "Exception ignored" not in text
    return text.rstrip().rpartition("\n")[2]


def ends_with(process: TapProcess, line: str) -> None:
    """Check that a process fails, and that its last line says why."""
    assert process.stderr is not None
    assert line in last_line(process.stderr.read())
    assert process.wait(LONGEST) == 1


@pytest.mark.parametrize("environment", [{}, {"PYTHONUNBUFFERED": "1"}])
@pytest.mark.parametrize("lines", [0, 1, 100])
def test_a_loader_that_ends_before_the_run_ends_it(
    arguments: list[str], lines: int, environment: dict[str, str]
) -> None:
    with TapProcess(*arguments, environment=os.environ | environment) as run:
        assert run.stdout is not None
        for _ in range(lines):
            run.stdout.readline()
        run.stdout.close()
        ends_with(run, GONE)


def test_a_loader_that_ends_after_the_last_record_has_missed_the_state(
    sage: Sandbox, arguments: list[str], config: Config, tmp_path: Path
) -> None:
    sage.fault(Fault("latency", table="customers", after=1, seconds=1))
    (tmp_path / "config.json").write_text(json.dumps(config | {"page_size": 5, "concurrency": 1}))
    sage.companies[0].replace("currencies", [])
    with TapProcess(*arguments) as run:
        assert run.stdout is not None
        while b'"RECORD"' not in run.stdout.readline():
            pass
        run.stdout.close()
        ends_with(run, GONE)


@pytest.mark.parametrize("option", [[], ["--discover"], ["--about"], ["--about", "--format=json"], ["--test"]])
def test_a_full_disk_ends_every_command(arguments: list[str], option: list[str]) -> None:
    given = [arguments[0], *option] if option else arguments
    with FULL.open("wb") as full, TapProcess(*given, stdout=full) as run:
        ends_with(run, problems.run.OUTPUT_FAILED.text(reason=os.strerror(errno.ENOSPC)))


@pytest.mark.parametrize("option", [[], ["--discover"]])
def test_a_process_without_standard_output_fails(arguments: list[str], option: list[str]) -> None:
    given = [arguments[0], *option] if option else arguments
    without = f"import os, sys; os.close(1); sys.stdout = None; {TAP}"
    with TapProcess(*given, program=without) as run:
        ends_with(run, GONE)


def test_a_process_without_standard_error_reads_all_rows(arguments: list[str]) -> None:
    """Some schedulers start programs so. The log is lost then, and nothing else."""
    without = f"import os, sys; os.close(2); sys.stderr = None; {TAP}"
    with TapProcess(*arguments, program=without) as run:
        assert run.stdout is not None
        assert run.stdout.read().count(b'"type":"RECORD"') == 4005
        assert run.wait(LONGEST) == 0


@pytest.fixture
def batches(config: Config, tmp_path: Path) -> Config:
    storage = {"root": (tmp_path / "batches").as_uri()}
    encoding = {"format": "jsonl", "compression": "gzip"}
    return config | {"batch_config": {"encoding": encoding, "storage": storage, "batch_size": 20}}


@pytest.fixture
def full_storage(monkeypatch: pytest.MonkeyPatch) -> None:
    """A storage that takes two files, and is full then."""
    compressor, files = gzip.GzipFile.writelines, []

    def fails(self: gzip.GzipFile, lines: Iterable[bytes]) -> None:
        files.append(self)
        if len(files) > 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        compressor(self, lines)

    monkeypatch.setattr(gzip.GzipFile, "writelines", fails)


@pytest.mark.usefixtures("full_storage")
def test_a_full_disk_for_batch_files_ends_the_run_with_a_state_of_what_was_written(
    sage: Sandbox, batches: Config
) -> None:
    sage.companies[0].replace("customers", customers(55))
    result = run_tap(batches, "customers", "suppliers")
    assert isinstance(result.error, OutputError)
    assert "customers" in str(result.error)
    assert os.strerror(errno.ENOSPC) in str(result.error)
    assert [message["stream"] for message in result.messages if message["type"] == "SCHEMA"] == ["customers"]
    assert result.messages[-1]["type"] == "STATE"
    assert result.bookmark("customers")["walk"]["after"] == 28, (
        "three pages, of which the second and third begin with a known row"
    )


def test_a_storage_that_goes_away_ends_the_run(sage: Sandbox, batches: Config, tmp_path: Path) -> None:
    def go_away(_: object) -> None:
        shutil.rmtree(tmp_path / "batches")
        (tmp_path / "batches").touch()

    sage.companies[0].replace("customers", customers(25))
    sage.between_pages("customers", page=2, do=go_away)
    result = run_tap(batches | {"page_size": 10}, "customers")
    assert isinstance(result.error, OutputError)
    assert "customers" in str(result.error)
