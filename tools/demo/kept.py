"""What `make demo KEEP=1` leaves running, and how to end it."""

from __future__ import annotations

import json
import shutil
from dataclasses import astuple
from typing import TYPE_CHECKING

from tools.demo.meltano import PROJECT
from tools.demo.processes import Process

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_NOTE = PROJECT / ".demo.json"


def keep(processes: Sequence[Process], folders: Sequence[Path]) -> None:
    """Note down what to end and what to remove."""
    note = {"processes": [astuple(process) for process in processes], "folders": [str(folder) for folder in folders]}
    _NOTE.write_text(json.dumps(note), encoding="utf-8")


def stop() -> bool:
    """End what was kept; tell whether there was anything."""
    if not _NOTE.exists():
        return False
    note = json.loads(_NOTE.read_text(encoding="utf-8"))
    for process in note["processes"]:
        Process(*process).stop()
    for folder in note["folders"]:
        shutil.rmtree(folder, ignore_errors=True)
    _NOTE.unlink()
    return True
