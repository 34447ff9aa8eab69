"""Tables whose rows hang on the rows of another one: nested in them, or requested for each of them.

The rows of a table are the root of a tree. `ExpandedRows` takes rows out of its parent's row, a list or one object;
`RequestedRows` fetches rows for its parent's row, and hands them to the nodes that they belong to. Each node writes the
records of its rows, then lets the nodes below it take theirs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from string import Formatter
from typing import TYPE_CHECKING, Protocol, TypeAlias

from msgspec import UNSET

from tap_sage200 import problems
from tap_sage200.pagination.base import SinglePagePaginator, SingleRequestPaginator
from tap_sage200.pagination.offset import OffsetPaginator
from tap_sage200.sync.table import POSITION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tap_sage200.pagination.base import Paginator
    from tap_sage200.pagination.page_size import PageSize
    from tap_sage200.records.decoder import RecordDecoder, Row
    from tap_sage200.sync.table_sync import TableSync

ABSENCES = 3
"""After so many answers of 404, and nothing else, a resource by parent is not requested any more."""
Write: TypeAlias = "Callable[[Sequence[Row]], None]"
"""Writes the records of rows."""


class RowFetcher(Protocol):
    """Fetches rows by parent."""

    def fetch(self, node: RequestedRows, path: str) -> Iterable[Row]:
        """Fetch all rows of a path."""


@dataclass(slots=True)
class ExpandedRows:
    """A table that is nested in its parent's rows."""

    expand: str | None
    """The property of the parent's row that holds the rows; None where they are what `RequestedRows` fetched."""
    links: Mapping[str, str]
    """Columns that tell whose row it is, each with the column of the parent's row that it repeats."""
    is_numbered: bool
    """Whether the place in the list is part of the key."""
    decoder: RecordDecoder
    sync: TableSync | None
    """None where the table is only on the way to one below it."""
    below: Sequence[ExpandedRows | RequestedRows] = ()

    def taken_from(self, parent: Row) -> list[Row]:
        """Take the rows out of a row of the parent, which then is as its own record has it."""
        rows: list[Row] = getattr(parent, self.expand or "")
        setattr(parent, self.expand or "", UNSET)
        return rows

    def put(self, rows: Sequence[Row], owners: Sequence[Row], fetcher: RowFetcher) -> None:
        """Link rows with the rows that they belong to, the nearest first, and write them and those below them."""
        links = {own: _column_of(owners, theirs) for own, theirs in self.links.items()}
        for position, row in enumerate(rows, 1):
            for own, value in links.items():
                setattr(row, own, value)
            if self.is_numbered:
                setattr(row, POSITION, position)
        write = self.sync.put if self.sync is not None else None
        if self.below:
            for row in rows:
                deliver(row, self.below, write, fetcher)
        elif write is not None:
            write(rows)


@dataclass(slots=True)
class RequestedRows:
    """A resource that Sage gives for one parent at a time."""

    path: str
    """With the parent's column whose value stands in it, in braces."""
    key: tuple[str, ...]
    """The fields that order its rows; none where no field tells them apart."""
    decoder: RecordDecoder
    below: list[ExpandedRows] = field(default_factory=list)
    requested: set[str] = field(default_factory=set)
    """The paths that were requested already: several parents may share one."""
    absent: int = 0
    """For how many parents Sage answered 404."""
    found: bool = False
    """Whether Sage has given a row for any parent."""

    @property
    def expands(self) -> set[str]:
        """Name the expansions that bring the rows of the nodes below."""
        return {expand for node in self.below for expand in ((node.expand,) if node.expand else expands_of(node.below))}

    @property
    def gives_one_object(self) -> bool:
        """Whether it ends in the key of a row; then Sage takes no paging options (documented)."""
        return self.path.endswith("}")

    def is_missing(self) -> bool:
        """Tell whether Sage seems not to have the resource at all, rather than nothing for some parents (inferred).

        An object may be absent for most parents, as an authorisation is for each invoice that does not wait for one. A
        list of no rows is an empty list.
        """
        return self.absent >= ABSENCES and not self.found and not self.gives_one_object

    def paginator(self, size: PageSize) -> Paginator:
        """Choose how its rows are read."""
        if self.gives_one_object:
            return SingleRequestPaginator()
        if not self.key:
            return SinglePagePaginator()
        return OffsetPaginator(self.key, size)

    def path_for(self, owners: Sequence[Row]) -> str:
        """Write the path for a row of the parent."""
        names = (name for _, name, _, _ in Formatter().parse(self.path) if name)
        return self.path.format_map({name: _column_of(owners, name) for name in names})

    def put(self, owners: Sequence[Row], fetcher: RowFetcher) -> None:
        """Fetch the rows for a row of the parent, and hand them on."""
        path = self.path_for(owners)
        if path in self.requested:
            return
        self.requested.add(path)
        rows = list(fetcher.fetch(self, path))
        for node in self.below:
            if node.expand is not None:
                for row in rows:
                    node.put(node.taken_from(row), (row, *owners), fetcher)
        for node in self.below:
            if node.expand is None:
                node.put(rows, owners, fetcher)


Node: TypeAlias = ExpandedRows | RequestedRows


def deliver(row: Row, nodes: Sequence[Node], write: Write | None, fetcher: RowFetcher) -> None:
    """Write the record of a row, if it is wanted, and then the rows that hang on it."""
    nested = [node.taken_from(row) if isinstance(node, ExpandedRows) else None for node in nodes]
    if write is not None:
        write((row,))
    for node, rows in zip(nodes, nested, strict=True):
        if isinstance(node, ExpandedRows):
            node.put(rows or (), (row,), fetcher)
        else:
            node.put((row,), fetcher)


def report_absences(nodes: Iterable[Node]) -> None:
    """Report each resource by parent for which Sage only answered 404: this version may lack it."""
    for node in nodes:
        if isinstance(node, RequestedRows) and node.absent and not node.found:
            for sync in filter(None, (one.sync for one in node.below)):
                sync.result.remarks.append(problems.rows.ABSENT_FOR_ALL_PARENTS.text(requests=node.absent))
        report_absences(node.below)


def expands_of(nodes: Iterable[Node]) -> set[str]:
    """Name the expansions that bring the rows of nodes."""
    return {node.expand for node in nodes if isinstance(node, ExpandedRows) and node.expand is not None}


def decoders_of(nodes: Iterable[Node]) -> dict[str, RecordDecoder]:
    """Return the decoders of the rows that nodes take, by the property that holds them."""
    return {one.expand: one.decoder for one in nodes if isinstance(one, ExpandedRows) and one.expand is not None}


def _column_of(owners: Iterable[Row], name: str) -> object:
    """Return a column of the nearest owner that has it."""
    return next((getattr(owner, name) for owner in owners if hasattr(owner, name)), None)
