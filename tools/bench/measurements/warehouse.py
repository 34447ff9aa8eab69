"""End to end: a tap, a pipe, a loader and PostgreSQL."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from tools.bench.pipeline import measure as measure_pipeline
from tools.bench.readers import PAGE
from tools.bench.report import Section, at_least, runs_table
from tools.bench.rounds import run_rounds
from tools.bench.run import PROJECT, Reader
from tools.demo import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.bench.environment import Environment
    from tools.bench.rounds import Runs
    from tools.demo.postgres import Postgres

TITLE = "Into PostgreSQL"
TABLE = "customers"
SCHEMA = "bench"
DEFAULTS: Mapping[str, object] = {}
FAST = {"use_copy": True, "validate_records": False}
"""The settings of the loader in `meltano.yml`."""
LOADER = PROJECT / ".meltano/loaders/target-postgres/venv/bin/target-postgres"


def measure(environment: Environment, *, rounds: int, rows: int = 20_000, latency: float = 0.2) -> Section:
    """Load a table with several pairs of tap and loader, with and without latency."""
    with empty_database() as database:
        near = _run_pairs(environment, database, rounds=rounds, rows=rows, latency=0)
        far = _run_pairs(environment, database, rounds=rounds, rows=rows, latency=latency)
    late = f"{latency * 1000:.0f} ms"
    return Section(
        TITLE,
        f"{rows:,} rows of `{TABLE}` in pages of {PAGE}, loaded with target-postgres into an empty table and counted "
        "there. The fast loader has `use_copy: true` and `validate_records: false`; the default loader has neither. "
        "Processor time is the sum of tap and loader. The recorded file contains the output of the tap and shows the "
        f"time of the loader alone. Without latency, no tap could be more than {_limit(near):.1f} times as fast as "
        "the last pair.",
        [
            at_least("no latency: times faster than a stock SDK tap and the loader's defaults", _gain(near), 3),
            at_least(f"{late}: times faster than a stock SDK tap and the loader's defaults", _gain(far), 4),
        ],
        [f"No latency:\n\n{runs_table(near, rows=rows)}", f"{late}:\n\n{runs_table(far, rows=rows)}"],
    )


def _limit(took: dict[str, Runs]) -> float:
    *_, from_file, theirs = took.values()
    return theirs.wall / from_file.wall


def _gain(took: dict[str, Runs]) -> float:
    ours, *_, theirs = took.values()
    return theirs.wall / ours.wall


def _run_pairs(
    environment: Environment, database: Postgres, *, rounds: int, rows: int, latency: float
) -> dict[str, Runs]:
    tap, stock = environment.readers.tap("the tap", [TABLE], page_size=PAGE), environment.readers.stock([TABLE])
    environment.server.serve({TABLE: rows})
    recorded = _recorded(environment, tap)
    fast, plain = _loader(environment, database, "fast", FAST), _loader(environment, database, "default", DEFAULTS)
    pairs = {
        f"{reader.name}, loader {loader.name}": (reader, loader)
        for reader, loader in ((tap, fast), (tap, plain), (stock, fast), (recorded, fast), (stock, plain))
    }
    environment.server.serve({TABLE: rows}, latency=latency, gzip=latency > 0)
    return run_rounds(
        [Reader(name, ()) for name in pairs],
        rounds=rounds,
        rows=rows,
        before_each=partial(_empty, database.url),
        run=lambda pair: measure_pipeline(*pairs[pair.name], count=partial(_count, database.url)),
    )


def _recorded(environment: Environment, tap: Reader) -> Reader:
    """Record the output of a tap in a file, and return a reader that prints the file."""
    path = environment.readers.folder / "recorded.jsonl"
    with path.open("wb") as file:
        subprocess.run(tap.command, cwd=PROJECT, stdout=file, stderr=subprocess.DEVNULL, check=True)
    return Reader("recorded file", ("cat", str(path)))


def _loader(environment: Environment, database: Postgres, name: str, settings: Mapping[str, object]) -> Reader:
    url = database.url.replace("postgresql:", "postgresql+psycopg:")
    config = {"sqlalchemy_url": url, "default_target_schema": SCHEMA, **settings}
    path = environment.readers.folder / f"loader-{name}.json"
    path.write_text(json.dumps(config), encoding="utf-8")
    return Reader(name, (str(LOADER), f"--config={path}"))


@contextmanager
def empty_database() -> Iterator[Postgres]:
    """Start a database in a folder that its unprivileged user can access. Remove both on exit."""
    folder = Path(tempfile.mkdtemp(prefix="sage200-bench-postgres-"))
    try:
        database = postgres.start(folder)
        try:
            yield database
        finally:
            database.process.stop()
    finally:
        shutil.rmtree(folder)


def _empty(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def _count(url: str) -> int:
    with psycopg.connect(url) as connection:
        query = sql.SQL("SELECT count(DISTINCT id) FROM {}").format(sql.Identifier(SCHEMA, TABLE))
        found = connection.execute(query).fetchone()
    return int(found[0]) if found else 0
