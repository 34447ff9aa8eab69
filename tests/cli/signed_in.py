"""What tests of `sage200 login` know of a user and of what the command stores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

Config = dict[str, Any]


def stored(config: Config) -> dict[str, Any]:
    """The content of the token file."""
    grant: dict[str, Any] = json.loads(Path(config["token_file"]).read_text(encoding="utf-8"))
    return grant


def one_company(sage: Sandbox) -> None:
    """Show the user only the first company."""
    sage.directory.replace("sites", [sage.companies[0].site()])
