"""One long run over a large table. Memory and open files must not grow with the number of rows."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sage200_sandbox import Sandbox

from tools.soak.errors import SoakError
from tools.soak.tables import POSTINGS
from tools.soak.tap_run import Files, catalog, run

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tools.soak.tap_run import RunResult

_PAGE = 500
_DAY = datetime(2026, 3, 2, tzinfo=UTC)


def read(folder: Path, rows: int) -> RunResult:
    """Read a table with this number of rows.

    Raises:
        SoakError: The run failed, or loaded a different number of rows.
    """
    with Sandbox() as sage:
        sage.companies[0].replace(
            POSTINGS.name, ({"id": number, "narrative": "Posting", "transaction_date": _DAY} for number in range(rows))
        )
        files = Files.of(folder)
        files.catalog.write_text(catalog([POSTINGS]), encoding="utf-8")
        settings = sage.settings() | {"token_file": str(folder / "token.json"), "page_size": _PAGE}
        files.config.write_text(json.dumps(settings), encoding="utf-8")
        result = run(files, _records)
    if result.code or result.rows != rows:
        msg = f"The long run loaded {result.rows:,} of {rows:,} rows, with exit code {result.code}. Log: {files.log}."
        raise SoakError(msg)
    return result


def _records(lines: Iterable[bytes]) -> int:
    return sum(b'"type":"RECORD"' in line for line in lines)
