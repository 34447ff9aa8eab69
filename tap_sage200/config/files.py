"""Reads the files that options name: for the tap and for the commands."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from tap_sage200 import problems
from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path


def content_of(file: Path, *, option: str) -> bytes:
    """Read the file that an option names.

    Raises:
        ConfigurationError: It cannot be read. The message does not show a text that was given in place of a path.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        if str(file).lstrip().startswith(("{", "[")):
            raise ConfigurationError(problems.settings.JSON_FOR_PATH, option=option) from None  # it has the text
        raise ConfigurationError(problems.settings.FILE_UNREADABLE, file=file, reason=error.strerror) from error


def settings_in(file: Path) -> dict[str, Any]:
    """Read a JSON file with settings.

    Raises:
        ConfigurationError: It cannot be read. The message does not show its content, which may be secret.
    """
    try:
        content = json.loads(content_of(file, option="--config"), parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise ConfigurationError(problems.settings.FILE_NOT_JSON, file=file) from error
    if not isinstance(content, dict):
        raise ConfigurationError(problems.settings.FILE_WITHOUT_SETTINGS, file=file)
    return content
