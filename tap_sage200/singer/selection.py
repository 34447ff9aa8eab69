"""Reads the file of a catalogue, and shortens it to the parts that a run needs."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path, PurePath
from typing import IO, Any

import msgspec
from singer_sdk.singerlib import Catalog

from tap_sage200 import problems
from tap_sage200.errors import ConfigurationError


def decoded(text: str | bytes) -> dict[str, Any]:
    """Decode a catalogue. Its entries may have any form. Some shells of Windows write files in UTF-16.

    Raises:
        ConfigurationError: The text is not a catalogue.
    """
    try:
        content = msgspec.json.decode(text if isinstance(text, str) else text.decode(json.detect_encoding(text)))
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise ConfigurationError(problems.catalog.INVALID) from error
    if not isinstance(content, dict) or not isinstance(content.get("streams"), list):
        raise ConfigurationError(problems.catalog.INVALID)
    return content


def entries_of(catalog: PurePath | str | dict[str, Any] | Catalog) -> list[object]:
    """Return the entries of a catalogue in any form that the SDK takes.

    Raises:
        ConfigurationError: It is not a catalogue.
    """
    match catalog:
        case str() | PurePath():
            return list(decoded(Path(catalog).read_bytes())["streams"])
        case Catalog():
            return list(decoded(msgspec.json.encode(catalog.to_dict()))["streams"])
        case {"streams": [*entries]}:
            return entries
        case _:
            raise ConfigurationError(problems.catalog.INVALID)


def shortened(catalog: IO[str] | IO[bytes]) -> IO[str]:
    """Remove the columns of deselected streams from a catalogue.

    With some hundred streams, the SDK needs most of its start-up time for these columns, and then reads none of them.

    Raises:
        ConfigurationError: The file is not a catalogue.
    """
    content = decoded(catalog.read())
    short = {**content, "streams": [_shortened(entry) for entry in content["streams"]]}
    return StringIO(msgspec.json.encode(short).decode())


def _shortened(entry: object) -> object:
    match entry:
        case {"metadata": [*items], **more} if (roots := list(filter(_is_of_table, items))) and _deselects(roots[-1]):
            return {**more, "schema": {"type": "object", "properties": {}}, "metadata": roots[-1:]}
        case _:
            return entry


def _is_of_table(item: object) -> bool:
    return isinstance(item, dict) and item.get("breadcrumb") == []


def _deselects(root: object) -> bool:
    match root:
        case {"metadata": {"selected": False, **more}}:
            return more.get("inclusion") != "automatic"
        case _:
            return False
