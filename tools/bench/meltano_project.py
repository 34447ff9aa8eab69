"""A Meltano project of its own, and the processor time of its runs."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass, field
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import psutil

from tools import project_copy
from tools.bench.errors import BenchError
from tools.bench.run import PROJECT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TAP, LOADER = "tap-sage200", "target-postgres"
_MELTANO = PROJECT / ".venvs" / "meltano" / "bin" / "meltano"
_BETWEEN_LOOKS = 0.05
_LAST_BYTES = 4000


@dataclass(frozen=True, slots=True)
class ProcessorTime:
    """The processor time of a run in seconds, user and system."""

    all: float
    """The time of Meltano and all programs that it starts."""
    tap: float
    loader: float
    wall: float
    """Seconds from start to end."""

    @property
    def meltano(self) -> float:
        """The time of Meltano itself."""
        return self.all - self.tap - self.loader


@dataclass(frozen=True, slots=True)
class MeltanoProject:
    """A copy of this project's `meltano.yml` with the installed plugins, and a state of its own."""

    folder: Path
    settings: Mapping[str, str] = field(repr=False)
    """Environment variables with the settings of the tap and the loader."""

    @classmethod
    def make(cls, folder: Path, tap: Mapping[str, object], database_url: str) -> MeltanoProject:
        """Create the project.

        Args:
            folder: An empty folder.
            tap: Settings of the tap.
            database_url: The database to load into.
        """
        own = folder / ".meltano"
        own.mkdir(parents=True)
        project_copy.copy_to(folder)
        for plugins in ("extractors", "loaders"):
            (own / plugins).symlink_to(PROJECT / ".meltano" / plugins)
        database = urlsplit(database_url)
        loader = {
            "host": database.hostname,
            "port": database.port,
            "user": database.username,
            "password": database.password,
            "database": database.path.removeprefix("/"),
        }
        return cls(folder, {**_variables("TAP_SAGE200", tap), **_variables("TARGET_POSTGRES", loader)})

    def run(self, **more: str) -> ProcessorTime:
        """Load once.

        Args:
            more: More settings of the tap.

        Raises:
            BenchError: The run failed.
        """
        began = time.perf_counter()
        with TemporaryFile() as log:
            process = subprocess.Popen(
                [_MELTANO, "run", "--no-install", TAP, LOADER],
                cwd=self.folder,
                env=project_copy.plain_environment()
                | {**self.settings, **_variables("TAP_SAGE200", more), "NO_COLOR": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
            try:
                total, plugins = _watch(process)
            except BaseException:
                process.terminate()
                process.wait()
                raise
            if process.returncode:
                log.seek(0)
                msg = f"meltano run failed:\n{log.read().decode(errors='replace')[-_LAST_BYTES:]}"
                raise BenchError(msg)
        return ProcessorTime(total, plugins[TAP], plugins[LOADER], time.perf_counter() - began)


def _variables(prefix: str, settings: Mapping[str, Any]) -> dict[str, str]:
    return {f"{prefix}_{name.upper()}": str(value) for name, value in settings.items()}


def _watch(process: subprocess.Popen[bytes]) -> tuple[float, dict[str, float]]:
    """Wait for the end of a run, and return its processor time and that of its plugins.

    The system reports the sum at the end. The time of a plugin is the last one that was seen before it ended.
    """
    seen: dict[str, dict[int, float]] = {TAP: {}, LOADER: {}}
    watched = psutil.Process(process.pid)
    while True:
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            process.returncode = os.waitstatus_to_exitcode(status)
            total = usage.ru_utime + usage.ru_stime
            return total, {name: sum(by_id.values()) for name, by_id in seen.items()}
        for child in watched.children(recursive=True):
            _look(child, seen)
        time.sleep(_BETWEEN_LOOKS)


def _look(child: psutil.Process, seen: Mapping[str, dict[int, float]]) -> None:
    try:
        command, times = child.cmdline(), child.cpu_times()
    except psutil.Error:  # it has ended
        return
    for name, by_id in seen.items():
        if any(part.endswith(f"/bin/{name}") for part in command):
            by_id[child.pid] = times.user + times.system
