"""What each measurement needs: the server, and who takes part."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bench import sage
from tools.bench.proof import prove
from tools.bench.readers import Readers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tools.bench.run import Reader
    from tools.bench.sage import Sage


ENOUGH = 20_000
"""Rows of a table of which each is looked for; of more, each run delivers the number."""


@dataclass(frozen=True, slots=True)
class Arena:
    """A server, and readers of it."""

    sage: Sage
    readers: Readers

    def prove(self, readers: Iterable[Reader], tables: Mapping[str, int]) -> None:
        """See that each reader delivers each row of tables of up to some size, without latency.

        It also warms what is read from disk.

        Raises:
            BenchError: Rows are missing.
        """
        some = {table: min(rows, ENOUGH) for table, rows in tables.items()}
        self.sage.serve(some)
        for reader in readers:
            prove(reader, some)


@contextmanager
def opened() -> Iterator[Arena]:
    """Start the server, and end it; nothing is left.

    Raises:
        BenchError: The server did not start.
    """
    with tempfile.TemporaryDirectory(prefix="sage200-bench-") as name, sage.running() as server:
        yield Arena(server, Readers(server.api_url, Path(name)))
