"""The warehouse that all tests of questions share, loaded once in a run of the tests."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import warnings
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psycopg
import pytest
from filelock import FileLock
from psycopg import sql
from psycopg.rows import dict_row

from tests.conftest import PROXIES
from tests.loaders.project import MELTANO, ROOT, Project, columns_left_out
from tests.questions.books import COMPANIES, company_at_work, sandbox
from tests.questions.pages import questions
from tools.demo import postgres
from tools.demo.processes import Process

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sage200_sandbox import Sandbox

    from tests.questions.pages import Question

Row = dict[str, Any]
WORKED, YEAR_END = "sage200", "year_end"
"""The schema that the loader writes to, and a copy of it after the first load."""
VIEWS_OF_SAGE = (
    "customer_period_value_views",
    "customer_year_value_views",
    "purchase_aged_creditor_detailed_views",
    "purchase_aged_creditor_summary_views",
    "sales_aged_debtor_detailed_views",
    "sales_aged_debtor_summary_views",
    "sales_aged_transaction_period_views",
)
"""Tables that no question reads. Tests compare the questions with them."""


@dataclass(frozen=True, slots=True)
class Warehouse:
    """A PostgreSQL database with the rows of all demo companies."""

    url: str

    def ask(self, question: Question, schema: str = WORKED, **parameters: str) -> list[Row]:
        """Return the rows that answer a question, with these parameters instead of those of the page."""
        return self.rows(question.sql_with(**parameters).replace("sage200.", f"{schema}."))

    def table(self, name: str, schema: str = WORKED) -> list[Row]:
        """Return all rows of a table."""
        return self.rows(sql.SQL("SELECT * FROM {}").format(sql.Identifier(schema, name)))

    def rows(self, query: str | sql.Composed) -> list[Row]:
        """Return the rows of a query."""
        with psycopg.connect(self.url, row_factory=dict_row) as connection:
            return connection.execute(query.encode() if isinstance(query, str) else query).fetchall()


@contextmanager
def shared(folder: Path, user: str) -> Iterator[Warehouse]:
    """The warehouse. The first process loads it, and the last one stops its server.

    Args:
        folder: A folder that all processes of the run share.
        user: The name of this process.
    """
    users, server, lock = folder / "users", folder / "server.json", FileLock(folder / "lock")
    with lock:
        users.mkdir(exist_ok=True)
        if not server.exists():
            server.write_text(json.dumps(_started()), encoding="utf-8")
        (users / user).touch()
    running = json.loads(server.read_text(encoding="utf-8"))
    try:
        yield Warehouse(running["url"])
    finally:
        with lock:
            (users / user).unlink()
            if not any(users.iterdir()):
                server.unlink()
                _stop(Process(**running["process"]), Path(running["folder"]))


def _started() -> Row:
    """Start a server, load all companies twice, and describe the server."""
    folder = Path(tempfile.mkdtemp(prefix="sage200-questions-"))
    with warnings.catch_warnings():
        # This process may end before the server, so nothing waits for the server's end.
        warnings.simplefilter("ignore", ResourceWarning)
        server = postgres.start(folder)
    try:
        with sandbox() as sage:
            _load(sage, server.url)
    except BaseException:
        _stop(server.process, folder)
        raise
    return {"url": server.url, "process": asdict(server.process), "folder": str(folder)}


def _stop(process: Process, folder: Path) -> None:
    process.stop()
    with suppress(ChildProcessError):  # another process started it
        os.waitpid(process.pid, os.WNOHANG)
    shutil.rmtree(folder)


def _load(sage: Sandbox, url: str) -> None:
    """Load the books at the end of the year, keep a copy, let the companies work, and load again."""
    if not (MELTANO.exists() and (ROOT / ".meltano" / "loaders" / "target-postgres").exists()):
        pytest.fail("target-postgres is not installed: make .meltano/.installed")
    tables = sorted({*VIEWS_OF_SAGE, *(table for each in questions() for table in each.tables)})
    select = [*(f"{table}.*" for table in tables), *columns_left_out()]
    with (
        tempfile.TemporaryDirectory(prefix="sage200-questions-project-") as folder,
        pytest.MonkeyPatch.context() as env,
    ):
        for name in PROXIES:
            env.delenv(name, raising=False)
            env.delenv(name.lower(), raising=False)
        project = _project(Path(folder), sage, url)
        _run(project, select)
        _copy(url)
        for company in sage.companies:
            company_at_work(sage, company)
        _run(project, select)


def _run(project: Project, select: list[str]) -> None:
    run = project.load(select)
    if run.returncode:
        pytest.fail(run.stderr)


def _project(folder: Path, sage: Sandbox, url: str) -> Project:
    server = urlsplit(url)
    tap = sage.settings() | {
        "token_file": str(folder / "token.json"),
        "all_companies": "true",
        "tables": '{"*": {"every": "0s"}}',
    }
    loader = {
        "HOST": str(server.hostname),
        "PORT": str(server.port),
        "USER": str(server.username),
        "PASSWORD": str(server.password),
        "DATABASE": server.path.removeprefix("/"),
    }
    return Project.make(
        folder,
        "target-postgres",
        {f"TAP_SAGE200_{name.upper()}": value for name, value in tap.items()}
        | {f"TARGET_POSTGRES_{name}": value for name, value in loader.items()},
    )


def _copy(url: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(YEAR_END)))
        tables = connection.execute("SELECT tablename::text FROM pg_tables WHERE schemaname = %s", [WORKED]).fetchall()
        for (table,) in tables:
            copy = sql.SQL("CREATE TABLE {} AS TABLE {}")
            connection.execute(copy.format(sql.Identifier(YEAR_END, table), sql.Identifier(WORKED, table)))


__all__ = ["COMPANIES", "WORKED", "YEAR_END", "Warehouse", "shared"]
