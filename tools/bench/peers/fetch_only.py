"""Fetch pages and discard them, to show the speed of the server.

`python -m tools.bench.peers.fetch_only <address> <page size> <table>...`
"""

from __future__ import annotations

import sys
from http.client import HTTPConnection
from itertools import count
from urllib.parse import urlsplit


def fetch_only(url: str, page: int, tables: list[str]) -> None:
    """Write one word per row, which the benchmark counts."""
    address = urlsplit(url)
    connection = HTTPConnection(address.netloc)
    for table in tables:
        for number in count():
            connection.request("GET", f"{address.path}/{table}?$top={page}&$skip={number * page}")
            rows = connection.getresponse().read().count(b'"id":')
            sys.stdout.write('"RECORD"' * rows)
            if rows < page:
                break


if __name__ == "__main__":
    fetch_only(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
