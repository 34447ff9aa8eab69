"""Views: streams that read a table of Sage in another way, with a name, a state and a selection of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from tap_sage200 import problems
from tap_sage200.config import conditions
from tap_sage200.config.table_options import wrong_query
from tap_sage200.custom.names import DefinitionError, check_known, check_table, nearest
from tap_sage200.custom.option_columns import OPTION_COLUMNS
from tap_sage200.singer.base_stream import COMPANY_KEY
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.sync.table import ForEach

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from tap_sage200.singer.base_stream import BaseStream


@dataclass(frozen=True, slots=True)
class ViewMaker:
    """Makes the streams of views."""

    tables: Mapping[str, type[BaseStream]]
    """All tables that are no views, by name."""
    views: Collection[str]
    """The names of all views."""
    extra: Mapping[str, Mapping[str, Mapping[str, Any]]]
    """The columns of the setting `extra_columns`, by view, as JSON Schema. A condition may name them."""

    def view(self, name: str, definition: Mapping[str, Any]) -> type[ResourceStream]:
        """Make the stream of a view.

        It inherits from the stream of its table: key, timestamps, path and everything else that is not its own.

        Args:
            name: The name of the view.
            definition: Its definition, in the right form.

        Raises:
            DefinitionError: The definition cannot be used.
        """
        where = f"views.{name}"
        check_table(where, name, self.tables)
        table = self._table(f"{where}.of", definition["of"])
        _check_narrowing(where, definition, table, self.extra.get(name, {}))
        each = _for_each(f"{where}.for_each", definition["for_each"], table) if "for_each" in definition else None
        if each is not None and each.option in definition.get("query", {}):
            raise DefinitionError(problems.custom.OPTION_TWICE.text(where=f"{where}.query", option=each.option))
        schema = table.declared_schema()
        columns = {
            **_columns_before(schema, each),
            **_kept(f"{where}.columns", definition.get("columns"), table),
        }
        parts = {
            "name": name,
            "path": table.path or f"/{table.declared_name()}",
            "selected_by_default": True,
            "schema": {
                **schema,
                "properties": columns,
                "required": [one for one, column in columns.items() if "null" not in column["type"]],
            },
            "left_out": {one: column for one, column in schema["properties"].items() if one not in columns},
            "for_each": each,
            "where": definition.get("where"),
            "query": definition.get("query", {}),
            "may_change": True,
            "__module__": table.__module__,
            "__doc__": table.__doc__,
        }
        return cast("type[ResourceStream]", type(name, (table,), parts))

    def _table(self, where: str, name: str) -> type[ResourceStream]:
        """Return the stream of the table that a view is of."""
        if name in self.views:
            raise DefinitionError(problems.custom.VIEW_OF_VIEW.text(where=where, name=name))
        if name not in self.tables:
            raise DefinitionError(
                problems.custom.NO_TABLE.text(where=where, name=name, nearest=nearest(name, self.tables))
            )
        table = self.tables[name]
        if not issubclass(table, ResourceStream):
            raise DefinitionError(problems.custom.VIEW_OF_NESTED.text(where=where, name=name))
        if not table.of_company:
            raise DefinitionError(problems.custom.VIEW_OF_SITES.text(where=where, name=name))
        return table


def _kept(where: str, given: Sequence[str] | None, table: type[ResourceStream]) -> dict[str, Any]:
    """Return the columns that a view keeps, in the order of its table. Key and timestamps always stay.

    A column that is slow to read is selected by default if the view names it.
    """
    columns = _of_sage(table)
    if given is None:
        return columns
    for name in given:
        if name not in COMPANY_KEY:
            check_known(where, name, columns)
    kept = {*given, *table.key, *table.timestamps, table.created}
    return {
        name: {part: value for part, value in column.items() if part != "x-slow"}
        for name, column in columns.items()
        if name in kept
    }


def _of_sage(table: type[ResourceStream]) -> dict[str, Any]:
    """Return the columns of a table that come from Sage's rows."""
    columns = table.declared_schema()["properties"]
    return {name: column for name, column in columns.items() if name not in COMPANY_KEY}


def _columns_before(schema: Mapping[str, Any], each: ForEach | None) -> dict[str, Any]:
    """Return the columns that do not come from Sage's rows: the company, and the value of a query option."""
    company = {name: schema["properties"][name] for name in COMPANY_KEY}
    return company if each is None else {**company, each.column: OPTION_COLUMNS[each.option].schema}


def _check_narrowing(
    where: str, definition: Mapping[str, Any], table: type[ResourceStream], extra: Mapping[str, Mapping[str, Any]]
) -> None:
    """Check the condition and the query options of a view."""
    options = [name for name in ("where", "query", "for_each") if name in definition]
    if table.singleton and options:
        raise DefinitionError(problems.custom.NO_QUERY.text(where=f"{where}.{options[0]}", table=table.declared_name()))
    if "where" in definition:
        try:
            conditions.parse(definition["where"], {**_of_sage(table), **extra})
        except conditions.ConditionError as error:
            raise DefinitionError(problems.tables.NOT_A_CONDITION.text(name=f"{where}.where", reason=error)) from error
    _check_query(f"{where}.query", definition.get("query", {}), table)


def _check_query(where: str, query: Mapping[str, Any], table: type[ResourceStream]) -> None:
    for problem in wrong_query(where, query, table.query_options):
        raise DefinitionError(problem)


def _for_each(where: str, given: Mapping[str, Sequence[str | int]], table: type[ResourceStream]) -> ForEach:
    if table.declared_replication_key() is not None:
        raise DefinitionError(problems.custom.FOR_EACH_OF_CHANGES.text(where=where, table=table.declared_name()))
    if len(given) > 1:
        raise DefinitionError(problems.custom.ONE_OPTION.text(where=where))
    [(option, values)] = given.items()
    for value in values:
        _check_query(where, {option: value}, table)
    checked = [str(value) if table.query_options[option] else int(value) for value in values]
    if len({*checked}) < len(checked):
        raise DefinitionError(problems.custom.TWICE.text(where=f"{where}.{option}"))
    return ForEach(option, OPTION_COLUMNS[option].name, tuple(checked))
