"""A minimal tap with several requests in flight, which knows the number of pages from the start.

`python -m tools.bench.peers.minimal_concurrent_tap <address> <file> <page size> <table> <rows> <in flight>`

The file contains the columns of the table as JSON Schema. Each thread has its own connection. One thread writes the
rows in order. It has no checks, retries, logs or metrics.
"""

from __future__ import annotations

import gc
import json
import sys
import zlib
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from importlib import import_module
from pathlib import Path
from threading import local
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from tools.bench.peers.minimal_tap import AT_ONCE, row_type

if TYPE_CHECKING:
    from collections.abc import Mapping

_GZIP = 31
"""The `wbits` value of zlib for gzip."""


def read(url: str, columns: Mapping[str, Mapping[str, Any]], table: str, pages: range, in_flight: int) -> None:
    """Write the rows of a table as RECORD messages. A page is given as the number of rows before it."""
    row: Any = row_type(columns)
    message = msgspec.defstruct("Message", [("type", str), ("stream", str), ("record", row)], gc=False)
    split, decode = msgspec.json.Decoder(list[msgspec.Raw]).decode, msgspec.json.Decoder(row).decode
    encode = msgspec.json.Encoder().encode_lines
    address, own = urlsplit(url), local()

    def fetch(first: int) -> bytes:
        if not hasattr(own, "connection"):
            own.connection = HTTPConnection(address.netloc)
        target = f"{address.path}/{table}?$top={pages.step}&$skip={first}&$orderby=id%20asc"
        own.connection.request("GET", target, headers={"Accept-Encoding": "gzip"})
        return zlib.decompress(own.connection.getresponse().read(), _GZIP)

    with ThreadPoolExecutor(in_flight) as pool:
        for body in pool.map(fetch, pages):
            rows = split(body)
            for some in range(0, len(rows), AT_ONCE):
                records = [message("RECORD", table, decode(each)) for each in rows[some : some + AT_ONCE]]
                sys.stdout.buffer.write(encode(records))


if __name__ == "__main__":
    gc.disable()  # as the tap does
    import_module("singer_sdk")  # as every tap must
    _, where, file, a_page, name, how_many, at_once = sys.argv
    firsts = range(0, int(how_many), int(a_page))
    read(where, json.loads(Path(file).read_text(encoding="utf-8")), name, firsts, int(at_once))
