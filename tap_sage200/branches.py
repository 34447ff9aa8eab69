"""Tables whose rows hang on the rows of another one: nested in them, or asked for by them.

The rows of a table are the root of a tree. A `Branch` takes rows out of its parent's row, a list or one object; an
`Asking` fetches rows for its parent's row, and hands them to the branches of which they are. Each branch writes the
records of its rows, then lets the branches below it take theirs. A row that branches see has, beside what Sage sent,
the columns that link it with its parent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from tap_sage200.errors import StreamError
from tap_sage200.paging import OnePageWalk, OverlapWalk, WholeWalk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tap_sage200.outcomes import Outcome
    from tap_sage200.paging import Walk
    from tap_sage200.records import RecordMaker, Row
    from tap_sage200.unknown_fields import UnknownFields

MISSES = 3
"""After so many answers of 404, and nothing else, a resource by parent is not asked for any more."""
POSITION = "position"
Ask: TypeAlias = "Callable[[Asking, str], Iterable[Row]]"
"""Fetches all rows of a path."""


@dataclass(slots=True)
class Output:
    """Where the records of a nested table go."""

    maker: RecordMaker
    outcome: Outcome
    unknown: UnknownFields
    write: Callable[[Row], None]

    def put(self, row: Row) -> None:
        """Write the record of a row.

        Raises:
            StreamError: The row cannot be read.
        """
        self.unknown.report(self.maker.unknown(row), self.outcome.where)
        try:
            record = self.maker.record(row)
        except ValueError as error:
            msg = f"Sage sent a row that cannot be read: {error}"
            raise StreamError(msg) from error
        self.outcome.rows += 1
        self.write(record)


@dataclass(slots=True)
class Branch:
    """A table that is nested in its parent's rows."""

    expand: str | None
    """The property of the parent's row that holds the rows; None where they are what an `Asking` fetched."""
    links: Mapping[str, str]
    """Columns that tell whose row it is, each with the column of the parent's row that it repeats."""
    numbered: bool
    """Whether the place in the list is part of the key."""
    output: Output | None
    """None where the table is only on the way to one below it."""
    below: Sequence[Branch | Asking] = ()

    @property
    def expands(self) -> set[str]:
        """Name the expansions that bring what hangs on its rows."""
        return expands_of(self.below)

    def take(self, parent: Row, ask: Ask) -> None:
        """Take the rows out of a row of the parent, and let the branches below take theirs."""
        self.put(_rows(parent.get(self.expand or "")), parent, ask)

    def put(self, rows: Sequence[Row], parent: Row, ask: Ask) -> None:
        """Link rows with their parent, write them, and let the branches below take theirs."""
        links = {own: parent.get(theirs) for own, theirs in self.links.items()}
        for position, row in enumerate(rows, 1):
            linked = row | links | ({POSITION: position} if self.numbered else {})
            if self.output is not None:
                self.output.put(linked)
            for branch in self.below:
                branch.take(linked, ask)


@dataclass(slots=True)
class Asking:
    """A resource that Sage gives for one parent at a time."""

    path: str
    """With the parent's column whose value stands in it, in braces."""
    key: tuple[str, ...]
    """What orders its rows; nothing where no field tells them apart."""
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
        return {expand for branch in self.below for expand in ((branch.expand,) if branch.expand else branch.expands)}

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

    def walk(self, page_size: int) -> Walk:
        """Choose how its rows are read."""
        if self.gives_one_object:
            return WholeWalk()
        if not self.key:
            return OnePageWalk()
        return OverlapWalk(self.key, top=page_size)

    def take(self, parent: Row, ask: Ask) -> None:
        """Fetch the rows for a row of the parent, and hand them on."""
        path = self.path.format_map(parent)
        if path in self.asked:
            return
        self.asked.add(path)
        rows = list(ask(self, path))
        for branch in self.below:
            if branch.expand is None:
                branch.put(rows, parent, ask)
            else:
                for row in rows:
                    branch.take(parent | row, ask)


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


def _rows(value: Any) -> list[Row]:  # noqa: ANN401 - whatever Sage put there
    if isinstance(value, dict):
        return [value]
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
