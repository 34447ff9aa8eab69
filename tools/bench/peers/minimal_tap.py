"""A minimal tap: import the SDK, fetch pages, decode, select and encode rows, and write them.

`python -m tools.bench.peers.minimal_tap <address> <file> <page size> <table>`, where the file contains the columns of
the table as JSON Schema, in the order of the response. It fetches the next page while it converts the current one. It
writes numbers with the digits that were sent, like the tap. It has no state, checks, retries, logs or metrics.
"""

from __future__ import annotations

import gc
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import requests
from msgspec import Raw

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


AT_ONCE = 32
_TYPES: dict[str, Any] = {"integer": int, "boolean": bool, "string": str}
_NULL = Raw(b"null")


def row_type(columns: Mapping[str, Mapping[str, Any]]) -> type[msgspec.Struct]:
    """Create the row type of a table. Numbers keep the digits that were sent."""
    kinds = {name: next(kind for kind in column["type"] if kind != "null") for name, column in columns.items()}
    fields: list[tuple[str, Any, Any]] = [
        (name, Raw, _NULL) if kind == "number" else (name, _TYPES[kind] | None, None) for name, kind in kinds.items()
    ]
    return msgspec.defstruct("Row", fields, gc=False)


def pages(url: str, size: int, table: str) -> Iterator[list[Any]]:
    """Yield the rows of a table as they were sent, page by page."""
    session, split = requests.Session(), msgspec.json.Decoder(list[Raw]).decode
    session.trust_env = False

    def fetch(number: int) -> bytes:
        address = f"{url}/{table}?$top={size}&$skip={number * size}&$orderby=id%20asc"
        with session.get(address, stream=True, timeout=60) as response:
            body: bytes = response.raw.read()
        return body

    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(fetch, 0)
        for number in count(1):
            rows = split(coming.result())
            coming = thread.submit(fetch, number)
            yield rows
            if len(rows) < size:
                return


def write(columns: Mapping[str, Mapping[str, Any]], table: str, rows_by_page: Iterator[list[Any]]) -> None:
    """Write rows as RECORD messages, a few at a time, so they stay in the processor cache."""
    row: Any = row_type(columns)
    message = msgspec.defstruct("Message", [("type", str), ("stream", str), ("record", row)], gc=False)
    decode, encode = msgspec.json.Decoder(row).decode, msgspec.json.Encoder().encode_lines
    for rows in rows_by_page:
        for some in range(0, len(rows), AT_ONCE):
            records = [message("RECORD", table, decode(each)) for each in rows[some : some + AT_ONCE]]
            sys.stdout.buffer.write(encode(records))


if __name__ == "__main__":
    gc.disable()  # as the tap does
    import_module("singer_sdk")  # as every tap must
    _, where, file, a_page, name = sys.argv
    write(json.loads(Path(file).read_text(encoding="utf-8")), name, pages(where, int(a_page), name))
