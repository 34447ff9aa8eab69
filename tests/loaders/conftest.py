"""A database for the tests of loaders, and what each loader has loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql
from sage200_sandbox import Sandbox

from tests.loaders.loaded import CsvFiles, JsonLines, PostgresTables
from tests.loaders.project import MELTANO, ROOT, Project
from tools.demo.warehouse import Warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.loaders.loaded import Loaded
    from tests.support.postgres import Server
    from tools.demo.postgres import Postgres


@pytest.fixture(scope="session")
def server(postgres_server: Server) -> Postgres:
    """A PostgreSQL server."""
    return postgres_server.demo


@pytest.fixture
def database(server: Postgres) -> Postgres:
    """The server, without the tables of other tests."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        names = connection.execute("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_|^information_schema$'")
        for (name,) in names.fetchall():
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))
        connection.execute("CREATE SCHEMA public")
    return server


@pytest.fixture
def sage() -> Iterator[Sandbox]:
    """A Sage 200 with two companies on one site and one on another. They have no rows."""
    with Sandbox(companies=3) as sandbox:
        yield sandbox


@pytest.fixture
def project(loader: str, sage: Sandbox, database: Postgres, tmp_path: Path) -> Project:
    """A Meltano project that loads all companies of this Sage with this loader."""
    if not (MELTANO.exists() and (ROOT / ".meltano" / "loaders" / loader).exists()):
        pytest.fail(f"{loader} is not installed: make .meltano/.installed")
    each_run = '{"*": {"every": "0s"}}'
    own = {"token_file": tmp_path / "token.json", "all_companies": "true", "page_size": 10, "tables": each_run}
    server = urlsplit(database.url)
    return Project.make(
        tmp_path,
        loader,
        {f"TAP_SAGE200_{name.upper()}": str(value) for name, value in (sage.settings() | own).items()}
        | {
            "TAP_SAGE200__LOAD_SCHEMA": schema(tmp_path),
            "TARGET_POSTGRES_HOST": str(server.hostname),
            "TARGET_POSTGRES_PORT": str(server.port),
            "TARGET_POSTGRES_USER": str(server.username),
            "TARGET_POSTGRES_PASSWORD": str(server.password),
            "TARGET_POSTGRES_DATABASE": server.path.removeprefix("/"),
        },
    )


@pytest.fixture
def loaded(loader: str, project: Project, database: Postgres) -> Loaded:
    """What this loader has loaded."""
    match loader:
        case "target-postgres":
            return PostgresTables(Warehouse(database.url, schema(project.folder)))
        case "target-jsonl":
            return JsonLines(project.folder / "output")
        case "target-csv":
            return CsvFiles(project.folder / "output")
    pytest.fail(f"No test reads what {loader} has loaded: a loader that is not tested does not ship.")


def schema(folder: Path) -> str:
    """Return the schema of a test in the database that all tests share."""
    return folder.name
