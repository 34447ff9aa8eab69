"""YAML files as Meltano reads them: YAML 1.2. A file that is written again keeps its comments, quotes and order."""

from __future__ import annotations

import io
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from tap_sage200 import problems
from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import MutableMapping

Block = dict[str, Any]
_UNBROKEN = 1_000_000
"""A width that breaks no line."""
_MODE = 0o644
"""Who may read a new file. It has no secret."""


def read(file: Path) -> Block:
    """Return the content of a file. An empty file has none.

    Raises:
        ConfigurationError: The file cannot be read, or is not YAML with names and values.
    """
    try:
        content = _yaml().load(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        reason = error.strerror
    except RecursionError:
        reason = "it is nested too deeply"
    except (YAMLError, ValueError) as error:
        mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
        reason = "it is not YAML" if mark is None else f"line {mark.line + 1} is not YAML"
    else:
        if content is None or isinstance(content, dict):
            return content or {}
        reason = "it has no names and values"
    raise ConfigurationError(problems.commands.YAML_UNREADABLE, file=file, reason=reason)


def write(file: Path, content: MutableMapping[str, Any], header: str) -> None:
    """Replace a whole file, or leave the old one. Meltano and schedulers may read it at any time.

    Args:
        file: The file. A link stays one.
        content: What `read` returned, changed in place; or the content of a new file.
        header: The comment at the top of a new file.

    Raises:
        ConfigurationError: The file cannot be written. The old one is still there.
    """
    target = Path(os.path.realpath(file))
    new = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    text = io.StringIO()
    _yaml().dump(content, text)
    try:
        is_new = not target.exists()
        mode = _MODE if is_new else target.stat().st_mode
        with new.open("w", encoding="utf-8", newline="\n") as output:
            output.write(f"{header}{text.getvalue()}" if is_new else text.getvalue())
            output.flush()
            os.fsync(output.fileno())
        new.chmod(mode)
        new.replace(target)
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        raise ConfigurationError(problems.commands.NOT_WRITTEN, file=file, reason=error.strerror) from error


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.default_flow_style = None  # the innermost lists and objects are on one line
    yaml.width = _UNBROKEN
    return yaml
