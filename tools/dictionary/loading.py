"""How a run loads a table, in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tap_sage200.singer.base_stream import BaseStream


class Manner(Enum):
    """The ways of loading, in the words of the first page."""

    STAMPS = "Incremental, by stamps of the row"
    KEY = "Incremental, by the key: rows are only ever added (inferred)"
    WITH_PARENT = "Incremental with the table that it comes with, by a column that repeats what that one is loaded by"
    WHOLE = "Whole at each run"
    WHOLE_WITH_PARENT = "Whole at each run, with the table that it comes with"
    ASKED_FOR = "Whole at each run, by a request for each row of another table"


@dataclass(frozen=True, slots=True)
class Loading:
    """How a run loads a table.

    Attributes:
        manner: The way of it.
        by: The columns that tell what changed; none where every run loads all.
        sentence: All of it, as a table's notes have it.
    """

    manner: Manner
    by: tuple[str, ...]
    sentence: str

    @property
    def short(self) -> str:
        """The columns alone, or one or two words."""
        return names(self.by) or ("asked for" if self.manner is Manner.ASKED_FOR else "whole")


def names(columns: Iterable[str]) -> str:
    """Write the names of columns."""
    return ", ".join(f"`{column}`" for column in columns)


def loading_of(stream: type[BaseStream]) -> Loading:
    """Say how a run loads a table.

    Raises:
        TypeError: It is neither a resource of its own nor nested in another table.
    """
    if issubclass(stream, NestedStream):
        return _nested(stream)
    if issubclass(stream, ResourceStream):
        return _resource(stream)
    name, module = stream.__name__, "tools/dictionary/loading.py"
    message = f"{name} is neither a resource nor nested in one. Say in {module} how it is loaded."
    raise TypeError(message)


def _resource(stream: type[ResourceStream]) -> Loading:
    if stream.timestamps:
        by = (*stream.timestamps, *((stream.created,) if stream.created else ()))
        return Loading(Manner.STAMPS, by, f"incremental by {names(by)}")
    if stream.append_only:
        why = "Sage gives no stamp, but rows are only ever added (inferred)"
        return Loading(Manner.KEY, stream.key, f"incremental by {names(stream.key)}: {why}")
    whole = "whole at each run, because Sage gives no stamp"
    return Loading(Manner.WHOLE, (), f"one row for each company, {whole}" if stream.singleton else whole)


def _nested(stream: type[NestedStream]) -> Loading:
    if stream.path:
        return Loading(Manner.ASKED_FOR, (), "whole at each run")
    by = stream.declared_replication_key()
    if not by:
        return Loading(Manner.WHOLE_WITH_PARENT, (), "whole at each run, as what it comes with")
    repeated = f"which repeats the `{stream.declared_links()[by]}` there"
    return Loading(Manner.WITH_PARENT, (by,), f"incremental with what it comes with, by `{by}`, {repeated}")
