"""With `use_copy: false`, PostgreSQL keeps every digit of a number, if its user's time zone is UTC."""

from __future__ import annotations

import json
import subprocess
from decimal import Decimal
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.loaders.held_by_sage import source_rows
from tests.loaders.loaded import PostgresTables
from tests.loaders.odd_rows import odd_row
from tests.loaders.project import ROOT
from tests.support.runs import Lines, run_tap
from tools.demo.comparison import differences
from tools.demo.warehouse import Warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sage200_sandbox import Sandbox

    from tools.demo.postgres import Postgres
    from tools.demo.rows import Row

TABLE, KEY = "customers", ("site_id", "company_id", "id")
SCHEMA = "without_copy"


class ExactTables(PostgresTables):
    """Tables of PostgreSQL that no value went through COPY."""

    def as_stored(self, row: Row) -> Row:
        stored = super().as_stored(row)
        return stored | {name: value for name, value in row.items() if isinstance(value, Decimal)}


@pytest.fixture
def in_utc(database: Postgres) -> Iterator[None]:
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("ALTER ROLE demo SET timezone TO 'UTC'")
        yield
        connection.execute("ALTER ROLE demo RESET timezone")


@pytest.mark.usefixtures("in_utc")
def test_each_digit_and_each_instant_is_kept(sage: Sandbox, database: Postgres, tmp_path: Path) -> None:
    for company in sage.companies:
        company.replace(TABLE, [odd_row(TABLE, number) for number in range(1, 31)])
    lines = Lines()
    run = run_tap(sage.settings() | {"all_companies": True}, TABLE, output=lines)
    assert run.error is None
    config = tmp_path / "config.json"
    config.write_text(
        json.dumps(
            {
                "sqlalchemy_url": database.url.replace("postgresql:", "postgresql+psycopg:"),
                "default_target_schema": SCHEMA,
                "use_copy": False,
                "validate_records": False,
                "sanitize_null_text_characters": True,
            }
        )
    )
    subprocess.run(
        [ROOT / ".meltano" / "loaders" / "target-postgres" / "venv" / "bin" / "target-postgres", "--config", config],
        input=bytes(lines.sent),
        check=True,
        capture_output=True,
    )
    loaded = ExactTables(Warehouse(database.url, SCHEMA))
    expected = source_rows(sage, loaded, TABLE, KEY)
    assert list(differences(expected, loaded.rows(TABLE, KEY), ())) == []
