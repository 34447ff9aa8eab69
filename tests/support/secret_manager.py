"""A secret manager for tests: a command that stores its input in a file. A test can make it misbehave."""

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
    """The command, and the calls that it received."""

    folder: Path

    def __post_init__(self) -> None:
        """Write the command."""
        (self.folder / "secret_manager.py").write_text(SCRIPT, encoding="utf-8")

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the command line."""
        return (sys.executable, str(self.folder / "secret_manager.py"), str(self.folder))

    @property
    def kept(self) -> Path:
        """The file with the stored secret."""
        return self.folder / "kept"

    @property
    def seen(self) -> str:
        """The arguments and the environment of every call so far."""
        return (self.folder / "seen").read_text(encoding="utf-8")

    def instead_of(self, action: str, python: str) -> None:
        """Replace one of its actions."""
        (self.folder / action).write_text(python, encoding="utf-8")
