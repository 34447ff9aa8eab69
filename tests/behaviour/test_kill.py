"""Guarantees 4 and 9 for real processes: killed, terminated, or left by their reader at any moment."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault
from sage200_sandbox.sample_rows import MORNING, customers, row

from tests.support.runs import catalog_of
from tests.support.tap_process import TapProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sage200_sandbox import Sandbox

Config = dict[str, Any]
pytestmark = pytest.mark.both_ways
TABLES = ("currencies", "customers", "sop_order_lines", "sop_orders")
ROWS = 60
PAGE = 10
LONGEST = 20
"""Seconds that a process may take to end."""


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("catalog") / "catalog.json"
    path.write_text(json.dumps(catalog_of(*TABLES)))
    return path


@pytest.fixture
def config(config: Config, sage: Sandbox) -> Config:
    """Some tables of some pages, which last changed long ago."""
    company, numbers = sage.companies[0], range(1, ROWS + 1)
    company.replace("customers", customers(ROWS))
    for table in ("currencies", "sop_orders"):
        stamps = {number: MORNING + timedelta(seconds=number) for number in numbers}
        company.replace(table, [row(table, number, date_time_updated=stamps[number]) for number in numbers])
    lines = [row("sop_order_lines", 1000 + number, sop_order_id=number) for number in numbers]
    company.replace("sop_order_lines", lines)
    return config | {"page_size": PAGE, "lookback_seconds": 0}


def start(config: Config, catalog: Path, state: dict[str, Any] | None = None) -> TapProcess:
    folder = catalog.parent
    arguments = [f"--catalog={catalog}"]
    for name, content in {"config": config, "state": state or {}}.items():
        file = folder / f"{name}-{len(list(folder.iterdir()))}.json"
        file.write_text(json.dumps(content))
        arguments.append(f"--{name}={file}")
    # Container images often set it. A signal can then arrive in the middle of a write.
    return TapProcess(*arguments, environment=os.environ | {"PYTHONUNBUFFERED": "1"})


def output(run: TapProcess) -> IO[bytes]:
    assert run.stdout is not None
    return run.stdout


def messages(lines: Iterator[bytes] | list[bytes]) -> list[dict[str, Any]]:
    """Read messages as a target does. The last line of a killed process may be incomplete."""
    return [json.loads(line) for line in lines if line.endswith(b"\n")]


def last_state(*parts: list[dict[str, Any]]) -> dict[str, Any]:
    return next((one["value"] for part in reversed(parts) for one in reversed(part) if one["type"] == "STATE"), {})


def counted(*parts: list[dict[str, Any]]) -> Counter[tuple[str, int]]:
    """Count how often each row arrived."""
    return Counter((one["stream"], one["record"]["id"]) for part in parts for one in part if one["type"] == "RECORD")


def taken(run: TapProcess, records: int) -> list[bytes]:
    """Read lines until so many records have arrived, or all."""
    lines = []
    for line in output(run):
        lines.append(line)
        records -= b'"RECORD"' in line
        if not records:
            break
    return lines


def wait_until(is_so: Callable[[], object]) -> None:
    until = time.monotonic() + LONGEST
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_runs_that_are_killed_lose_nothing_and_repeat_at_most_a_page(
    sage: Sandbox, config: Config, catalog: Path, concurrency: int
) -> None:
    sage.fault(Fault("latency", seconds=0.03, times=None))
    moments = [random.Random(concurrency * 10 + number).randint(1, ROWS) for number in range(3)]  # noqa: S311 - no secret
    parts: list[list[dict[str, Any]]] = []
    for moment in moments:
        with start(config, catalog, last_state(*parts)) as run:
            lines = taken(run, moment)
            run.kill()
            lines += output(run)
            assert run.wait(LONGEST) == -signal.SIGKILL
        parts.append(messages(lines))
    sage.clear_faults()
    with start(config, catalog, last_state(*parts)) as run:
        rest, log = run.communicate(timeout=LONGEST)
    assert run.returncode == 0, log
    parts.append(messages(rest.splitlines(keepends=True)))

    came = counted(*parts)
    assert len(came) == len(TABLES) * ROWS
    for table in TABLES:
        again = sum(times - 1 for (name, _), times in came.items() if name == table)
        # The row of the bookmark arrives again in each run.
        assert again <= (PAGE + 1) * len(moments) + 1, table


def test_a_run_that_is_terminated_while_its_reader_is_slow_ends_with_a_whole_line_and_loses_nothing(
    sage: Sandbox, config: Config, catalog: Path
) -> None:
    many = range(1, 4001)
    sage.companies[0].replace("currencies", [row("currencies", number, name="x" * 40) for number in many])
    config |= {"page_size": 500}
    with start(config, catalog) as run:
        lines = taken(run, 1)
        run.send_signal(signal.SIGTERM)
        lines += output(run)
        assert run.wait(LONGEST) == 0
        assert run.stderr is not None
        assert b"Traceback" not in run.stderr.read()
    first = messages(lines)
    assert len(first) == len(lines)
    assert first[-1]["type"] == "STATE"
    assert len(counted(first)) < len(many), "it left at once"
    with start(config, catalog, last_state(first)) as run:
        rest, log = run.communicate(timeout=LONGEST)
    assert run.returncode == 0, log
    came = counted(first, messages(rest.splitlines(keepends=True)))
    assert {number for name, number in came if name == "currencies"} == set(many)


@pytest.mark.parametrize("seed", range(3))
def test_runs_that_are_signalled_at_random_moments_write_whole_lines_and_lose_nothing(
    sage: Sandbox, config: Config, catalog: Path, concurrency: int, seed: int
) -> None:
    sage.fault(Fault("latency", seconds=0.01, times=None))
    chance = random.Random(f"{seed}, {concurrency}")  # noqa: S311 - no secret
    numbers = chance.choices((signal.SIGTERM, signal.SIGINT), k=chance.choice((1, 1, 2)))
    with start(config, catalog) as run:
        lines = taken(run, chance.randint(1, len(TABLES) * ROWS))
        time.sleep(chance.uniform(0, 0.05))
        for number in numbers:
            with suppress(ProcessLookupError):
                run.send_signal(number)
        lines += output(run)
        status = run.wait(LONGEST)
        assert run.stderr is not None
        assert b"Traceback" not in run.stderr.read()
    first = messages(lines)
    # A signal after the end of the run finds no handler any more.
    assert status in {0, 128 + numbers[0], *(-number for number in numbers)}
    if status == 0:
        assert len(first) == len(lines)
        assert first[-1]["type"] == "STATE"
    sage.clear_faults()
    with start(config, catalog, last_state(first)) as run:
        rest, log = run.communicate(timeout=LONGEST)
    assert run.returncode == 0, log
    assert len(counted(first, messages(rest.splitlines(keepends=True)))) == len(TABLES) * ROWS


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_while_the_token_is_traded_costs_nobody_a_sign_in(
    sage: Sandbox, config: Config, catalog: Path, number: signal.Signals
) -> None:
    sage.fault(Fault("latency", on="token", seconds=1))
    kept = Path(config["token_file"])
    with start(config, catalog) as run:
        wait_until(lambda: kept.exists() and json.loads(kept.read_text())["sent_at"])
        time.sleep(0.2)
        run.send_signal(number)
        run.communicate(timeout=LONGEST)
    assert not json.loads(kept.read_text())["sent_at"], "what came of it was kept"
    with start(config, catalog) as run:
        _, log = run.communicate(timeout=LONGEST)
    assert run.returncode == 0, log


def test_a_run_whose_reader_goes_away_ends_without_a_traceback(sage: Sandbox, config: Config, catalog: Path) -> None:
    sage.companies[0].replace("currencies", [row("currencies", number, name="x" * 40) for number in range(1, 4001)])
    with start(config | {"page_size": 500}, catalog) as run:
        output(run).readline()
        output(run).close()
        assert run.stderr is not None
        log = run.stderr.read().decode()
        assert run.wait(LONGEST) != 0
    assert "Traceback" not in log
    assert "Exception ignored" not in log
