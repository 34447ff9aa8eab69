"""Tables whose rows hang on the rows of another one: nested in them, or asked for by them.

The rows of a table are the root of a tree. A `Branch` takes rows out of its parent's row, a list or one object; an
`Asking` fetches rows for its parent's row, and hands them to the branches of which they are. Each branch writes the
records of its rows, then lets the branches below it take theirs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from string import Formatter
from typing import TYPE_CHECKING, TypeAlias

from msgspec import UNSET

from tap_sage200.pagination.base import SinglePagePaginator, SingleRequestPaginator
from tap_sage200.pagination.offset import OffsetPaginator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tap_sage200.pagination.base import Paginator
    from tap_sage200.pagination.page_size import PageSize
    from tap_sage200.records.decoder import RecordDecoder, Row
    from tap_sage200.sync.results import TableResult

MISSES = 3
"""After so many answers of 404, and nothing else, a resource by parent is not asked for any more."""
POSITION = "position"
Ask: TypeAlias = "Callable[[Asking, str], Iterable[Row]]"
"""Fetches all rows of a path."""


@dataclass(slots=True)
class Output:
    """Where the records of a nested table go."""

    outcome: TableResult
    write: Callable[[Sequence[Row]], None]

    def put(self, rows: Sequence[Row]) -> None:
        """Write the records of rows."""
        self.outcome.rows += len(rows)
        self.write(rows)


@dataclass(slots=True)
class Branch:
    """A table that is nested in its parent's rows."""

    expand: str | None
    """The property of the parent's row that holds the rows; None where they are what an `Asking` fetched."""
    links: Mapping[str, str]
    """Columns that tell whose row it is, each with the column of the parent's row that it repeats."""
    numbered: bool
    """Whether the place in the list is part of the key."""
    type: RecordDecoder
    output: Output | None
    """None where the table is only on the way to one below it."""
    below: Sequence[Branch | Asking] = ()

    def taken_from(self, parent: Row) -> list[Row]:
        """Take the rows out of a row of the parent, which then is as its own record has it."""
        rows: list[Row] = getattr(parent, self.expand or "")
        setattr(parent, self.expand or "", UNSET)
        return rows

    def put(self, rows: Sequence[Row], owners: Sequence[Row], ask: Ask) -> None:
        """Link rows with the rows that they are of, the nearest first, and write them and what is below them."""
        links = {own: _of(owners, theirs) for own, theirs in self.links.items()}
        for position, row in enumerate(rows, 1):
            for own, value in links.items():
                setattr(row, own, value)
            if self.numbered:
                setattr(row, POSITION, position)
        write = self.output.put if self.output else None
        if self.below:
            for row in rows:
                deliver(row, self.below, write, ask)
        elif write is not None:
            write(rows)


@dataclass(slots=True)
class Asking:
    """A resource that Sage gives for one parent at a time."""

    path: str
    """With the parent's column whose value stands in it, in braces."""
    key: tuple[str, ...]
    """What orders its rows; nothing where no field tells them apart."""
    type: RecordDecoder
    """What is read of its rows."""
    below: list[Branch] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    """The paths that were asked for already: several parents may share one."""
    absent: int = 0
    """For how many parents Sage answered 404."""
    found: bool = False
    """Whether Sage has given a row for any parent."""

    @property
    def expands(self) -> set[str]:
        """Name the expansions that bring what its branches take."""
        return {
            expand
            for branch in self.below
            for expand in ((branch.expand,) if branch.expand else expands_of(branch.below))
        }

    @property
    def gives_one_object(self) -> bool:
        """Whether it ends in the key of a row, so that Sage takes no paging options (documented)."""
        return self.path.endswith("}")

    def is_missing(self) -> bool:
        """Tell whether Sage seems not to have the resource at all, rather than nothing for some parents (inferred).

        An object may be absent for most parents, as an authorisation is for each invoice that does not wait for one. A
        list of no rows is an empty list.
        """
        return self.absent >= MISSES and not self.found and not self.gives_one_object

    def walk(self, size: PageSize) -> Paginator:
        """Choose how its rows are read."""
        if self.gives_one_object:
            return SingleRequestPaginator()
        if not self.key:
            return SinglePagePaginator()
        return OffsetPaginator(self.key, size)

    def path_for(self, owners: Sequence[Row]) -> str:
        """Write the path for a row of the parent."""
        names = (name for _, name, _, _ in Formatter().parse(self.path) if name)
        return self.path.format_map({name: _of(owners, name) for name in names})

    def fetch(self, owners: Sequence[Row], ask: Ask) -> None:
        """Fetch the rows for a row of the parent, and hand them on."""
        path = self.path_for(owners)
        if path in self.asked:
            return
        self.asked.add(path)
        rows = list(ask(self, path))
        for branch in self.below:
            if branch.expand is not None:
                for row in rows:
                    branch.put(branch.taken_from(row), (row, *owners), ask)
        for branch in self.below:
            if branch.expand is None:
                branch.put(rows, owners, ask)


def deliver(
    row: Row, branches: Sequence[Branch | Asking], write: Callable[[Sequence[Row]], None] | None, ask: Ask
) -> None:
    """Write the record of a row, if it is wanted, and then what hangs on it."""
    nested = [branch.taken_from(row) if isinstance(branch, Branch) else None for branch in branches]
    if write is not None:
        write((row,))
    for branch, rows in zip(branches, nested, strict=True):
        if isinstance(branch, Branch):
            branch.put(rows or (), (row,), ask)
        else:
            branch.fetch((row,), ask)


def report_absences(branches: Iterable[Branch | Asking]) -> None:
    """Report each resource by parent for which Sage had nothing but 404: this version may lack it."""
    for branch in branches:
        if isinstance(branch, Asking) and branch.absent and not branch.found:
            for output in filter(None, (one.output for one in branch.below)):
                output.outcome.remarks.append(
                    f"Sage answered 404 to each of {branch.absent} requests, one for each parent"
                )
        report_absences(branch.below)


def expands_of(branches: Iterable[Branch | Asking]) -> set[str]:
    """Name the expansions that bring the rows of branches."""
    return {branch.expand for branch in branches if isinstance(branch, Branch) and branch.expand is not None}


def types_of(branches: Iterable[Branch | Asking]) -> dict[str, RecordDecoder]:
    """Return the types of the rows that branches take, by the property that holds them."""
    return {one.expand: one.type for one in branches if isinstance(one, Branch) and one.expand is not None}


def _of(owners: Iterable[Row], name: str) -> object:
    """Return a column of the nearest owner that has it."""
    return next((getattr(owner, name) for owner in owners if hasattr(owner, name)), None)
