"""Checks the query options that Sage documents for a resource."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.custom.names import DefinitionError, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

_WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)


def checked_value(where: str, option: str, value: object, options: Mapping[str, tuple[str, ...]]) -> str | int:
    """Check a query option and its value, and return the value as Sage takes it.

    Args:
        where: The place of the options.
        option: The name of the option.
        value: The value.
        options: The options that Sage documents for the resource, each with its values; empty for any whole number.

    Raises:
        DefinitionError: Sage documents no such option, or no such value.
    """
    if option not in options:
        raise DefinitionError(_no_option(where, option, options))
    if allowed := options[option]:
        if value not in allowed:
            raise DefinitionError(
                problems.custom.OPTION_VALUE.text(where=f"{where}.{option}", values=", ".join(allowed))
            )
        return str(value)
    if not _WHOLE.fullmatch(str(value)):
        raise DefinitionError(problems.custom.OPTION_NUMBER.text(where=f"{where}.{option}"))
    return int(str(value))


def _no_option(where: str, option: str, options: Mapping[str, tuple[str, ...]]) -> str:
    if not options:
        return problems.custom.NO_OPTIONS.text(where=where)
    return problems.custom.NO_OPTION.text(where=where, option=option, nearest=nearest(option, options))
