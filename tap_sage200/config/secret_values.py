"""Finds the secrets in a configuration, whatever setting they stand in."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from tap_sage200.config.schema import CONFIG_JSONSCHEMA, SECRET_SETTINGS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CREDENTIALS = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://)?+(?P<user>[^:/@]*):(?P<password>.+)@|[a-z][a-z0-9+.-]*://(?P<alone>[^:/@]+)@",
    re.IGNORECASE,
)
"""The user and the password of an address, or a token alone. All characters are there that nobody has encoded.

A scheme is never read as a user (`?+`)."""
_SECRET_NAME = re.compile(r"secret|password|passwd|pwd|token|credential|signature|key$|^sig$|^seed$", re.IGNORECASE)
"""The names of parameters whose values are secret."""


def secret_values(config: Mapping[str, object]) -> Iterator[str]:
    """Return the secrets of a configuration, which may be wrong in any way."""
    for name, value in config.items():
        if name not in CONFIG_JSONSCHEMA["properties"]:
            yield from _within(name, value)
        elif isinstance(value, str):
            if name in SECRET_SETTINGS:
                yield value
            yield from credentials_in(value)


def credentials_in(address: str) -> Iterator[str]:
    """Return the password in an address, together with the user as an HTTP header has them, and secret parameters."""
    if (found := _CREDENTIALS.match(address)) and found["alone"]:
        yield unquote(found["alone"])
    elif found:
        password = unquote(found["password"])
        yield from (found["password"], password, f"{unquote(found['user'])}:{password}")
    try:
        query = urlsplit(address).query
    except ValueError:
        return
    yield from (value for name, value in parse_qsl(query) if _SECRET_NAME.search(name))


def _within(name: str, value: object) -> Iterator[str]:
    """Return the secrets in a setting of the SDK, such as the parameters of a storage, or in a mistyped one."""
    match value:
        case str():
            if _SECRET_NAME.search(name) or get_close_matches(name, SECRET_SETTINGS, n=1, cutoff=0.8):
                yield value
            yield from credentials_in(value)
        case dict():
            for part, inner in value.items():
                yield from _within(str(part), inner)
        case list():
            for inner in value:
                yield from _within(name, inner)
        case _:
            return
