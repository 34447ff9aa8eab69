"""The setting `extra_columns`: columns that a person declares for fields that the tap does not know."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from tap_sage200 import problems
from tap_sage200.config import checks
from tap_sage200.config.nested import nested_or_given
from tap_sage200.errors import ConfigurationError
from tap_sage200.records.conversion import ADDED
from tap_sage200.records.found_columns import is_column_name
from tap_sage200.singer.added_columns import AddedColumns
from tap_sage200.streams.columns import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tap_sage200.singer.base_stream import BaseStream

NAME = "extra_columns"


def extra_columns(
    config: Mapping[str, Any], types: Sequence[type[BaseStream]]
) -> Mapping[str, Mapping[str, dict[str, Any]]]:
    """Return the columns of the setting, by table, as JSON Schema.

    Args:
        config: The settings by name.
        types: The classes of all tables.

    Raises:
        ConfigurationError: The setting is wrong. The message names all wrong parts.
    """
    given: Any = nested_or_given(config.get(NAME) or {})
    if wrong := list(checks.malformed({NAME: given})) or list(_wrong(given, types)):
        raise ConfigurationError(problems.settings.INVALID, problems="; ".join(wrong))
    return _schemas(given)


def usable_columns(config: Mapping[str, Any]) -> Mapping[str, Mapping[str, dict[str, Any]]]:
    """Return the columns of the setting, by table, as JSON Schema, without wrong parts, which a run refuses.

    Args:
        config: The settings by name, checked or not.
    """
    given: Any = nested_or_given(config.get(NAME) or {})
    return {} if any(checks.malformed({NAME: given})) else _schemas(given)


def _schemas(given: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, dict[str, Any]]]:
    return {
        table: {name: _schema(name, word) for name, word in columns.items() if word in WORDS}
        for table, columns in given.items()
    }


def _schema(name: str, word: str) -> dict[str, Any]:
    column = WORDS[word](name)
    return {**column.schema, "type": [column.type, "null"], ADDED: True}


def _wrong(given: Mapping[str, Mapping[str, str]], types: Sequence[type[BaseStream]]) -> Iterator[str]:
    known = AddedColumns(types)
    tables = {stream_type.declared_name(): stream_type for stream_type in types}
    for table, columns in given.items():
        if table not in tables:
            yield problems.tables.NO_SUCH_TABLE.text(name=f"{NAME}.{table}", nearest=_nearest(table, tables))
            continue
        taken = {name.lower(): name for name in known.known_fields(tables[table])}
        for name, word in columns.items():
            yield from _wrong_column(f"{NAME}.{table}.{name}", name, word, taken)
            taken.setdefault(name.lower(), name)


def _wrong_column(place: str, name: str, word: str, taken: Mapping[str, str]) -> Iterator[str]:
    if not is_column_name(name):
        yield problems.tables.NOT_A_COLUMN_NAME.text(name=place)
    elif name.lower() in taken:
        yield problems.tables.COLUMN_EXISTS.text(name=place, column=taken[name.lower()])
    if word not in WORDS:
        yield problems.tables.NO_SUCH_WORD.text(name=place, known=", ".join(WORDS), nearest=_nearest(word, WORDS))


def _nearest(name: str, known: Iterable[str]) -> str:
    return ", ".join(get_close_matches(name, known, n=1, cutoff=0))
