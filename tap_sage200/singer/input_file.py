"""Opens the files that the options of the command name."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from typing import IO

import click

from tap_sage200 import problems
from tap_sage200.config.files import content_of
from tap_sage200.errors import ConfigurationError

KIND = click.Path(path_type=Path)
"""The type of such an option. The SDK's own type opens the file, and reports errors in several lines."""
STDIN = Path("-")


def opened(file: Path, *, option: str) -> IO[bytes]:
    """Read the file that an option names to its end.

    Raises:
        ConfigurationError: It cannot be read.
    """
    try:
        return BytesIO(sys.stdin.buffer.read() if file == STDIN else content_of(file, option=option))
    except OSError as error:
        raise ConfigurationError(problems.settings.FILE_UNREADABLE, file=file, reason=error.strerror) from error
