"""The processor time of a run with Meltano counts all programs, and each once."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import psycopg
import pytest
from sage200_sandbox import Demo, Sandbox

from tests.loaders.conftest import database, server
from tools.bench.errors import BenchError
from tools.bench.meltano_project import MeltanoProject

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.demo.postgres import Postgres

__all__ = ["database", "server"]


@pytest.fixture
def sage() -> Iterator[Sandbox]:
    """The demo company."""
    with Sandbox(Demo()) as sandbox:
        yield sandbox


@pytest.fixture
def project(sage: Sandbox, database: Postgres, tmp_path: Path) -> MeltanoProject:
    """A project that loads the demo company."""
    settings = sage.settings() | {"token_file": f"{tmp_path / 'token.json'}", "all_companies": "true"}
    return MeltanoProject.make(tmp_path / "project", settings, database.url)


def test_a_run_is_the_sum_of_meltano_the_tap_and_the_loader(project: MeltanoProject, database: Postgres) -> None:
    before = os.times()
    took = project.run(_select=json.dumps(["customers.*"]))
    after = os.times()
    assert min(took.tap, took.loader, took.meltano) > 0.2, took
    assert took.all == pytest.approx(
        after.children_user + after.children_system - before.children_user - before.children_system, abs=0.1
    )
    with psycopg.connect(database.url) as connection:
        (rows,) = connection.execute("SELECT count(*) FROM tap_sage200.customers").fetchone() or (0,)
    assert rows


def test_a_failed_run_says_why(project: MeltanoProject) -> None:
    with pytest.raises(BenchError, match="concurrency"):
        project.run(concurrency="0")
