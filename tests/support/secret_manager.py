"""A secret manager for tests: a command that keeps what it is given in a file, and can be told to misbehave."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

SCRIPT = """
import json, os, sys, time
from pathlib import Path
from filelock import FileLock

folder, action = Path(sys.argv[1]), sys.argv[-1]
kept, seen = folder / "kept", folder / "seen"
with seen.open("a") as file:
    file.write(json.dumps({"arguments": sys.argv[1:], "environment": dict(os.environ)}) + "\\n")
if (folder / action).exists():
    exec((folder / action).read_text())
elif action == "load":
    print(kept.read_text() if kept.exists() else "")
elif action == "save":
    kept.write_text(sys.stdin.read())
elif action == "lock":
    with FileLock(folder / "held"):
        print("locked", flush=True)
        sys.stdin.read()
"""


@dataclass
class SecretManager:
    """The command, and what can be seen of it."""

    folder: Path

    def __post_init__(self) -> None:
        """Write the command."""
        (self.folder / "secret_manager.py").write_text(SCRIPT, encoding="utf-8")

    @property
    def words(self) -> tuple[str, ...]:
        """The words to call it by."""
        return (sys.executable, str(self.folder / "secret_manager.py"), str(self.folder))

    @property
    def kept(self) -> Path:
        """The file of what it keeps."""
        return self.folder / "kept"

    @property
    def seen(self) -> str:
        """The arguments and the environment of every call so far."""
        return (self.folder / "seen").read_text(encoding="utf-8")

    def instead_of(self, action: str, python: str) -> None:
        """Let one of its actions do something else."""
        (self.folder / action).write_text(python, encoding="utf-8")
