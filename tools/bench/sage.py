"""The server that all are measured against, as a process beside them."""

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
"""Lets the C library of GNU keep what a page took for the next one: to get it anew takes longer than to fill it."""


@dataclass(frozen=True, slots=True)
class Sage:
    """A server that answers."""

    url: str

    @property
    def api_url(self) -> str:
        """Where its tables are."""
        return f"{self.url}/api"

    def serve(
        self, tables: Mapping[str, int], *, latency: float = 0.0, gzip: bool = False, per_second: int | None = None
    ) -> None:
        """Say what it serves from now on, and how: see `Serving`."""
        serving = Serving(tables, latency, gzip, per_second)
        requests.post(self.url, json=asdict(serving), timeout=_SECONDS).raise_for_status()

    def served(self) -> Served:
        """Return what it has served since."""
        return Served(**requests.get(self.url, timeout=_SECONDS).json())


@contextmanager
def running() -> Iterator[Sage]:
    """Start the server, and end it.

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
                msg = "the server did not start; what it said is above"
                raise BenchError(msg)
            yield Sage(url)
        finally:
            process.terminate()
