"""Tables that depend on the rows of another table: nested in them, or requested for each of them.

The rows of a table are the root of a tree. `ExpandedRows` takes rows out of the parent's row: a list or one object.
`RequestedRows` requests rows for the parent's row, and hands them to the nodes that they belong to. Each node writes
the records of its rows, and then lets the nodes below it take theirs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from string import Formatter
from typing import TYPE_CHECKING, Protocol, TypeAlias

from msgspec import UNSET

from tap_sage200 import problems
from tap_sage200.errors import AbsentError, NotExpandedError
from tap_sage200.pagination.base import SinglePagePaginator, SingleRequestPaginator
from tap_sage200.pagination.offset import OffsetPaginator
from tap_sage200.sync.table import POSITION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tap_sage200.pagination.base import Paginator
    from tap_sage200.pagination.page_size import PageSize
    from tap_sage200.records.decoder import RecordDecoder, Row
    from tap_sage200.sync.table_sync import TableSync

ABSENCES = 3
"""After so many responses of 404 in a row, a list by parent is not requested any more."""


class RowFetcher(Protocol):
    """Fetches rows by parent."""

    def fetch(self, node: RequestedRows, path: str) -> Iterable[Row]:
        """Fetch all rows of a path."""


@dataclass(slots=True)
class ExpandedRows:
    """A table whose rows are nested in the parent's rows."""

    expand: str | None
    """The property of the parent's row that holds the rows; None where `RequestedRows` fetched the rows themselves."""
    links: Mapping[str, str]
    """The columns that link a row with its parent, each with the column of the parent that it repeats."""
    is_numbered: bool
    """Whether the position in the list is part of the key."""
    is_list: bool
    """Whether Sage sends a list, empty or not. One object may be absent."""
    decoder: RecordDecoder
    sync: TableSync | None
    """None where the table itself is not read, but a table below it is."""
    below: Sequence[ExpandedRows | RequestedRows] = ()
    has_failed: bool = False
    """Whether Sage did not send the property."""

    def taken_from(self, parent: Row) -> list[Row]:
        """Take the rows out of a row of the parent. Without them, the row is what the parent's record holds."""
        rows: list[Row] = getattr(parent, self.expand or "")
        setattr(parent, self.expand or "", UNSET)
        return rows

    def put(self, rows: Sequence[Row], owners: Sequence[Row], fetcher: RowFetcher) -> None:
        """Link rows with their owners, write their records, and continue with the nodes below.

        Args:
            rows: The rows.
            owners: The rows that they belong to, the nearest first.
            fetcher: Fetches rows by parent.
        """
        links = {own: _column_of(owners, theirs) for own, theirs in self.links.items()}
        for position, row in enumerate(rows, 1):
            for own, value in links.items():
                setattr(row, own, value)
            if self.is_numbered:
                setattr(row, POSITION, position)
        if self.below:
            for row in rows:
                deliver(row, self.below, self.sync, fetcher)
        elif self.sync is not None:
            self.sync.write(rows)


@dataclass(slots=True)
class RequestedRows:
    """A resource that Sage returns for one parent at a time."""

    path: str
    """The path, with a column of the parent in braces."""
    key: tuple[str, ...]
    """The fields that order the rows; empty where no field tells rows apart."""
    decoder: RecordDecoder
    below: list[ExpandedRows] = field(default_factory=list)
    most: int | None = None
    """The most parents to request rows for, and the most rows to take for each of them; None for all."""
    requested: set[str] = field(default_factory=set)
    """The paths that were already requested: several parents may share one path."""
    absent: int = 0
    """For how many parents Sage responded with 404."""
    absent_in_a_row: int = 0
    """For how many parents in a row, the last ones."""
    has_answered: bool = False
    """Whether Sage responded with rows, or with none, for any parent."""
    has_failed: bool = False
    """Whether a request failed, and the rows of the other parents are missing."""

    @property
    def expands(self) -> set[str]:
        """The expansions that include the rows of the nodes below."""
        return {expand for node in self.below for expand in ((node.expand,) if node.expand else expands_of(node.below))}

    @property
    def gives_one_object(self) -> bool:
        """Whether the path ends in the key of a row. Sage then takes no paging options (documented)."""
        return self.path.endswith("}")

    def is_missing(self) -> bool:
        """Tell whether Sage seems to lack the resource, and not only the rows of some parents (inferred).

        An object may be absent for most parents: only an invoice that waits for an authorisation has one. A list
        without rows is returned as an empty list. It is absent only where a parent was deleted meanwhile.
        """
        return not self.gives_one_object and self.absent_in_a_row >= min(ABSENCES, self.most or ABSENCES)

    def note_answer(self) -> None:
        """Note that Sage responded with the rows of a parent."""
        self.has_answered = True
        self.absent_in_a_row = 0

    def note_absence(self) -> None:
        """Note that Sage responded with 404 for a parent."""
        self.absent += 1
        self.absent_in_a_row += 1

    def paginator(self, size: PageSize) -> Paginator:
        """Choose the paginator for the rows."""
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
        """Fetch the rows for a row of the parent, and hand them to the nodes below."""
        path = self.path_for(owners)
        if path in self.requested or len(self.requested) == self.most:
            return
        self.requested.add(path)
        rows = list(islice(fetcher.fetch(self, path), self.most))
        for node in self.below:
            if node.expand is not None:
                for row in rows:
                    node.put(node.taken_from(row), (row, *owners), fetcher)
        for node in self.below:
            if node.expand is None:
                node.put(rows, owners, fetcher)


Node: TypeAlias = ExpandedRows | RequestedRows


def deliver(row: Row, nodes: Sequence[Node], sync: TableSync | None, fetcher: RowFetcher) -> None:
    """Write the record of a row, and then the rows that belong to it.

    Args:
        row: The row.
        nodes: The tables that belong to its table.
        sync: Its table; None where its own record is not wanted.
        fetcher: Fetches rows by parent.
    """
    nested = [node.taken_from(row) if isinstance(node, ExpandedRows) else None for node in nodes]
    if sync is not None:
        sync.write((row,))
    for node, rows in zip(nodes, nested, strict=True):
        if isinstance(node, ExpandedRows):
            node.put(rows or (), (row,), fetcher)
        else:
            node.put((row,), fetcher)


def report_absences(nodes: Iterable[Node]) -> None:
    """Report each resource by parent for which Sage only responded with 404.

    Raises:
        AbsentError: The resource is a list, so Sage seems not to have it.
    """
    for node in nodes:
        if isinstance(node, RequestedRows) and node.absent and not node.has_answered:
            if not node.gives_one_object:
                node.has_failed = True
                raise AbsentError(problems.rows.ABSENT_FOR_ALL_PARENTS, requests=node.absent)
            for sync in syncs_of(node.below):
                sync.result.remarks.append(problems.rows.ABSENT_FOR_ALL_PARENTS.text(requests=node.absent))
        report_absences(node.below)


def check_expansions(nodes: Iterable[Node], decoder: RecordDecoder) -> None:
    """Check that Sage has sent the lists that were to be expanded. It sends an empty list as such (seen).

    Args:
        nodes: The tables that belong to rows.
        decoder: The decoder of these rows.

    Raises:
        NotExpandedError: A chunk of rows had none of the lists.
    """
    for node in nodes:
        if isinstance(node, ExpandedRows) and node.is_list and node.expand in decoder.lacked:
            node.has_failed = True
            raise NotExpandedError(problems.rows.NOT_EXPANDED, expand=node.expand)
        check_expansions(node.below, node.decoder)


def syncs_of(nodes: Iterable[Node]) -> Iterator[TableSync]:
    """Find the tables that nodes read, at any depth."""
    for node in nodes:
        if isinstance(node, ExpandedRows) and node.sync is not None:
            yield node.sync
        yield from syncs_of(node.below)


def failed_syncs(nodes: Iterable[Node]) -> Iterator[TableSync]:
    """Find the tables that cannot be read because a request by parent, or an expansion, has failed."""
    for node in nodes:
        yield from syncs_of([node]) if node.has_failed else failed_syncs(node.below)


def expands_of(nodes: Iterable[Node]) -> set[str]:
    """Return the expansions that include the rows of nodes."""
    return {node.expand for node in nodes if isinstance(node, ExpandedRows) and node.expand is not None}


def decoders_of(nodes: Iterable[Node]) -> dict[str, RecordDecoder]:
    """Return the decoders of the rows of nodes, by the property that holds the rows."""
    return {one.expand: one.decoder for one in nodes if isinstance(one, ExpandedRows) and one.expand is not None}


def _column_of(owners: Iterable[Row], name: str) -> object:
    """Return a column of the nearest owner that has the column."""
    return next((getattr(owner, name) for owner in owners if hasattr(owner, name)), None)
