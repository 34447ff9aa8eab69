"""Reads the settings of the commands from files and the environment. Without a file, `.env` counts too."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from dotenv import dotenv_values

from tap_sage200 import problems
from tap_sage200.config.checks import refused_of
from tap_sage200.config.files import settings_in
from tap_sage200.config.nested import nested
from tap_sage200.config.schema import CONFIG_JSONSCHEMA
from tap_sage200.config.sdk_settings import SDK_JSONSCHEMA
from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PREFIX = "TAP_SAGE200_"
"""The prefix of environment variables, as Meltano and the SDK use it."""
BOOLEANS = {
    **dict.fromkeys(("true", "1", "yes", "on"), True),
    **dict.fromkeys(("false", "0", "no", "off"), False),
}

config_option = click.option(
    "--config",
    "config_files",
    type=click.Path(path_type=Path),
    multiple=True,
    help=(
        "A JSON file with settings, as for tap-sage200. It takes precedence over the environment, and .env is then not "
        "read."
    ),
)


def read(config_files: Sequence[Path]) -> dict[str, Any]:
    """Read the settings from all sources.

    With a file, `.env` in the current folder is ignored: it may belong to something else, and a setting in it can name
    a command to run, or an address that receives secrets.

    Args:
        config_files: JSON files. Later files take precedence over earlier ones, and all files over the environment.

    Raises:
        ConfigurationError: A file or a variable cannot be read. The message does not show its content, which may be
            secret.
    """
    variables = {**({} if config_files else _dotenv()), **os.environ}
    config = {**dict(_from_variables(variables)), **refused_of(variables)}
    for file in config_files:
        config |= settings_in(file)
    return config


def _dotenv() -> dict[str, str | None]:
    try:
        return dotenv_values(".env")
    except UnicodeDecodeError as error:
        raise ConfigurationError(problems.settings.DOTENV_NOT_UTF8) from error


def _from_variables(variables: Mapping[str, str | None]) -> Iterator[tuple[str, Any]]:
    for name, schema in {**SDK_JSONSCHEMA["properties"], **CONFIG_JSONSCHEMA["properties"]}.items():
        if (text := variables.get(PREFIX + name.upper())) and (kinds := schema.get("type")):
            try:
                yield name, _value(text, kinds)
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                kind = next(kind for kind in _kinds(kinds) if kind != "null")
                variable = PREFIX + name.upper()
                raise ConfigurationError(
                    problems.settings.VARIABLE_UNREADABLE, variable=variable, name=name, type=kind
                ) from error


def _kinds(kinds: str | Sequence[str]) -> Sequence[str]:
    return [kinds] if isinstance(kinds, str) else kinds


def _value(text: str, kinds: str | Sequence[str]) -> object:
    if "boolean" in _kinds(kinds):
        return BOOLEANS[text.lower()]
    if "integer" in _kinds(kinds):
        return int(text)
    if "object" in _kinds(kinds):
        return nested(json.loads(text))
    return json.loads(text) if "array" in _kinds(kinds) else text
