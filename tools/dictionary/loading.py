"""How a run loads a table, in the words of the dictionary."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tap_sage200.singer.base_stream import BaseStream


class LoadingMethod(Enum):
    """The loading methods, each with the term of data engineers."""

    CHANGES = ("changes", "incremental, by timestamps of the row")
    CHANGES_WITH_PARENT = ("changes, with parent", "incremental, by a timestamp or key of the parent row")
    NEW_ROWS = ("new rows", "incremental, by the primary key")
    ALL = ("all rows", "full refresh")
    ALL_DAILY = ("all rows, once a day", "full refresh, not in each run")
    ALL_WITH_PARENT = ("all rows, with parent", "full refresh, with the parent table")
    REQUESTS = ("all rows, slow", "full refresh, with one request per row of the parent table")

    def __init__(self, label: str, term: str) -> None:
        """Take the words of the method.

        Args:
            label: What each run loads, in a few words.
            term: The same in the terms of data engineers.
        """
        self.label = label
        self.term = term


@dataclass(frozen=True, slots=True)
class Loading:
    """How a run loads a table.

    Attributes:
        method: The loading method.
        sentence: The full text for the table's section.
    """

    method: LoadingMethod
    sentence: str


def names(columns: Iterable[str]) -> str:
    """Write column names as code, separated by commas."""
    return ", ".join(f"`{column}`" for column in columns)


def loading_of(stream: type[BaseStream]) -> Loading:
    """Describe how a run loads a table.

    Raises:
        TypeError: The class is neither a resource nor a nested table.
    """
    if issubclass(stream, NestedStream):
        return _nested(stream)
    if issubclass(stream, ResourceStream):
        return _resource(stream)
    name, module = stream.__name__, "tools/dictionary/loading.py"
    message = f"{name} is neither a resource nor a nested table. Describe in {module} how it is loaded."
    raise TypeError(message)


def _resource(stream: type[ResourceStream]) -> Loading:
    if stream.timestamps:
        by = names((*stream.timestamps, *((stream.created,) if stream.created else ())))
        changed = "each run loads the rows that were added or changed since the run before"
        return Loading(LoadingMethod.CHANGES, f"{changed} (incremental, by {by})")
    if stream.append_only:
        added = "each run loads the rows that were added since the run before"
        return Loading(
            LoadingMethod.NEW_ROWS,
            f"{added} (incremental, by {names(stream.key)}). Sage gives no timestamp of changes, but only adds rows "
            "(inferred)",
        )
    if stream.every:
        whole = f"a run loads the whole table if it was not loaded for {stream.every} (full refresh)"
        return Loading(LoadingMethod.ALL_DAILY, f"{whole}. The setting `tables` changes how often")
    rows = "the only row" if stream.singleton else "the whole table"
    why = "Sage gives no timestamp of changes"
    return Loading(LoadingMethod.ALL, f"each run loads {rows} (full refresh), because {why}")


def _nested(stream: type[NestedStream]) -> Loading:
    if stream.path:
        return Loading(LoadingMethod.REQUESTS, "each run loads the whole table (full refresh)")
    by = stream.declared_replication_key()
    if not by:
        whole = "each run loads the whole table, together with the table above it (full refresh)"
        return Loading(LoadingMethod.ALL_WITH_PARENT, whole)
    repeated = f"which repeats `{stream.declared_links()[by]}` of the row above it"
    changed = "each run loads the rows again whose row above them was added or changed"
    return Loading(LoadingMethod.CHANGES_WITH_PARENT, f"{changed} (incremental, by `{by}`, {repeated})")
