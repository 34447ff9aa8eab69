"""What `sage200 tables` tells about a table."""

from __future__ import annotations

import inspect
import re
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from tap_sage200 import problems
from tap_sage200.cli.known_tables import similar
from tap_sage200.errors import ConfigurationError
from tap_sage200.singer.base_stream import BaseStream
from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams import ledger_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

_SENTENCE_END = re.compile(r"(?<=\.)\s+(?=[A-Z`])")


@dataclass(frozen=True, slots=True)
class ListedTable:
    """A table in the list."""

    name: str
    ledger: str
    row: str
    """What a row is, in one sentence."""
    loading: str
    """`incremental`, `append-only` or `full refresh`."""
    by: str | None
    """The column that shows which rows are new or changed. None for a full refresh."""
    parent: str | None
    """The table that it is read with. None for a resource of its own."""
    requests_per_row: bool
    """Whether each row of the parent takes a request."""
    by_default: bool
    """Whether a run reads it by default."""

    @classmethod
    def of(cls, stream: type[BaseStream]) -> Self:
        """Describe a table."""
        by, parent = stream.declared_replication_key(), stream.parent_stream_type
        append_only = issubclass(stream, ResourceStream) and stream.append_only
        return cls(
            name=stream.declared_name(),
            ledger=ledger_of(stream),
            row=_SENTENCE_END.split(" ".join(inspect.cleandoc(stream.__doc__ or "").split()))[0],
            loading="full refresh" if by is None else "append-only" if append_only else "incremental",
            by=by,
            parent=parent.declared_name() if parent and issubclass(parent, BaseStream) else None,
            requests_per_row=issubclass(stream, NestedStream) and stream.path is not None,
            by_default=stream.selected_by_default,
        )

    @property
    def loaded(self) -> str:
        """How it is loaded, in words."""
        how = self.loading if self.by is None else f"{self.loading} by {self.by}"
        if self.parent is None:
            return how
        return f"{how}, with {'a request for each row of ' if self.requests_per_row else ''}{self.parent}"

    @property
    def default(self) -> str:
        """Whether a run reads it by default, in words."""
        return "by default" if self.by_default else "not by default"

    def as_json(self) -> dict[str, Any]:
        """Return the table for the JSON document."""
        return asdict(self)


def matching(pattern: str | None, streams: Sequence[type[BaseStream]]) -> list[ListedTable]:
    """Describe the tables that a pattern matches.

    Args:
        pattern: A name, or a pattern as in the setting `tables`. None for all tables.
        streams: The classes of all tables.

    Raises:
        ConfigurationError: No table matches.
    """
    names = [stream.declared_name() for stream in streams]
    chosen = [stream for stream in streams if pattern is None or fnmatchcase(stream.declared_name(), pattern)]
    if pattern is not None and not chosen:
        raise ConfigurationError(problems.commands.NO_TABLE_MATCHES, pattern=pattern, similar=similar(pattern, names))
    return [ListedTable.of(stream) for stream in chosen]
