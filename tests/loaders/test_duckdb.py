"""The SQL of docs/loaders.md: DuckDB reads the files of target-jsonl, and writes Parquet."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import datetime
from typing import TYPE_CHECKING

import duckdb

from tests.loaders.held_by_sage import source_rows
from tests.loaders.loaded import JsonLines
from tests.loaders.odd_rows import change_odd_values, odd_row
from tests.loaders.project import ROOT
from tests.support.runs import Lines, run_tap

if TYPE_CHECKING:
    from pathlib import Path

    from sage200_sandbox import Sandbox

    from tests.support.runs import Row

TABLE, KEY = "currencies", ("site_id", "company_id", "id")
LOADER = ROOT / ".meltano" / "loaders" / "target-jsonl" / "venv" / "bin" / "target-jsonl"


def load(sage: Sandbox, folder: Path, state: Row) -> Row:
    """Load the table into `output`, and return the state."""
    lines = Lines()
    every_run = {"all_companies": True, "tables": {"*": {"every": "0s"}}}
    run = run_tap(sage.settings() | every_run, TABLE, state=state, output=lines)
    assert run.error is None
    config = folder / "config.json"
    config.write_text(json.dumps({"destination_path": str(folder / "output"), "do_timestamp_file": False}))
    subprocess.run([LOADER, "--config", config], input=bytes(lines.sent), check=True, capture_output=True)
    return run.state


def test_the_sql_of_the_page_gives_the_newest_row_of_each_key(sage: Sandbox, tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.mkdir()
    for company in sage.companies:
        company.replace(TABLE, [odd_row(TABLE, number) for number in range(1, 31)])
    state = load(sage, tmp_path, {})
    for company in sage.companies:
        change_odd_values(company, TABLE, every=2)
    load(sage, tmp_path, state)

    page = (ROOT / "docs" / "loaders.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```sql\n(.*?)```", page, flags=re.DOTALL)
    with duckdb.connect() as database:
        database.execute("SET TimeZone = 'UTC'")
        database.execute(text.replace("'output/", f"'{output}/"))
        found = database.sql(f"SELECT * FROM '{output}/{TABLE}.parquet'")  # noqa: S608 - a folder of this test
        rows = [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
    expected = source_rows(sage, JsonLines(output), TABLE, KEY)
    assert len(rows) == len(expected) == 90
    for row in rows:
        source = expected[tuple(row[part] for part in KEY)]
        changed = datetime.fromisoformat(source["date_time_updated"])
        assert row == {name: source[name] for name in row} | {"date_time_updated": changed}
