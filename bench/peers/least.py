"""The least that a tap can do: import the SDK, fetch pages, decode, select and encode rows, and write them.

`python -m bench.peers.least <address> <file> <rows a page> <table>`, where the file has the columns of the table as
JSON Schema. It asks for one page after the other, and keeps no state; nothing in it is checked, tried again, logged or
counted.
"""

from __future__ import annotations

import json
import sys
from http.client import HTTPConnection
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from bench.peers.decode_only import row_type

if TYPE_CHECKING:
    from collections.abc import Mapping


AT_ONCE = 32


def read(url: str, columns: Mapping[str, Mapping[str, Any]], page: int, table: str) -> None:
    """Write the rows of a table as RECORD messages."""
    row: Any = row_type(columns)
    message = msgspec.defstruct("Message", [("type", str), ("stream", str), ("record", row)], gc=False)
    split, decode = msgspec.json.Decoder(list[msgspec.Raw]).decode, msgspec.json.Decoder(row).decode
    encode = msgspec.json.Encoder(decimal_format="number").encode_lines
    address = urlsplit(url)
    connection = HTTPConnection(address.netloc)
    for number in count():
        connection.request("GET", f"{address.path}/{table}?$top={page}&$skip={number * page}&$orderby=id%20asc")
        rows = split(connection.getresponse().read())
        for some in range(0, len(rows), AT_ONCE):  # a few at a time stay in the processor's cache
            records = [message("RECORD", table, decode(each)) for each in rows[some : some + AT_ONCE]]
            sys.stdout.buffer.write(encode(records))
        if len(rows) < page:
            return


if __name__ == "__main__":
    import_module("singer_sdk")  # as a tap has to
    _, where, file, a_page, name = sys.argv
    read(where, json.loads(Path(file).read_text(encoding="utf-8")), int(a_page), name)
