"""Call Meltano like a user, with the settings and the state of the demo."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.demo.errors import DemoError
from tools.project_copy import plain_environment

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT = Path(__file__).parents[2]
_LAST_LINES = 10


@dataclass(frozen=True, slots=True)
class Meltano:
    """Meltano in this project's environment `demo`. It ignores `.env` and exported settings."""

    env_file: Path
    log: Path

    @property
    def command(self) -> list[str]:
        """The command for users, in the project's folder."""
        return [".venvs/meltano/bin/meltano", "--environment=demo", f"--env-file={self.env_file}"]

    def run(self) -> int:
        """Load new and changed rows, and return how many rows the tap has read.

        Raises:
            DemoError: The tap or the loader failed.
        """
        before = self.log.stat().st_size if self.log.exists() else 0
        self._call("run", "--no-install", "tap-sage200", "target-postgres")
        with self.log.open("rb") as log:
            log.seek(before)
            return rows_read(log.read().decode())

    def _call(self, *arguments: str) -> None:
        """Call Meltano in its own session, so a stopped demo can kill it together with its child processes."""
        if not (PROJECT / self.command[0]).exists():
            msg = "Meltano is not installed. `make demo` installs it."
            raise DemoError(msg)
        with (
            self.log.open("a", encoding="utf-8") as log,
            subprocess.Popen(  # noqa: S603 - Meltano from the project's own environment; no shell, no external input
                [*self.command, *arguments],
                cwd=PROJECT,
                env=plain_environment() | {"NO_COLOR": "1"},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            ) as process,
        ):
            try:
                process.wait()
            except BaseException:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                raise
        if process.returncode:
            tail = self.log.read_text(encoding="utf-8").splitlines()[-_LAST_LINES:]
            raise DemoError("\n".join([f"meltano {' '.join(arguments)} failed:", *tail]))


def rows_read(log: str) -> int:
    """Return the number of rows in the summary that the tap logs at the end of a run.

    Raises:
        DemoError: The log has no summary.
    """
    totals = re.findall(r"\d+ tables in all +([\d,]+)", log)
    if not totals:
        msg = "The tap logged no summary."
        raise DemoError(msg)
    return int(totals[-1].replace(",", ""))


def write_env_file(path: Path, settings: Mapping[str, Any]) -> None:
    """Write the settings to a file that only its owner can read."""
    path.touch(mode=0o600)
    path.write_text("".join(f"{name}={value}\n" for name, value in settings.items()), encoding="utf-8")
