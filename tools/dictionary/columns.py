"""The columns of a table in words, numbered ones together in one row."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from tap_sage200.singer.base_stream import COMPANY_KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_HEADER = ("| column | type | meaning | refers to |", "| --- | --- | --- | --- |")
_REMARK = "remark"
_WORDS = {"string": "text", "integer": "whole number", "boolean": "yes/no"}
_NUMBERED = re.compile(r"(.+_)(\d+)")


def column_table(
    properties: Mapping[str, dict[str, Any]], link: Callable[[str], str], remarks: Mapping[str, str]
) -> list[str]:
    """Write the columns of a table, but those of the company, as the lines of a Markdown table.

    Args:
        properties: The columns, as a JSON Schema has them.
        link: Makes the link to a table of this name.
        remarks: What follows the meaning of a column, by its name.
    """
    columns = [
        (name, column | {_REMARK: remarks.get(name)}) for name, column in properties.items() if name not in COMPANY_KEY
    ]
    alike = (list(group) for _, group in groupby(columns, key=_without_number))
    return [*_HEADER, *(_row(group, link) for group in alike)]


def _row(group: list[tuple[str, dict[str, Any]]], link: Callable[[str], str]) -> str:
    (name, column), (last, _) = group[0], group[-1]
    meaning = column.get("description", "")
    shown = f"`{name}`"
    if last != name:
        shown = f"`{name}` … `{last}`"
        meaning = _replace_number(name, meaning, f"{_number(name)} to {_number(last)}")
    target = column.get("x-references")
    meaning = " ".join(filter(None, (meaning.replace("|", r"\|"), column[_REMARK])))
    cells = (shown, _in_words(column), meaning, link(target) if target else "")
    return f"| {' | '.join(cells)} |"


def _in_words(column: dict[str, Any]) -> str:
    if column.get("format") == "date-time":
        return "date and time"
    if "x-scale" in column:
        return f"decimal ({column['x-scale']})"
    (kind,) = (kind for kind in column["type"] if kind != "null")
    return _WORDS[kind]


def _without_number(named: tuple[str, dict[str, Any]]) -> tuple[str, dict[str, Any]]:
    """Say what columns have in common that differ in their number alone."""
    name, column = named
    meaning = _replace_number(name, column.get("description", ""), "#")
    return _NUMBERED.sub(r"\1#", name), column | {"description": meaning}


def _replace_number(name: str, meaning: str, replacement: str) -> str:
    number = _number(name)
    return re.sub(rf"\b{number}\b", replacement, meaning) if number else meaning


def _number(name: str) -> str | None:
    numbered = _NUMBERED.fullmatch(name)
    return numbered[2] if numbered else None
