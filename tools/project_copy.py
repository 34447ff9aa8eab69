"""A copy of this project for Meltano, in a folder of its own: its files, its environment and its selection."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tools.demo.source import slow_columns

if TYPE_CHECKING:
    from collections.abc import Collection

_PROJECT = Path(__file__).parents[1]
_FILES = ("meltano.yml", "loader-logging.yaml")
_LEFT_OUT = ("AIRFLOW", "MELTANO_", "TAP_SAGE200_", "TARGET_")


def copy_to(folder: Path) -> None:
    """Copy the files that make a folder a Meltano project. The plugins are not among them."""
    for file in _FILES:
        shutil.copy(_PROJECT / file, folder)


def plain_environment() -> dict[str, str]:
    """Return the environment of this machine without its settings for Airflow, Meltano, the tap and the loaders."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_LEFT_OUT)}


def selection(tables: Collection[str]) -> list[str]:
    """Return the patterns that select tables, without the columns that are not selected by default."""
    slow = [f"!{table}.{column}" for table in tables for column in sorted(slow_columns(table))]
    return [*(f"{table}.*" for table in tables), *slow]
