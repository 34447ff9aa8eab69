"""A Meltano project of its own for a test, with the plugins that `make` installed and the settings that ship."""

from __future__ import annotations

import json
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import yaml

from tools import project_copy

if TYPE_CHECKING:
    from collections.abc import Collection

ROOT = Path(__file__).parents[2]
MELTANO = ROOT / ".venvs" / "meltano" / "bin" / "meltano"
_SECONDS = 300
"""The time that a run may take."""


def shipped_loaders() -> list[dict[str, Any]]:
    """Return the loaders of meltano.yml."""
    return _plugins("loaders")


def _plugins(kind: str) -> list[dict[str, Any]]:
    project = yaml.safe_load((ROOT / "meltano.yml").read_text(encoding="utf-8"))
    plugins: list[dict[str, Any]] = project["plugins"][kind]
    return plugins


@dataclass(frozen=True, slots=True)
class Project:
    """The repository's meltano.yml in a folder of its own, so runs of two tests do not share state or catalogue."""

    folder: Path
    loader: str
    settings: dict[str, str] = field(repr=False)
    """Environment variables with the settings of the tap and the loader."""

    @classmethod
    def make(cls, folder: Path, loader: str, settings: dict[str, str]) -> Project:
        """Create the project in an empty folder."""
        own = folder / ".meltano"
        own.mkdir()
        (folder / "output").mkdir()
        project_copy.copy_to(folder)
        for plugins in ("extractors", "loaders"):
            (own / plugins).symlink_to(ROOT / ".meltano" / plugins)
        return cls(folder, loader, settings)

    def load(self, select: Collection[str]) -> subprocess.CompletedProcess[str]:
        """Run tap and loader to their end, whatever it is.

        Args:
            select: Patterns of tables and columns, as in `select` of meltano.yml.
        """
        return self.meltano("run", "--no-install", "tap-sage200", self.loader, _SELECT=json.dumps(list(select)))

    def meltano(self, *arguments: str, **tap_settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command of Meltano to its end, whatever it is. Its log is on stderr.

        Args:
            arguments: The command and its options.
            tap_settings: More settings of the tap, in capitals. Those of Meltano itself begin with `_`.
        """
        return subprocess.run(
            [MELTANO, *arguments],
            cwd=self.folder,
            env=self.environment(**tap_settings),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )

    def environment(self, **tap_settings: str) -> dict[str, str]:
        """Return the environment of a command: the settings, and nothing of Meltano from this machine."""
        more = {f"TAP_SAGE200_{name}": value for name, value in tap_settings.items()}
        return project_copy.plain_environment() | self.settings | more | {"NO_COLOR": "1"}

    def started(self, *arguments: str, **tap_settings: str) -> subprocess.Popen[bytes]:
        """Start a command of Meltano in a process group of its own, as a terminal does. Nobody sees its output."""
        return subprocess.Popen(
            [MELTANO, *arguments],
            cwd=self.folder,
            env=self.environment(**tap_settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def process(self, plugin: str) -> psutil.Process:
        """Return the running process of the tap or of the loader of this project."""
        (process,) = (each for each in psutil.Process().children(recursive=True) if self._is(each, plugin))
        return process

    def kill(self, plugin: str) -> None:
        """Kill the running process of the tap or of the loader of this project."""
        self.process(plugin).send_signal(signal.SIGKILL)

    def _is(self, process: psutil.Process, plugin: str) -> bool:
        try:
            command = process.cmdline()
        except psutil.Error:  # it has ended
            return False
        return any(part.endswith(f"/bin/{plugin}") for part in command) and any(
            str(self.folder) in part for part in command
        )
