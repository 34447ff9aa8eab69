"""The server of the benchmark, in a separate process."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import requests

from tools.bench.errors import BenchError
from tools.bench.run import PROJECT
from tools.bench.server import Served, Serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SECONDS = 30
_KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": "1073741824", "MALLOC_TRIM_THRESHOLD_": "1073741824"}
"""Makes the GNU C library reuse the memory of a page: allocating it takes longer than filling it."""


@dataclass(frozen=True, slots=True)
class ServerProcess:
    """A running server."""

    url: str

    @property
    def api_url(self) -> str:
        """The address of the tables."""
        return f"{self.url}/api"

    def serve(
        self, tables: Mapping[str, int], *, latency: float = 0.0, gzip: bool = False, per_second: int | None = None
    ) -> None:
        """Set the tables, and how to serve them from now on: see `Serving`."""
        serving = Serving(tables, latency, gzip, per_second)
        requests.post(self.url, json=asdict(serving), timeout=_SECONDS).raise_for_status()

    def served(self) -> Served:
        """Return the counts of responses since `serve`."""
        return Served(**requests.get(self.url, timeout=_SECONDS).json())


@contextmanager
def running() -> Iterator[ServerProcess]:
    """Start the server, and stop it on exit.

    Raises:
        BenchError: It did not start.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "tools.bench.server"],
        cwd=PROJECT,
        env=os.environ | _KEEP_MEMORY,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            url = process.stdout.readline().strip() if process.stdout else ""
            if not url:
                msg = "the server did not start; its output is above"
                raise BenchError(msg)
            yield ServerProcess(url)
        finally:
            process.terminate()
