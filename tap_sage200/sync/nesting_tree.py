"""Makes the tree of what hangs on a table's rows, as far as it leads to tables that are read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tap_sage200.records.decoder import Columns, RecordDecoder
from tap_sage200.singer.nested_stream import nested_in
from tap_sage200.sync.nesting import Asking, types_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_sage200.singer.base_stream import BaseStream
    from tap_sage200.singer.nested_stream import NestedStream
    from tap_sage200.sync.nesting import Branch
    from tap_sage200.sync.reader import Part


@dataclass(frozen=True, slots=True)
class Tree:
    """The tree below the rows of one company."""

    parts: Mapping[BaseStream, Part]
    """The tables that are read, by their streams."""
    context: Mapping[str, Any] | None
    """The company."""

    def below(self, parent: BaseStream) -> list[Branch | Asking]:
        """Make the branches of a table's rows."""
        branches: list[Branch | Asking] = []
        by_path: defaultdict[str, list[_Found]] = defaultdict(list)
        for stream in nested_in(parent):
            found = _Found(stream, self.parts.get(stream), self.below(stream))
            if found.part is None and not found.below:
                continue
            if stream.path is None:
                branches.append(self._branch(found))
            else:
                by_path[stream.path].append(found)
        return [*branches, *(self._asking(path, found) for path, found in by_path.items())]

    def _branch(self, found: _Found, beside: Mapping[str, RecordDecoder] | None = None) -> Branch:
        return found.stream.branch(self.context, found.part, found.below, beside or {})

    def _asking(self, path: str, found: Sequence[_Found]) -> Asking:
        """Make what asks for the rows of a path once for all that take theirs from it."""
        within = [self._branch(one) for one in found if one.stream.expand is not None]
        rows = [self._branch(one, types_of(within)) for one in found if one.stream.expand is None]
        key = found[0].stream.asked_key
        columns = Columns(wanted={part: {"type": ["integer", "null"]} for part in key}, key=key)
        of = rows[0].type if rows else RecordDecoder(columns, types_of(within), None)
        return Asking(path, key, of, [*within, *rows])


@dataclass(frozen=True, slots=True)
class _Found:
    """A nested table that is read, or on the way to one that is."""

    stream: NestedStream
    part: Part | None
    below: Sequence[Branch | Asking]
