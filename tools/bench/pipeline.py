"""One run of a tap and a loader, connected by a pipe."""

from __future__ import annotations

import time
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from tools.bench.run import Run, finish, output_of, start

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.bench.run import Reader


def measure(tap: Reader, loader: Reader, *, count: Callable[[], int]) -> Run:
    """Run `tap | loader`.

    Args:
        tap: The tap.
        loader: The loader.
        count: Counts the rows that were loaded.

    Raises:
        BenchError: One of them failed.
    """
    with TemporaryFile() as log:
        began = time.perf_counter()
        reading = start(tap, reads=None, log=log)
        loading = start(loader, reads=reading.stdout, log=log)
        output_of(reading).close()  # only the loader holds it now, so the tap notices if the loader dies
        try:
            output_of(loading).read()
            cpu = finish(tap.name, reading, log) + finish(loader.name, loading, log)
        except BaseException:
            for process in (reading, loading):
                process.kill()
                process.wait()
            raise
        finally:
            output_of(loading).close()
        wall = time.perf_counter() - began
    return Run(wall, cpu, count())
