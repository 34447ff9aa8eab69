"""The Meltano project of the fleet: the meltano.yml that ships, in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tools import project_copy
from tools.demo.meltano import PROJECT
from tools.fleet.errors import FleetError
from tools.fleet.size import CONCURRENCY, PAGE_SIZE, SHARD_SIZE, TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_MELTANO = PROJECT / ".venvs" / "meltano" / "bin"
_LAST_CHARACTERS = 3000


@dataclass(frozen=True, slots=True)
class Project:
    """The project, and the settings that all its runs share."""

    folder: Path
    environment: dict[str, str] = field(repr=False)

    def divide(self) -> list[dict[str, Any]]:
        """Divide the companies into shards, save the list for the DAG, and return it."""
        command = ["meltano", "invoke", "--no-install", "tap-sage200:companies", "--meltano", "--json"]
        listed = self.run([*command, f"--shard-size={SHARD_SIZE}"])
        (self.folder / "companies.json").write_text(listed, encoding="utf-8")
        shards: list[dict[str, Any]] = json.loads(listed)["shards"]
        return shards

    def run(self, command: Sequence[str]) -> str:
        """Run a command to its end, and return its output.

        Raises:
            FleetError: It failed.
        """
        done = subprocess.run(  # noqa: S603 - a command of the project or of the DAG; no shell, no external input
            command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            msg = f"{' '.join(command)} failed:\n{(done.stdout + done.stderr)[-_LAST_CHARACTERS:]}"
            raise FleetError(msg)
        return done.stdout


def make(folder: Path, tap_settings: Mapping[str, str], warehouse: str, tokens: str, states: str) -> Project:
    """Create the project in an empty folder.

    Args:
        folder: The folder.
        tap_settings: How the tap reaches Sage.
        warehouse: The address of the database for the rows.
        tokens: The address of the database for the sign-in.
        states: The address of the database for Meltano.
    """
    project_copy.copy_to(folder)
    _place_plugins(folder / ".meltano")
    own = {
        **tap_settings,
        "token_store": tokens,
        "token_file": "",
        "concurrency": str(CONCURRENCY),
        "page_size": str(PAGE_SIZE),
        "_select": json.dumps(project_copy.selection(TABLES)),
    }
    path = f"{_MELTANO}{os.pathsep}{PROJECT / '.venvs' / 'fleet' / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return Project(
        folder,
        project_copy.plain_environment()
        | {f"TAP_SAGE200_{name.upper()}": value for name, value in own.items()}
        | {
            "MELTANO_DATABASE_URI": states,
            "NO_COLOR": "1",
            "NO_PROXY": "*",
            "PATH": path,
            "TARGET_POSTGRES_SQLALCHEMY_URL": warehouse.replace("postgresql:", "postgresql+psycopg:"),
        },
    )


def _place_plugins(place: Path) -> None:
    """Use the loader of the demo, and the tap of this environment, which has the extra `fleet`."""
    (place / "extractors" / "tap-sage200").mkdir(parents=True)
    (place / "extractors" / "tap-sage200" / "venv").symlink_to(PROJECT / ".venv")
    (place / "loaders").symlink_to(PROJECT / ".meltano" / "loaders")
