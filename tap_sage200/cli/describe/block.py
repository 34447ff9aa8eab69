"""Writes an inferred table as a part of the settings: as YAML with comments for meltano.yml, or as JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tap_sage200.sync.table import POSITION

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from tap_sage200.cli.describe.inference import InferredTable

LONGEST = 63
"""The most characters of the name of a table."""
_CUSTOM = "custom_"
_PARENT = "parent_"
"""How a column that repeats a column of the parent begins, if `parent` does not name it."""
_PLAIN = re.compile(r"[A-Za-z_/][\w/]*", re.ASCII)
_NOT_PLAIN = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""What YAML reads as something else than text."""


def name_of(path: str, taken: Collection[str]) -> str:
    """Return a name for a custom table of a path that no other table has."""
    words = [word for word in re.split(r"[^a-z0-9]+", path.lower()) if word and not word.isdigit()]
    name = "_".join(words)[: LONGEST - len(_CUSTOM)] or "custom"
    while name in taken or not name[0].isalpha():
        name = f"{_CUSTOM}{name}"[:LONGEST]
    return name


def as_settings(name: str, path: str, table: InferredTable, taken: Collection[str] = ()) -> dict[str, Any]:
    """Return the setting `custom_tables`.

    Args:
        name: The name of the table.
        path: The path of its resource.
        table: What was inferred.
        taken: The names of other tables.
    """
    definition: dict[str, Any] = {"path": path, "key": [*table.key]}
    if table.timestamps:
        definition["timestamps"] = [*table.timestamps]
    if table.created is not None:
        definition["created"] = table.created
    definition["columns"] = {column.name: column.word for column in table.columns}
    if table.nested:
        names = {*taken, name}
        definition["nested"] = {}
        for expand, inner in table.nested.items():
            own = name_of(f"{name}_{expand}", names)
            names.add(own)
            definition["nested"][own] = _nested(expand, table, inner)
    return {"custom_tables": {name: definition}}


def _nested(expand: str, parent: InferredTable, table: InferredTable) -> dict[str, Any]:
    """Return the definition of a nested table. Links have names of their own where a column has the usual one."""
    columns = {column.name: column.word for column in table.columns}
    used = {name.lower() for name in columns}
    links = {_link(name, used): name for name in (*parent.key, *parent.timestamps[:1])}
    key = [*table.key] or [*(own for own, name in links.items() if name in parent.key), POSITION]
    renamed = {} if all(own == f"{_PARENT}{name}" for own, name in links.items()) else {"parent": links}
    return {"expand": expand, "key": key, **renamed, "columns": columns}


def _link(name: str, used: Collection[str]) -> str:
    own = f"{_PARENT}{name}"[:LONGEST]
    while own.lower() in used:
        own = f"owner_{own}"[:LONGEST]
    return own


def as_yaml(name: str, path: str, table: InferredTable, taken: Collection[str] = ()) -> Iterator[str]:
    """Return the lines of the setting, with what shows each part as a comment.

    Args:
        name: The name of the table.
        path: The path of its resource.
        table: What was inferred.
        taken: The names of other tables.
    """
    settings = as_settings(name, path, table, taken)["custom_tables"][name]
    yield "custom_tables:"
    yield f"  {_text(name)}:"
    yield f"    path: {_text(path)}"
    yield f"    key: {_list(table.key)}  # {table.why_key}"
    if table.timestamps:
        yield f"    timestamps: {_list(table.timestamps)}  # inferred from the names"
    else:
        yield "    # no timestamps of changes found: each run reads all rows"
    if table.created is not None:
        yield f"    created: {_text(table.created)}"
    yield from _columns(table, "    ")
    if table.nested:
        yield "    nested:"
    for (inner, definition), nested in zip(settings.get("nested", {}).items(), table.nested.values(), strict=True):
        yield f"      {_text(inner)}:"
        yield f"        expand: {_text(definition['expand'])}"
        yield f"        key: {_list(definition['key'])}  # {nested.why_key}"
        if "parent" in definition:
            links = ", ".join(f"{_text(own)}: {_text(of)}" for own, of in definition["parent"].items())
            yield f"        parent: {{{links}}}"
        yield from _columns(nested, "        ")


def notes(table: InferredTable) -> Iterator[str]:
    """Return what comments say about the table, for a form that has no comments."""
    yield f"key: {table.why_key}"
    yield from (f"{column.name}: {column.why}" for column in table.columns if column.why != "inferred")
    yield from (f"left out: {reason}" for reason in table.left_out)


def _columns(table: InferredTable, indent: str) -> Iterator[str]:
    yield f"{indent}columns:"
    yield from (f"{indent}  {_text(column.name)}: {column.word}  # {column.why}" for column in table.columns)
    yield from (f"{indent}  # left out: {reason}" for reason in table.left_out)


def _list(names: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, names))}]"


def _text(text: str) -> str:
    """Return a text as YAML. What YAML could read as something else is written as JSON, which is YAML too."""
    return text if _PLAIN.fullmatch(text) and text.lower() not in _NOT_PLAIN else json.dumps(text)
