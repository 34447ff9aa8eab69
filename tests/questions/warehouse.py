"""The warehouse that all tests of questions share, loaded once in a run of the tests."""

from __future__ import annotations

import gc
import json
import pickle
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import psycopg
import pytest
from filelock import FileLock
from psycopg import sql
from psycopg.rows import dict_row
from sage200_sandbox import Demo, Sandbox

from tests.conftest import PROXIES
from tests.questions.books import COMPANIES, WORKED, YEAR_END, Books, Row, books, tables_of
from tests.questions.pages import questions
from tests.questions.work import work
from tests.support.runs import Lines, run_tap
from tools.demo import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.questions.pages import Question
    from tools.demo.processes import Process

TARGET = Path(__file__).parents[2] / ".meltano" / "loaders" / "target-postgres" / "venv" / "bin" / "target-postgres"
_SECONDS = 30
"""The time that the server may take to stop."""
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


@dataclass(frozen=True, slots=True)
class Loaded:
    """The warehouse and the books of the companies that it was loaded from."""

    warehouse: Warehouse
    books: tuple[Books, ...]


@contextmanager
def shared(folder: Path, user: str) -> Iterator[Loaded]:
    """The warehouse. The first process loads it, and the last one stops its server.

    Args:
        folder: A folder that all processes of the run share.
        user: The name of this process.
    """
    users, kept, lock = folder / "users", folder / "loaded", FileLock(folder / "lock")
    with lock:
        users.mkdir(exist_ok=True)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_started()))
        (users / user).touch()
    server, loaded = pickle.loads(kept.read_bytes())  # noqa: S301 - a process of the same run wrote it
    try:
        yield loaded
    finally:
        with lock:
            (users / user).unlink()
            if not any(users.iterdir()):
                kept.unlink()
                server.stop()


@dataclass(frozen=True, slots=True)
class Server:
    """The database server, which one process starts and another one may stop."""

    process: Process
    folder: Path

    def stop(self) -> None:
        """Stop the server, and remove its files.

        A server that has ended is a zombie for as long as the process that started it is busy.
        """
        with suppress(psutil.NoSuchProcess):
            server = psutil.Process(self.process.pid)
            if abs(server.create_time() - self.process.started) < 1:
                server.send_signal(signal.SIGINT)
                until = time.monotonic() + _SECONDS
                while server.status() != psutil.STATUS_ZOMBIE and time.monotonic() < until:
                    time.sleep(0.05)
        shutil.rmtree(self.folder)


def _started() -> tuple[Server, Loaded]:
    """Start a server, and load both companies twice: at the end of the year, and after some days of work."""
    folder = Path(tempfile.mkdtemp(prefix="sage200-questions-"))
    with warnings.catch_warnings():
        # This process may end before the server, so nothing waits for the server's end.
        warnings.simplefilter("ignore", ResourceWarning)
        database = postgres.start(folder)
        gc.collect()
    server = Server(database.process, folder)
    try:
        with pytest.MonkeyPatch.context() as environment, Sandbox(Demo(), companies=len(COMPANIES)) as sage:
            for name in PROXIES:
                environment.delenv(name, raising=False)
                environment.delenv(name.lower(), raising=False)
            return server, Loaded(Warehouse(database.url), tuple(_loaded_twice(sage, database.url)))
    except BaseException:
        server.stop()
        raise


def _loaded_twice(sage: Sandbox, url: str) -> list[Books]:
    state = _load(sage, url, {})
    _copy(url)
    year_end = list(map(tables_of, sage.companies))
    for company in sage.companies:
        work(sage, company)
    _load(sage, url, state)
    return [
        books(company, year_end=before, worked=tables_of(company))
        for company, before in zip(sage.companies, year_end, strict=True)
    ]


def _load(sage: Sandbox, url: str, state: Row) -> Row:
    """Run tap and loader with the settings of meltano.yml that matter here. Returns the state for the next run."""
    if not TARGET.exists():
        pytest.fail("target-postgres is not installed: make .meltano/.installed")
    tables = sorted({*VIEWS_OF_SAGE, *(table for each in questions() for table in each.tables)})
    settings = sage.settings() | {"all_companies": True, "tables": {"*": {"every": "0s"}}}
    output = Lines()
    run = run_tap(settings, *tables, state=state, output=output)
    assert run.error is None, run.error
    own = {"sqlalchemy_url": url.replace("postgresql:", "postgresql+psycopg:"), "default_target_schema": WORKED}
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as config:
        json.dump(own | {"use_copy": True, "validate_records": False, "sanitize_null_text_characters": True}, config)
        config.flush()
        loader = subprocess.run([TARGET, "--config", config.name], input=output.sent, capture_output=True, check=False)
    assert loader.returncode == 0, loader.stderr.decode()
    return run.state


def _copy(url: str) -> None:
    """Copy all tables to a schema of their own."""
    with psycopg.connect(url) as connection:
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(YEAR_END)))
        tables = connection.execute("SELECT tablename::text FROM pg_tables WHERE schemaname = %s", [WORKED]).fetchall()
        for (table,) in tables:
            copy = sql.SQL("CREATE TABLE {} AS TABLE {}")
            connection.execute(copy.format(sql.Identifier(YEAR_END, table), sql.Identifier(WORKED, table)))
