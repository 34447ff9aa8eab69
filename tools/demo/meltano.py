"""Call Meltano like a user, with the settings and the state of the demo."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.demo.errors import DemoError

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT = Path(__file__).parents[2]
STATE_ID = "demo:tap-sage200-to-target-postgres"
_PREFIXES = ("MELTANO_", "TAP_SAGE200_", "TARGET_POSTGRES_")
_LAST_LINES = 30


@dataclass(frozen=True, slots=True)
class Meltano:
    """Meltano in this project's environment `demo`. It ignores `.env` and exported settings."""

    env_file: Path
    log: Path

    @property
    def command(self) -> list[str]:
        """The command for users, in the project's folder."""
        return [".venvs/meltano/bin/meltano", "--environment=demo", f"--env-file={self.env_file}"]

    def run(self) -> None:
        """Load new and changed rows.

        Raises:
            DemoError: The tap or the loader failed.
        """
        self._call("run", "--no-install", "tap-sage200", "target-postgres")

    def bookmarks(self) -> dict[str, Any]:
        """Return the bookmarks that the next run starts from, by table."""
        state = json.loads(self._call("state", "get", STATE_ID))
        bookmarks: dict[str, Any] = state["singer_state"]["bookmarks"]
        return bookmarks

    def _call(self, *arguments: str) -> str:
        """Call Meltano in its own session, so a stopped demo can kill it together with its child processes."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(_PREFIXES)}
        with (
            self.log.open("a", encoding="utf-8") as log,
            subprocess.Popen(  # noqa: S603 - Meltano from the project's own environment; no shell, no external input
                [*self.command, *arguments],
                cwd=PROJECT,
                env=inherited | {"NO_COLOR": "1"},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            ) as process,
        ):
            try:
                output, _ = process.communicate()
            except BaseException:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
                raise
        if process.returncode:
            tail = self.log.read_text(encoding="utf-8").splitlines()[-_LAST_LINES:]
            raise DemoError("\n".join([f"meltano {' '.join(arguments)} failed:", *tail]))
        return output


def write_env_file(path: Path, settings: Mapping[str, Any]) -> None:
    """Write the settings to a file that only its owner can read."""
    path.touch(mode=0o600)
    path.write_text("".join(f"{name}={value}\n" for name, value in settings.items()), encoding="utf-8")
