"""The tables that a command can name."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from tap_sage200.custom.known_streams import KnownStreams
from tap_sage200.singer.resource_stream import ResourceStream

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tap_sage200.singer.base_stream import BaseStream

_KEY = re.compile(r"\{\w+\}|(?<=/)\d+(?=/|$)")
"""A key in a path: a number, or a column in braces."""
MOST_SIMILAR = 3
"""How many names a message suggests."""


def known_tables(config: Mapping[str, Any]) -> Sequence[type[BaseStream]]:
    """Return the classes of all tables, sorted by name: the tap's own, and those that the settings declare.

    Args:
        config: The settings. All but views and custom tables may be wrong or missing.

    Raises:
        ConfigurationError: A view or a custom table cannot be used.
    """
    return KnownStreams(config, ()).types


def table_with_path(path: str, tables: Iterable[type[BaseStream]]) -> str | None:
    """Return the table of a path. None if there is none.

    Args:
        path: The path. Its numbers are the keys of rows.
        tables: The classes of all tables.
    """
    for table in tables:
        own = table.path or (f"/{table.declared_name()}" if issubclass(table, ResourceStream) else None)
        if own is not None and _KEY.sub("{}", own) == _KEY.sub("{}", path):
            return table.declared_name()
    return None


def nearest(name: str, names: Iterable[str]) -> str:
    """Return the name that is most like a misspelled one, of a few names to choose from."""
    return ", ".join(get_close_matches(name, list(names), n=1, cutoff=0))


def similar(name: str, names: Iterable[str]) -> str:
    """Return the names that a misspelled one may stand for, of many names: `none` if it is like none of them."""
    return ", ".join(get_close_matches(name, list(names), n=MOST_SIMILAR)) or "none"
