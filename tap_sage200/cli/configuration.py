"""Where the commands take the settings from: named files, the environment, and a `.env` in the current folder."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from dotenv import dotenv_values

from tap_sage200.config.schema import CONFIG_JSONSCHEMA
from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PREFIX = "TAP_SAGE200_"
"""How Meltano and the SDK name the variables."""
TRUTH = {
    **dict.fromkeys(("true", "1", "yes", "on"), True),
    **dict.fromkeys(("false", "0", "no", "off"), False),
}

config_option = click.option(
    "--config",
    "config_files",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="A JSON file with settings, as for tap-sage200. It wins over the environment, which wins over .env.",
)


def read(config_files: Sequence[Path]) -> dict[str, Any]:
    """Gather the settings.

    Args:
        config_files: JSON files; a later one wins over an earlier one, and all win over the environment.

    Raises:
        ConfigurationError: A file or a variable cannot be read; its content is not shown, as it may be a secret.
    """
    config = dict(_from_variables({**dotenv_values(".env"), **os.environ}))
    for file in config_files:
        config |= _from_file(file)
    return config


def _from_file(file: Path) -> dict[str, Any]:
    try:
        content = json.loads(file.read_bytes())
    except (OSError, ValueError) as error:
        msg = f"The file {file} cannot be read as JSON."
        raise ConfigurationError(msg) from error
    if not isinstance(content, dict):
        msg = f"The file {file} holds JSON, but not settings by their names."
        raise ConfigurationError(msg)
    return content


def _from_variables(variables: Mapping[str, str | None]) -> Iterator[tuple[str, Any]]:
    for name, schema in CONFIG_JSONSCHEMA["properties"].items():
        if text := variables.get(PREFIX + name.upper()):
            try:
                yield name, _value(text, schema["type"])
            except (ValueError, KeyError) as error:
                kind = next(kind for kind in schema["type"] if kind != "null")
                msg = f"The variable {PREFIX}{name.upper()} cannot be read: {name} must be of type {kind}."
                raise ConfigurationError(msg) from error


def _value(text: str, kinds: Sequence[str]) -> object:
    if "boolean" in kinds:
        return TRUTH[text.lower()]
    if "integer" in kinds:
        return int(text)
    return json.loads(text) if "array" in kinds else text
