"""Writes an inferred table as a part of the settings: as YAML with comments for meltano.yml, or as JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from tap_sage200.cli.describe.inference import InferredTable

LONGEST = 63
"""The most characters of the name of a table."""
_PLAIN = re.compile(r"[A-Za-z_/][\w/]*", re.ASCII)
_NOT_PLAIN = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
"""What YAML reads as something else than text."""


def name_of(path: str, taken: Collection[str]) -> str:
    """Return a name for a custom table of a path that no other table has."""
    words = [word for word in re.split(r"[^a-z0-9]+", path.lower()) if word and not word.isdigit()]
    name = "_".join(words)[: LONGEST - len("custom_")] or "custom"
    return f"custom_{name}" if name in taken or not name[0].isalpha() else name


def as_settings(name: str, path: str, table: InferredTable) -> dict[str, Any]:
    """Return the setting `custom_tables`."""
    definition: dict[str, Any] = {"path": path, "key": [*table.key]}
    if table.timestamps:
        definition["timestamps"] = [*table.timestamps]
    if table.created is not None:
        definition["created"] = table.created
    definition["columns"] = {column.name: column.word for column in table.columns}
    if table.nested:
        definition["nested"] = {
            f"{name}_{expand}": {
                "expand": expand,
                "key": _nested_key(table, inner),
                "columns": {column.name: column.word for column in inner.columns},
            }
            for expand, inner in table.nested.items()
        }
    return {"custom_tables": {name: definition}}


def as_yaml(name: str, path: str, table: InferredTable) -> Iterator[str]:
    """Return the lines of the setting, with what shows each part as a comment."""
    settings = as_settings(name, path, table)["custom_tables"][name]
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


def _nested_key(parent: InferredTable, nested: InferredTable) -> Sequence[str]:
    """Return the key of nested rows: their own, or their position in the row of the parent."""
    return [*nested.key] or [*(f"parent_{part}" for part in parent.key), "position"]


def _list(names: Sequence[str]) -> str:
    return f"[{', '.join(map(_text, names))}]"


def _text(text: str) -> str:
    """Return a text as YAML. What YAML could read as something else is written as JSON, which is YAML too."""
    return text if _PLAIN.fullmatch(text) and text.lower() not in _NOT_PLAIN else json.dumps(text)
