"""Compare source and warehouse, row by row and value by value."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from tools.demo.rows import Key, Row


def differences(source: Mapping[Key, Row], loaded: Mapping[Key, Row], deleted: Collection[Key]) -> Iterator[str]:
    """Describe each difference between warehouse and source.

    Args:
        source: The rows of the source by key.
        loaded: The rows of the warehouse by key.
        deleted: Keys of rows that were deleted in the source after they were loaded. They stay in the warehouse,
            because Sage does not report deletes.
    """
    for key in source.keys() - loaded.keys():
        yield f"{key} is not in the warehouse"
    for key in loaded.keys() - source.keys() - set(deleted):
        yield f"{key} is in the warehouse, but not in the source"
    for key in source.keys() & loaded.keys():
        yield from (f"{key} {difference}" for difference in _between(source[key], loaded[key]))


def _between(source: Row, loaded: Row) -> Iterator[str]:
    for field in source.keys() ^ loaded.keys():
        yield f"{field} is only in the {'source' if field in source else 'warehouse'}"
    for field in source.keys() & loaded.keys():
        if not _same(source[field], loaded[field]):
            yield f"{field} is {source[field]!r} in the source, {loaded[field]!r} in the warehouse"


def _same(source: object, loaded: object) -> bool:
    if isinstance(loaded, datetime):
        return isinstance(source, str) and datetime.fromisoformat(source) == _in_utc(loaded)
    return isinstance(source, bool) == isinstance(loaded, bool) and bool(source == loaded)


def _in_utc(loaded: datetime) -> datetime:
    """Read a timestamp without time zone as UTC: the loader stores Sage's UTC timestamps this way."""
    return loaded.replace(tzinfo=loaded.tzinfo or UTC)
