"""Check once per reader, before measuring, that it delivers every row of every table."""

from __future__ import annotations

import re
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from tools.bench.errors import BenchError
from tools.bench.rows import keys_of
from tools.bench.run import RECORD, finish, measure, output_of, running

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.bench.run import Reader

_STREAM = re.compile(rb'"stream": ?"(\w+)"')
_KEY = re.compile(rb'"id": ?(\d+)')


def verify(reader: Reader, tables: Mapping[str, int]) -> None:
    """Run a reader, and check the key of each record.

    Raises:
        BenchError: Rows are missing.
    """
    if reader.folder is not None:
        delivered = measure(reader).records
    else:
        keys = _keys(reader)
        delivered = sum(len(keys.get(table, set()) & set(keys_of(rows))) for table, rows in tables.items())
    if delivered != sum(tables.values()):
        msg = f"{reader.name} delivers {delivered} of {sum(tables.values())} rows, so a measurement would be invalid"
        raise BenchError(msg)


def _keys(reader: Reader) -> dict[str, set[int]]:
    keys: dict[str, set[int]] = {}
    with TemporaryFile() as log, running(reader, log) as process:
        for line in output_of(process):
            if RECORD in line and (stream := _STREAM.search(line)) and (key := _KEY.search(line)):
                keys.setdefault(stream[1].decode(), set()).add(int(key[1]))
        finish(reader.name, process, log)
    return keys
