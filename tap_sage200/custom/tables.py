"""Custom tables: resources of Sage that the tap does not know, declared in the settings."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from tap_sage200 import problems
from tap_sage200.custom.names import DefinitionError, check_columns, check_expand, check_known, check_table
from tap_sage200.singer.base_stream import COMPANY_KEY
from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams import stream_types
from tap_sage200.streams.columns import WORDS, Column, parent_timestamp, position, table
from tap_sage200.sync.table import POSITION

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from tap_sage200.singer.base_stream import BaseStream

KEY_TYPES = ("integer", "string")
"""The types that a key column can have."""
KNOWN = ("filters_by_key", "singleton", "query_options", "every")
"""What is known of a resource, and holds for a custom table that reads it too."""
_PATH = re.compile(r"/[A-Za-z0-9_/-]+")
_PARENT = "parent_"
"""How the columns of nested tables begin that repeat a column of the parent, if the settings do not name them."""


def custom_table(name: str, definition: Mapping[str, Any], taken: Collection[str]) -> Iterator[type[BaseStream]]:
    """Make the stream of a custom table, and those of the tables nested in it.

    Args:
        name: The name of the table.
        definition: Its definition, in the right form.
        taken: The names of other tables.

    Raises:
        DefinitionError: The definition cannot be used.
    """
    where = f"custom_tables.{name}"
    check_table(where, name, taken)
    if not _PATH.fullmatch(definition["path"]):
        raise DefinitionError(problems.custom.PATH.text(where=f"{where}.path"))
    columns = _columns(f"{where}.columns", definition["columns"], definition["key"])
    root = resource(where, name, definition, columns)
    yield root
    names, expands = {*taken, name}, {*columns}
    for inner, nested in (definition.get("nested") or {}).items():
        inside = f"{where}.nested.{inner}"
        check_table(inside, inner, names)
        check_expand(f"{inside}.expand", nested["expand"], expands)
        names.add(inner)
        expands.add(nested["expand"])
        yield _nested(inside, inner, nested, root)


def resource(
    where: str, name: str, definition: Mapping[str, Any], columns: Mapping[str, Column]
) -> type[ResourceStream]:
    """Make the stream of a table that is a resource of its own.

    Args:
        where: The place of its definition.
        name: The name of the table.
        definition: Its path and key, and its timestamps and the one of creation, if it has some.
        columns: The columns by name.

    Raises:
        DefinitionError: The key or a timestamp does not fit the columns.
    """
    key, timestamps, created = definition["key"], definition.get("timestamps", ()), definition.get("created")
    _check_key(f"{where}.key", key, columns)
    for timestamp in timestamps:
        _check_timestamp(f"{where}.timestamps", timestamp, columns)
    if len({*timestamps, created}) <= len(timestamps):
        raise DefinitionError(problems.custom.TWICE.text(where=f"{where}.timestamps"))
    if created is not None:
        _check_timestamp(f"{where}.created", created, columns)
        if not timestamps:
            raise DefinitionError(problems.custom.CREATED_ALONE.text(where=f"{where}.created"))
    known = _known_resource(definition["path"])
    if not known.of_company:
        raise DefinitionError(problems.custom.VIEW_OF_SITES.text(where=f"{where}.path", name=known.declared_name()))
    parts = {
        **{fact: getattr(known, fact) for fact in KNOWN},
        "name": name,
        "path": definition["path"],
        "key": tuple(key),
        "timestamps": tuple(timestamps),
        "created": created,
        "append_only": known.append_only and not timestamps and tuple(key) == known.key,
        "schema": table(*columns.values()),
        "may_change": True,
        "left_out": _left_out([] if known is ResourceStream else [known], columns),
        "__module__": __name__,
        "__doc__": f"A row of `{definition['path']}`.",
    }
    return cast("type[ResourceStream]", type(name, (ResourceStream,), parts))


def _known_resource(path: str) -> type[ResourceStream]:
    """Return the stream of the resource with a path. If the tap does not know it, the base class has the defaults."""
    resources = (stream_type for stream_type in stream_types() if issubclass(stream_type, ResourceStream))
    return next((one for one in resources if path == (one.path or f"/{one.declared_name()}")), ResourceStream)


def _known_nested(parent: type[ResourceStream], expand: str) -> list[type[BaseStream]]:
    """Return the streams of the tables that the tap knows in a property of the rows of a custom table."""
    nested = (stream_type for stream_type in stream_types() if issubclass(stream_type, NestedStream))
    known = _known_resource(str(parent.path))
    return [one for one in nested if one.parent_stream_type is known and one.expand == expand]


def _left_out(known: Iterable[type[BaseStream]], own: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return the columns that the tap knows of Sage's rows, and that a table does not have. They are no surprise."""
    return {
        name: column
        for stream_type in known
        for name, column in stream_type.declared_schema()["properties"].items()
        if name not in {*COMPANY_KEY, *own, POSITION}
    }


def _nested(where: str, name: str, definition: Mapping[str, Any], parent: type[ResourceStream]) -> type[NestedStream]:
    """Make the stream of a nested table. Columns that repeat the parent's link each row with its parent."""
    key = definition["key"]
    links = _links(f"{where}.parent", definition.get("parent"), key, parent)
    columns = _columns(f"{where}.columns", definition["columns"], key)
    if repeated := [one for one in links if one in columns]:
        raise DefinitionError(problems.custom.LINK_IS_COLUMN.text(where=where, names=", ".join(repeated)))
    if POSITION in key and POSITION in columns:
        raise DefinitionError(problems.custom.COLUMN_OF_TAP.text(where=f"{where}.columns", name=POSITION))
    every = {**links, **columns, **({POSITION: position()} if POSITION in key else {})}
    check_columns(f"{where}.columns", every)
    _check_key(f"{where}.key", key, every)
    repeats = {links[name].annotations["x-link"] for name in key if name in links}
    if POSITION in key and not repeats >= {*parent.key}:
        needed = [own for own, column in links.items() if column.annotations["x-link"] in parent.key]
        raise DefinitionError(problems.custom.POSITION_ALONE.text(where=f"{where}.key", names=", ".join(needed)))
    parts = {
        "name": name,
        "parent_stream_type": parent,
        "expand": definition["expand"],
        "key": tuple(key),
        "schema": table(*every.values()),
        "left_out": _left_out(_known_nested(parent, definition["expand"]), every),
        "__module__": __name__,
        "__doc__": f"A row in `{definition['expand']}` of a row of `{parent.path}`.",
    }
    return cast("type[NestedStream]", type(name, (NestedStream,), parts))


def _links(
    where: str, given: Mapping[str, str] | None, key: Collection[str], parent: type[ResourceStream]
) -> dict[str, Column]:
    """Return the columns that repeat columns of the parent: by default, its key and its first timestamp."""
    possible = [*parent.key, *parent.timestamps, *filter(None, [parent.created])]
    links = given or {f"{_PARENT}{name}": name for name in (*parent.key, *parent.timestamps[:1])}
    theirs = parent.declared_schema()["properties"]
    found = {}
    for own, name in links.items():
        if name not in possible:
            raise DefinitionError(
                problems.custom.NOT_LINKED.text(where=f"{where}.{own}", name=name, names=", ".join(possible))
            )
        if name in parent.key:
            kind = next(kind for kind in theirs[name]["type"] if kind != "null")
            found[own] = Column(own, kind, {"x-link": name}, required=own in key)
        else:
            found[own] = parent_timestamp(own, of=name)
    return found


def _columns(where: str, given: Mapping[str, str], key: Collection[str]) -> dict[str, Column]:
    check_columns(where, given)
    return {name: replace(WORDS[word](name), required=name in key) for name, word in given.items()}


def _check_key(where: str, key: Sequence[str], columns: Mapping[str, Column]) -> None:
    if len(set(key)) < len(key):
        raise DefinitionError(problems.custom.TWICE.text(where=where))
    for name in key:
        check_known(where, name, columns)
        if columns[name].type not in KEY_TYPES or "format" in columns[name].annotations:
            raise DefinitionError(problems.custom.NOT_A_KEY.text(where=where, name=name))


def _check_timestamp(where: str, name: str, columns: Mapping[str, Column]) -> None:
    check_known(where, name, columns)
    if columns[name].annotations.get("format") != "date-time":
        raise DefinitionError(problems.custom.NOT_A_TIMESTAMP.text(where=where, name=name))
