"""The streams that the settings `views` and `custom_tables` declare."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_sage200 import problems
from tap_sage200.config import checks
from tap_sage200.config.nested import nested_or_given
from tap_sage200.custom.extra_columns import usable_columns
from tap_sage200.custom.names import DefinitionError
from tap_sage200.custom.tables import custom_table
from tap_sage200.custom.views import ViewMaker
from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tap_sage200.singer.base_stream import BaseStream

SETTINGS = ("custom_tables", "views")


def declared_types(config: Mapping[str, Any], built_in: Iterable[type[BaseStream]]) -> Sequence[type[BaseStream]]:
    """Make the streams of views and custom tables.

    Discovery needs no other setting.

    Args:
        config: The settings by name, checked or not.
        built_in: The streams of the tables that the tap knows.

    Raises:
        ConfigurationError: A definition cannot be used. The message names all such definitions.
    """
    given = {name: nested_or_given(config[name]) for name in SETTINGS if config.get(name) not in (None, "")}
    _raise_if(list(checks.not_text(given)) or list(checks.malformed(given)))
    custom_tables, views = (given.get(name, {}) for name in SETTINGS)
    tables = {stream_type.declared_name(): stream_type for stream_type in built_in}
    made: list[type[BaseStream]] = []
    wrong = []
    for name, definition in custom_tables.items():
        try:
            new = list(custom_table(name, definition, tables.keys()))
        except DefinitionError as error:
            wrong.append(str(error))
            continue
        tables |= {stream_type.declared_name(): stream_type for stream_type in new}
        made += new
    maker = ViewMaker(tables, views.keys(), usable_columns(config))
    for name, definition in views.items():
        try:
            made.append(maker.view(name, definition))
        except DefinitionError as error:
            wrong.append(str(error))
    _raise_if(wrong)
    return made


def _raise_if(wrong: Sequence[str]) -> None:
    if wrong:
        raise ConfigurationError(problems.settings.INVALID, problems="; ".join(wrong))
