"""What people look for, and the tables that have it: `finder.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FINDER: Mapping[str, Sequence[str]] = tomllib.loads(Path(__file__).with_name("finder.toml").read_text(encoding="utf-8"))
"""The names of the tables, by what people look for."""
