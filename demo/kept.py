"""What `make demo KEEP=1` leaves running, and how to end it."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from demo import postgres, sandbox
from demo.meltano import PROJECT

_NOTE = PROJECT / ".demo.json"


@dataclass(frozen=True, slots=True)
class Kept:
    """The folders and the process of one demo: enough to end it from another process."""

    folder: str
    postgres_folder: str
    sandbox_pid: int
    sandbox_started: float

    def write(self) -> None:
        """Note it down for `stop`."""
        _NOTE.write_text(json.dumps(asdict(self)), encoding="utf-8")


def stop() -> bool:
    """End the demo that was kept; tell whether there was one."""
    if not _NOTE.exists():
        return False
    kept = Kept(**json.loads(_NOTE.read_text(encoding="utf-8")))
    sandbox.stop(kept.sandbox_pid, kept.sandbox_started)
    postgres.stop(Path(kept.postgres_folder))
    shutil.rmtree(kept.folder, ignore_errors=True)
    _NOTE.unlink()
    return True
