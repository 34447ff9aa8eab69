"""The tables that a command can name."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from tap_sage200.streams import stream_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tap_sage200.singer.base_stream import BaseStream

NEAREST = 3
"""How many names a message suggests."""


def known_tables() -> Sequence[type[BaseStream]]:
    """Return the classes of all tables, sorted by name."""
    return stream_types()


def nearest(name: str, names: Iterable[str], most: int = NEAREST) -> str:
    """Return the names that are most like a misspelled one."""
    return ", ".join(get_close_matches(name, list(names), n=most, cutoff=0))
