"""Reads the options of `sage200 query`. What is wrong is found before the first request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from tap_sage200 import problems
from tap_sage200.cli.known_tables import nearest
from tap_sage200.config.conditions import NOT_PLAIN
from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

FORMATS: Final = ("table", "csv", "json")
DIRECTIONS: Final = ("asc", "desc")
ALL = "all"
FEW = 20
"""The default limit for people."""
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_WORDS = re.compile(r"\S+")


def format_of(text: str | None, *, is_terminal: bool) -> str:
    """Return the format: by default, a table on a terminal, and CSV elsewhere.

    Raises:
        ConfigurationError: There is no such format.
    """
    if text is None:
        return "table" if is_terminal else "csv"
    if text not in FORMATS:
        formats, like = ", ".join(FORMATS), nearest(text, FORMATS)
        raise ConfigurationError(problems.commands.NOT_A_FORMAT, formats=formats, found=text, nearest=like)
    return text


def limit_of(text: str) -> int | None:
    """Return the most rows to show. None, for `all` and 0, is no limit.

    Raises:
        ConfigurationError: The text is no number.
    """
    if text == ALL:
        return None
    form = f"a whole number, or {ALL}"
    return _number("--limit", text, form) or None


def skip_of(text: str) -> int:
    """Return how many rows to leave out first.

    Raises:
        ConfigurationError: The text is no number.
    """
    return _number("--skip", text, "a whole number")


def columns_of(text: str, known: Mapping[str, Any], table: str) -> Sequence[str]:
    """Return the columns in a text such as `reference,name`.

    Args:
        text: The text.
        known: The columns of the table, as JSON Schema.
        table: The name of the table.

    Raises:
        ConfigurationError: A name is missing, is no column, or is there twice.
    """
    columns: list[str] = []
    for place, words in _parts(text, "--columns"):
        name = " ".join(words)
        _require_column("--columns", place, name, known, table)
        _require_new("--columns", place, name, columns)
        columns.append(name)
    return columns


def order_of(text: str, known: Mapping[str, Any], table: str) -> Mapping[str, str]:
    """Return the columns in a text such as `balance desc, name`, each with its direction.

    Args:
        text: The text.
        known: The columns of the table, as JSON Schema.
        table: The name of the table.

    Raises:
        ConfigurationError: A name is missing, is no column, or is there twice; Sage cannot order by it; or something
            else than a direction follows it.
    """
    order: dict[str, str] = {}
    for place, [column, *more] in _parts(text, "--order"):
        _require_column("--order", place, column, known, table)
        _require_new("--order", place, column, order)
        if known[column].keys() & NOT_PLAIN:
            raise ConfigurationError(problems.commands.NOT_AN_ORDER, place=place, name=column)
        directions = [word.lower() for word in more] or [DIRECTIONS[0]]
        for number, word in enumerate(directions):
            if number or word not in DIRECTIONS:
                where = place + text[place - 1 :].index(more[number], len(column))
                raise ConfigurationError(problems.commands.NOT_A_DIRECTION, place=where, found=more[number])
        order[column] = directions[0]
    return order


def _number(option: str, text: str, form: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ConfigurationError(problems.commands.NOT_A_NUMBER, option=option, form=form, found=text or "nothing")
    return int(text)


def _parts(text: str, option: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Return the words of each part between commas, with the position of the first one, counted from 1."""
    begin = 0
    for part in text.split(","):
        words = [*_WORDS.finditer(part)]
        if not words:
            raise ConfigurationError(problems.commands.COLUMN_MISSING, option=option, place=begin + 1)
        yield begin + words[0].start() + 1, [word[0] for word in words]
        begin += len(part) + 1


def _require_column(option: str, place: int, name: str, known: Mapping[str, Any], table: str) -> None:
    if name not in known:
        like = nearest(name, known)
        raise ConfigurationError(
            problems.commands.NOT_A_COLUMN, option=option, place=place, table=table, name=name, nearest=like
        )


def _require_new(option: str, place: int, name: str, before: Collection[str]) -> None:
    if name in before:
        raise ConfigurationError(problems.commands.COLUMN_TWICE, option=option, place=place, name=name)
