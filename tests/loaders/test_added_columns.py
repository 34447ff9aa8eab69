"""A column that appears in mid-run reaches PostgreSQL, with each value as Sage wrote it, and null for other rows."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING

import psycopg

from tests.loaders.project import ROOT
from tests.support.raw_sage import RawSage
from tests.support.reading_cards import CARDS, cards
from tests.support.runs import Lines, run_tap

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.runs import Row
    from tools.demo.postgres import Postgres

SCHEMA = "added_columns"


def load(sage: RawSage, database: Postgres, folder: Path, state: Row | None = None) -> Row:
    """Load the cards of two companies, and return the state."""
    lines = Lines()
    run = run_tap(sage.settings(1, 2), CARDS, state=state, output=lines)
    assert run.error is None
    config = folder / "config.json"
    address = database.url.replace("postgresql:", "postgresql+psycopg:")
    config.write_text(json.dumps({"sqlalchemy_url": address, "default_target_schema": SCHEMA}))
    subprocess.run(
        [ROOT / ".meltano" / "loaders" / "target-postgres" / "venv" / "bin" / "target-postgres", "--config", config],
        input=bytes(lines.sent),
        check=True,
        capture_output=True,
    )
    return run.state


def held(database: Postgres) -> list[tuple[object, ...]]:
    with psycopg.connect(database.url) as connection:
        rows = connection.execute(f"SELECT company_id, id, loyalty FROM {SCHEMA}.{CARDS} ORDER BY 1, 2")  # noqa: S608 - constants
        return rows.fetchall()


def test_a_column_that_appears_in_mid_run_is_loaded(database: Postgres, tmp_path: Path) -> None:
    with RawSage() as sage:
        cards(sage, *[""] * 39, '"loyalty": 1.50', '"loyalty": {"a": [1]}')
        cards(sage, "", company=2)
        state = load(sage, database, tmp_path)
        others = [(1, key, None) for key in range(1, 40)]
        assert held(database) == [*others, (1, 40, "1.50"), (1, 41, '{"a":[1]}'), (2, 1, None)]

        cards(sage, *[""] * 41)
        cards(sage, '"loyalty": true, "newer": 2', company=2)
        load(sage, database, tmp_path, state)
        assert held(database) == [*((1, key, None) for key in range(1, 42)), (2, 1, "true")]
