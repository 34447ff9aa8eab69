"""Decode, select and encode rows, without requests, messages or state.

`python -m tools.bench.peers.decode_only <file> <table> <rows> <page size>` prints the processor time in
seconds. The file contains the columns of the table as JSON Schema.
"""

from __future__ import annotations

import json
import sys
import time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from tools.bench.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Mapping

_TYPES: dict[str, Any] = {"integer": int, "number": Decimal, "boolean": bool, "string": str}


def row_type(columns: Mapping[str, Mapping[str, Any]]) -> type[msgspec.Struct]:
    """Create the row type of a table."""
    fields = [
        (name, _TYPES[next(kind for kind in column["type"] if kind != "null")]) for name, column in columns.items()
    ]
    return msgspec.defstruct("Row", [(name, kind | None, None) for name, kind in fields], gc=False)


def seconds(columns: Mapping[str, Mapping[str, Any]], table: str, rows: int, page: int) -> float:
    """Return the processor time in seconds for the rows of a table, without the time to create the pages."""
    row: Any = row_type(columns)
    decode = msgspec.json.Decoder(list[row]).decode
    encode = msgspec.json.Encoder(decimal_format="number").encode_lines
    made, spent = Rows(table), 0.0
    for first in range(1, rows + 1, page):
        body = made.body(range(first, min(first + page, rows + 1)))
        began = time.process_time()
        encode(decode(body))
        spent += time.process_time() - began
    return spent


if __name__ == "__main__":
    _, file, name, how_many, a_page = sys.argv
    sys.stdout.write(
        f"{seconds(json.loads(Path(file).read_text(encoding='utf-8')), name, int(how_many), int(a_page))}\n"
    )
