"""The servers that `make demo KEEP=1` leaves running."""

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

_FILE = PROJECT / ".demo.json"


def remember(processes: Sequence[Process], folders: Sequence[Path]) -> None:
    """Save the processes to stop and the folders to remove."""
    remembered = {
        "processes": [astuple(process) for process in processes],
        "folders": [str(folder) for folder in folders],
    }
    _FILE.write_text(json.dumps(remembered), encoding="utf-8")


def stop() -> bool:
    """Stop the servers, remove their folders, and return whether there were any."""
    if not _FILE.exists():
        return False
    remembered = json.loads(_FILE.read_text(encoding="utf-8"))
    for process in remembered["processes"]:
        Process(*process).stop()
    for folder in remembered["folders"]:
        shutil.rmtree(folder, ignore_errors=True)
    _FILE.unlink()
    return True
