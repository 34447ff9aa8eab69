"""One long run over a large table: what it takes must not grow with what it has read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sage200_sandbox import Sandbox

from tools.soak.errors import SoakError
from tools.soak.run import Files, catalog, run
from tools.soak.tables import POSTINGS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tools.soak.run import Ended

_PAGE = 500
_DAY = datetime(2026, 3, 2, tzinfo=UTC)


def read(folder: Path, rows: int) -> Ended:
    """Read a table of so many rows.

    Raises:
        SoakError: The run failed, or brought another number of rows.
    """
    with Sandbox() as sage:
        sage.companies[0].replace(
            POSTINGS.name, ({"id": number, "narrative": "Posting", "transaction_date": _DAY} for number in range(rows))
        )
        files = Files.of(folder)
        files.catalog.write_text(catalog([POSTINGS]), encoding="utf-8")
        settings = sage.settings() | {"token_file": str(folder / "token.json"), "page_size": _PAGE}
        files.config.write_text(json.dumps(settings), encoding="utf-8")
        ended = run(files, _records)
    if ended.code or ended.rows != rows:
        msg = f"The long run brought {ended.rows:,} of {rows:,} rows and ended with {ended.code}: see {files.log}."
        raise SoakError(msg)
    return ended


def _records(lines: Iterable[bytes]) -> int:
    return sum(b'"type":"RECORD"' in line for line in lines)
