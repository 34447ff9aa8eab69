"""Checks what a person asks for, and makes the query of it. Nothing is requested."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tap_sage200 import problems
from tap_sage200.cli.known_tables import known_tables, similar
from tap_sage200.cli.query import arguments
from tap_sage200.cli.query.reading import GroupQuery, ResourceQuery, read_in_full
from tap_sage200.config import conditions
from tap_sage200.errors import ConfigurationError
from tap_sage200.singer.base_stream import COMPANY_KEY, BaseStream
from tap_sage200.singer.decimals import NUMBER
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.sync.query_length import LONGEST_QUERY, longest_query
from tap_sage200.tap import TapSage200

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_sage200.cli.query.reading import TableQuery
    from tap_sage200.config.conditions import Condition
    from tap_sage200.sync.table import ResourceTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The text of the options."""

    table: str
    where: str | None
    columns: str | None
    order: str | None
    limit: int | None
    skip: int
    counts: bool
    """Whether only the number of rows is wanted."""


@dataclass(frozen=True, slots=True)
class CheckedQuery:
    """A query that can be sent."""

    query: TableQuery
    columns: Mapping[str, Mapping[str, Any]]
    """The columns to show, as JSON Schema."""
    skip: int
    """How many of the rows that arrive are to be left out first."""
    condition: str | None
    """The condition of the settings, which applies too."""
    belongs_to_company: bool

    @property
    def columns_of_rows(self) -> Mapping[str, Mapping[str, Any]]:
        """The columns that can differ from row to row: all rows belong to one company."""
        constant = COMPANY_KEY if self.belongs_to_company else ()
        return {name: column for name, column in self.columns.items() if name not in constant}


def checked(asked: Asked, config: Mapping[str, Any]) -> CheckedQuery:
    """Check what is asked for.

    Args:
        asked: The options.
        config: The settings, which are checked.

    Raises:
        ConfigurationError: There is no such table or column, or Sage cannot do what is asked for.
    """
    stream = _stream_named(asked.table, config)
    known: Mapping[str, Mapping[str, Any]] = stream.schema["properties"]
    columns = _columns(asked, known)
    root = read_in_full(stream.root.table)
    condition = root.options.where.text if root.options.where else None
    if not isinstance(stream, ResourceStream):
        _refuse(asked, f"its rows are read with {root.name}")
        query: TableQuery = GroupQuery(limit=asked.limit, root=root, name=stream.name)
        skip = asked.skip
    elif root.is_one_object:
        _refuse(asked, "Sage returns it in one response, without query options")
        query, skip = ResourceQuery(limit=asked.limit, resource=root), asked.skip
    elif root.for_each is not None:
        _refuse(replace(asked, where=None), f"its rows are requested once for each value of {root.for_each.option}")
        table = _narrowed(root, asked.where, () if asked.counts else columns)
        query, skip = GroupQuery(limit=asked.limit, root=table, name=table.name), asked.skip
    else:
        order = arguments.order_of(asked.order, root.columns, root.name) if asked.order is not None else {}
        wanted = () if asked.counts else columns
        table = _narrowed(root, asked.where, [*wanted, *order])
        query, skip = ResourceQuery(limit=asked.limit, resource=table, order=order, skip=asked.skip), 0
    return CheckedQuery(query, {name: known[name] for name in columns}, skip, condition, root.belongs_to_company)


def _stream_named(name: str, config: Mapping[str, Any]) -> BaseStream:
    numbers = {**config, "decimals": NUMBER}  # the other value is for loaders
    tap = TapSage200(config=numbers, validate_config=False, setup_mapper=False)
    stream = tap.streams.get(name)
    if not isinstance(stream, BaseStream):
        names = [one.declared_name() for one in known_tables(config)]
        raise ConfigurationError(problems.commands.NO_SUCH_TABLE, name=name, similar=similar(name, names))
    return stream


def _columns(asked: Asked, known: Mapping[str, Mapping[str, Any]]) -> Sequence[str]:
    """Return the columns to show: by default, all that a run reads by default."""
    if asked.columns is not None:
        return arguments.columns_of(asked.columns, known, asked.table)
    return [name for name, column in known.items() if "x-slow" not in column]


def _refuse(asked: Asked, reason: str) -> None:
    """Refuse the options that only a resource with a list of rows has.

    Raises:
        ConfigurationError: One of them is there.
    """
    for option, text in (("--where", asked.where), ("--order", asked.order)):
        if text is not None:
            raise ConfigurationError(
                problems.commands.NOT_FOR_THIS_TABLE, option=option, table=asked.table, reason=reason
            )


def _narrowed(table: ResourceTable, where: str | None, columns: Sequence[str]) -> ResourceTable:
    """Return a table with these columns, and with a condition besides the one of the settings.

    Raises:
        ConfigurationError: The condition does not fit the table, or is too long.
    """
    narrowed = replace(
        table,
        selected_columns=frozenset(columns) - {*COMPANY_KEY},
        timestamps=tuple(name for name in table.timestamps if name in columns),
    )
    if where is None:
        return narrowed
    condition = _both(table.options.where, _parsed(where, table))
    narrowed = replace(narrowed, options=replace(table.options, where=condition))
    if (length := longest_query(narrowed)) > LONGEST_QUERY:
        raise ConfigurationError(problems.commands.CONDITION_TOO_LONG, length=length, most=LONGEST_QUERY)
    return narrowed


def _parsed(where: str, table: ResourceTable) -> Condition:
    try:
        return conditions.parse(where, table.columns)
    except conditions.ConditionError as error:
        raise ConfigurationError(problems.commands.NOT_A_CONDITION, reason=error) from error


def _both(first: Condition | None, second: Condition) -> Condition:
    if first is None:
        return second
    return conditions.Condition(f"({first.text}) and ({second.text})", first.columns | second.columns)
