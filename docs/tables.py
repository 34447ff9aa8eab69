"""What the classes of the tables say, in the words of the dictionary."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import cleandoc
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from tap_sage200.client import COMPANY_KEY
from tap_sage200.sandbox.facts import resource_called
from tap_sage200.streams import STREAM_TYPES
from tap_sage200.streams.columns import FIXED_LIST, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tap_sage200.client import Sage200Stream

FIXED_LIST_COLUMNS: Mapping[str, dict[str, Any]] = table(*FIXED_LIST)["properties"]
_NAME = attrgetter("name")


@dataclass(frozen=True, slots=True)
class Table:
    """A table as the dictionary shows it.

    Attributes:
        name: Sage's name.
        module: The module of its class, within `tap_sage200.streams`.
        about: What a row is, then what else is to be known.
        key: Its key within the company.
        columns: Its columns, as a JSON Schema has them.
        notes: Its key, how it is loaded, whether it is selected by default, as the items of a list.
        professional: Whether Professional alone has it (documented).
        by_default: Whether it is selected by default.
    """

    name: str
    module: str
    about: str
    key: tuple[str, ...]
    columns: Mapping[str, dict[str, Any]]
    notes: tuple[str, ...]
    professional: bool
    by_default: bool

    @property
    def summary(self) -> str:
        """What a row is, in one line."""
        return self.about.partition("\n")[0]

    @property
    def is_fixed_list(self) -> bool:
        """Whether it is one of Sage's lists of named values, which are all alike."""
        return self.columns == FIXED_LIST_COLUMNS


def _table(stream: type[Sage200Stream]) -> Table:
    name = _NAME(stream)
    return Table(
        name=name,
        module=stream.__module__.rpartition(".")[2],
        about=cleandoc(stream.__doc__ or ""),
        key=stream.key,
        columns=vars(stream)["schema"]["properties"],
        notes=(
            f"- **Key:** {_names((*COMPANY_KEY, *stream.key))}",
            f"- **Loaded:** {_loaded(stream)}",
            f"- **Selected by default:** {'yes' if stream.selected_by_default else 'no'}",
        ),
        professional=resource_called(name).edition == "professional",
        by_default=stream.selected_by_default,
    )


def _loaded(stream: type[Sage200Stream]) -> str:
    if stream.stamps:
        created = (stream.created,) if stream.created else ()
        return f"incremental by {_names((*stream.stamps, *created))}"
    if stream.append_only:
        return f"incremental by {_names(stream.key)}: Sage gives no stamp, but rows are only ever added (inferred)"
    whole = "whole at each run, because Sage gives no stamp"
    return f"one row for each company, {whole}" if stream.singleton else whole


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


TABLES: tuple[Table, ...] = tuple(map(_table, STREAM_TYPES))
