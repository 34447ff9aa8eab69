"""The environment of a measurement: the server and its readers."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bench import server_process
from tools.bench.readers import Readers
from tools.bench.verification import verify

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tools.bench.run import Reader
    from tools.bench.server_process import ServerProcess


VERIFIED_ROWS = 20_000
"""Number of rows per table that are checked by key. For larger tables, each run checks the number of rows."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A server and its readers."""

    server: ServerProcess
    readers: Readers

    def verify(self, readers: Iterable[Reader], tables: Mapping[str, int]) -> None:
        """Check that each reader delivers every row, without latency.

        This also warms the disk cache.

        Raises:
            BenchError: Rows are missing.
        """
        some = {table: min(rows, VERIFIED_ROWS) for table, rows in tables.items()}
        self.server.serve(some)
        for reader in readers:
            verify(reader, some)


@contextmanager
def started() -> Iterator[Environment]:
    """Start the server, and stop it on exit.

    Raises:
        BenchError: The server did not start.
    """
    with tempfile.TemporaryDirectory(prefix="sage200-bench-") as name, server_process.running() as server:
        yield Environment(server, Readers(server.api_url, Path(name)))
