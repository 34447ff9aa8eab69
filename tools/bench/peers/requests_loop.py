"""A simple loop with requests and json. It has no schema, state or retries.

`python -m tools.bench.peers.requests_loop <address> <page size> <table>...`
"""

from __future__ import annotations

import json
import sys
from itertools import count
from typing import Any

import requests

_SECONDS = 60


def read(url: str, page: int, tables: list[str]) -> None:
    """Write the rows of tables as Singer records."""
    session = requests.Session()
    for table in tables:
        for number in count():
            options: dict[str, Any] = {"$top": page, "$skip": number * page, "$orderby": "id asc"}
            rows = session.get(f"{url}/{table}", params=options, timeout=_SECONDS).json()
            for row in rows:
                sys.stdout.write(json.dumps({"type": "RECORD", "stream": table, "record": row}) + "\n")
            if len(rows) < page:
                break


if __name__ == "__main__":
    read(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
