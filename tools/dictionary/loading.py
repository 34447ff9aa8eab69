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
    """The loading methods, in the words of the first page."""

    TIMESTAMPS = "Incremental, by timestamps of the row"
    KEY = "Incremental, by primary key: Sage only adds rows (inferred)"
    WITH_PARENT = "Incremental with the parent table, by a column that repeats the value by which the parent loads"
    FULL_REFRESH = "Full refresh in each run"
    FULL_REFRESH_WITH_PARENT = "Full refresh in each run, with the parent table"
    REQUESTS = "Full refresh in each run, with one request per row of the parent table"


@dataclass(frozen=True, slots=True)
class Loading:
    """How a run loads a table.

    Attributes:
        method: The loading method.
        by: The columns that show changes; none for a full refresh.
        sentence: The full text for the table's section.
    """

    method: LoadingMethod
    by: tuple[str, ...]
    sentence: str

    @property
    def short(self) -> str:
        """The columns in `by`, or the kind of full refresh."""
        return names(self.by) or ("requests" if self.method is LoadingMethod.REQUESTS else "full refresh")


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
        by = (*stream.timestamps, *((stream.created,) if stream.created else ()))
        return Loading(LoadingMethod.TIMESTAMPS, by, f"incremental by {names(by)}")
    if stream.append_only:
        why = "Sage gives no timestamp of changes, but only adds rows (inferred)"
        return Loading(LoadingMethod.KEY, stream.key, f"incremental by {names(stream.key)}; {why}")
    full_refresh = "full refresh in each run; Sage gives no timestamp of changes"
    sentence = f"one row per company, {full_refresh}" if stream.singleton else full_refresh
    return Loading(LoadingMethod.FULL_REFRESH, (), sentence)


def _nested(stream: type[NestedStream]) -> Loading:
    if stream.path:
        return Loading(LoadingMethod.REQUESTS, (), "full refresh in each run")
    by = stream.declared_replication_key()
    if not by:
        return Loading(LoadingMethod.FULL_REFRESH_WITH_PARENT, (), "full refresh in each run, with the parent table")
    repeated = f"which repeats the parent's `{stream.declared_links()[by]}`"
    return Loading(LoadingMethod.WITH_PARENT, (by,), f"incremental with the parent table, by `{by}`, {repeated}")
