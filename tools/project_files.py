"""The files that make a folder a Meltano project with the settings of this one."""

from __future__ import annotations

import shutil
from pathlib import Path

_PROJECT = Path(__file__).parents[1]
_FILES = ("meltano.yml", "loader-logging.yaml")


def copy_to(folder: Path) -> None:
    """Copy them. The plugins are not among them."""
    for file in _FILES:
        shutil.copy(_PROJECT / file, folder)
