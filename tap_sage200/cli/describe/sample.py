"""Reads a sample of the rows of a resource, and what Sage says about its fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from tap_sage200 import problems
from tap_sage200.api.request import Request
from tap_sage200.errors import ConfigurationError, RefusedError, StreamError, UnavailableError
from tap_sage200.records.body import parse_object, parse_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tap_sage200.api.client import Sage200Client
    from tap_sage200.config.companies import Company
    from tap_sage200.records.body import SageRow

ROWS = 50
"""The rows of a sample."""
_PATH = re.compile(r"/?[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)*/?", re.ASCII)
_NAMES = ("name", "field", "fieldname")
_TYPES = ("type", "datatype", "fieldtype")
"""The letters of the properties that may name a field and its type. Sage does not document their names."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Some rows of a resource."""

    path: str
    rows: Sequence[SageRow]
    types: Mapping[str, str]
    """The types of fields, as far as Sage describes them."""


def path_of(text: str) -> str:
    """Return the path of a resource, with a slash before it and none after it.

    Raises:
        ConfigurationError: The text is no path.
    """
    if not _PATH.fullmatch(text):
        raise ConfigurationError(problems.commands.NOT_A_PATH, path=text or "An empty text")
    return "/" + text.strip("/")


def sample(client: Sage200Client, path: str, company: Company) -> Sample:
    """Read rows, and ask Sage to describe their fields.

    Raises:
        ConfigurationError: The resource is one object.
        Sage200Error: The resource cannot be read.
    """
    try:
        sent = client.get(Request(path, company, {"$top": ROWS}), _sent).content
    except RefusedError:  # a resource that is one object takes no paging options (documented)
        sent = client.get(Request(path, company), _sent).content
    if sent.is_one_object:
        raise ConfigurationError(problems.commands.ONE_OBJECT, path=path)
    rows = sent.rows[:ROWS]
    return Sample(path, rows, _types(client, Request(path, company, {"$metadata": "true", "$top": 1}), rows))


@dataclass(frozen=True, slots=True)
class _Sent:
    rows: Sequence[SageRow]
    is_one_object: bool


def _sent(body: bytes) -> _Sent:
    """Parse a list of rows, or one object.

    Raises:
        ValueError: It is neither.
    """
    try:
        return _Sent(parse_rows(body), is_one_object=False)
    except ValueError:
        return _Sent(parse_object(body), is_one_object=True)


def _types(client: Sage200Client, request: Request, rows: Sequence[SageRow]) -> Mapping[str, str]:
    """Return the types of the fields.

    Sage documents `$metadata=true` since February 2019, but not the form of the response. An older version may refuse
    it, or send rows.
    """
    try:
        types = dict(_named_types(client.get(request, _any_json).content))
    except (RefusedError, UnavailableError, StreamError):
        return {}
    fields = {name for row in rows for name in row}
    # Rows can have a name and a type too: a description names the fields of the sample.
    return types if len(types.keys() & fields) * 2 >= len(fields) else {}


def _any_json(body: bytes) -> object:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _named_types(content: object) -> Iterator[tuple[str, str]]:
    """Find the objects that have a name and a type, at any depth."""
    match content:
        case list():
            for part in content:
                yield from _named_types(part)
        case dict():
            letters = {"".join(filter(str.isalpha, key)).lower(): value for key, value in content.items()}
            name = next((letters[key] for key in _NAMES if isinstance(letters.get(key), str)), None)
            kind = next((letters[key] for key in _TYPES if isinstance(letters.get(key), str)), None)
            if name is not None and kind is not None:
                yield name, kind
            yield from _named_types([*content.values()])
