"""Shortens the catalogue of a run to the parts that the run needs."""

from __future__ import annotations

from io import StringIO
from typing import IO, TYPE_CHECKING, Any

import msgspec
from singer_sdk.singerlib import MetadataMapping

from tap_sage200 import problems
from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping


def shortened(catalog: IO[str]) -> IO[str]:
    """Remove the columns of deselected streams from a catalogue.

    With some hundred streams, the SDK needs most of its start-up time for these columns, and then reads none of them.

    Raises:
        ConfigurationError: The file is not a catalogue.
    """
    try:
        content = msgspec.json.decode(catalog.read())
        short = {**content, "streams": [_shortened(entry) for entry in content["streams"]]}
    except (msgspec.DecodeError, LookupError, TypeError, AttributeError) as error:
        raise ConfigurationError(problems.settings.CATALOG_INVALID) from error
    return StringIO(msgspec.json.encode(short).decode())


def _shortened(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    of_the_stream = [item for item in entry.get("metadata", ()) if not item["breadcrumb"]]
    if not of_the_stream or MetadataMapping.from_iterable(of_the_stream).resolve_selection()[()]:
        return entry
    return {**entry, "schema": {"type": "object", "properties": {}}, "metadata": of_the_stream}
