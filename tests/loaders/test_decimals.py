"""What each loader makes of `decimals: singer.decimal`: with a table that it has, and with a new one."""

from __future__ import annotations

import csv
import json
import subprocess
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.loaders.project import ROOT, shipped_loaders
from tests.support.raw_sage import RawSage
from tests.support.runs import Lines, run_tap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.demo.postgres import Postgres

TABLE, RATE = "currencies", "core_currency_rate"
SENT = ["0.100000", "1", "1e1", "-0.00", "123456789012345678.123456", "98765432109876543210.5", "null"]
DIGITS = ["0.100000", "1", "10", "-0.00", "123456789012345678.123456", "98765432109876543210.5", None]
EXACT = [None if text is None else Decimal(text) for text in DIGITS]
FLOATS = [None if text is None else Decimal(repr(float(text))) for text in DIGITS]
TEXT, NUMBER = {"decimals": "singer.decimal"}, {"decimals": "number"}


@pytest.fixture
def sage() -> Iterator[RawSage]:
    with RawSage() as sage:
        sage.rows[1, "/currencies"] = [f'{{"id": {key}, "{RATE}": {rate}}}' for key, rate in enumerate(SENT, 1)]
        yield sage


def load(sage: RawSage, loader: str, folder: Path, settings: dict[str, str], **target: object) -> None:
    """Load the table with the settings of meltano.yml."""
    lines = Lines()
    run = run_tap(sage.settings() | settings, TABLE, output=lines)
    assert run.error is None
    [plugin] = [each for each in shipped_loaders() if each["name"] == loader]
    given = {name: value for name, value in plugin["config"].items() if "$" not in str(value)}
    config = folder / "config.json"
    config.write_text(json.dumps(given | target))
    program = ROOT / ".meltano" / "loaders" / loader / "venv" / "bin" / loader
    subprocess.run([program, "--config", config], input=bytes(lines.sent), check=True, capture_output=True)


def in_postgres(database: Postgres, schema: str) -> tuple[str, list[Any]]:
    """Return the type of the column, and its values."""
    with psycopg.connect(database.url) as connection:
        type_ = connection.execute(
            "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = %s::regclass AND attname = %s",
            [f"{schema}.{TABLE}", RATE],
        ).fetchall()
        rows = connection.execute(f"SELECT {RATE} FROM {schema}.{TABLE} ORDER BY id").fetchall()  # noqa: S608 - constants
    return type_[0][0], [value for (value,) in rows]


def test_postgres_has_columns_of_the_documented_scale_and_each_digit_without_copy(
    sage: RawSage, database: Postgres, tmp_path: Path
) -> None:
    address = database.url.replace("postgresql:", "postgresql+psycopg:")
    given: dict[str, Any] = {"sqlalchemy_url": address, "default_target_schema": "new"}
    load(sage, "target-postgres", tmp_path, TEXT, **given, use_copy=False)
    assert in_postgres(database, "new") == ("numeric(38,6)", EXACT)
    load(sage, "target-postgres", tmp_path, TEXT, **given)
    assert in_postgres(database, "new") == ("numeric(38,6)", FLOATS), "COPY takes decimals as floats, text too"


def test_postgres_leaves_the_columns_of_a_table_as_they_are(sage: RawSage, database: Postgres, tmp_path: Path) -> None:
    address = database.url.replace("postgresql:", "postgresql+psycopg:")
    given: dict[str, Any] = {"sqlalchemy_url": address, "default_target_schema": "switched"}
    for settings in (NUMBER, TEXT, NUMBER):
        load(sage, "target-postgres", tmp_path, settings, **given, use_copy=False)
        assert in_postgres(database, "switched") == ("numeric", EXACT)


def test_jsonl_has_text_with_each_digit(sage: RawSage, tmp_path: Path) -> None:
    load(sage, "target-jsonl", tmp_path, TEXT, destination_path=str(tmp_path))
    lines = (tmp_path / f"{TABLE}.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)[RATE] for line in lines] == DIGITS


@pytest.mark.parametrize("settings", [TEXT, NUMBER], ids=["text", "number"])
def test_csv_has_each_digit_with_either_setting(sage: RawSage, tmp_path: Path, settings: dict[str, str]) -> None:
    load(sage, "target-csv", tmp_path, settings, output_path=str(tmp_path))
    [file] = tmp_path.glob("*.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        rates = [row[RATE] for row in csv.DictReader(lines)]
    assert [Decimal(rate) if rate else None for rate in rates] == EXACT
