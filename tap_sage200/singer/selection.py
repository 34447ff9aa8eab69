"""The catalogue of a run without what it does not read."""

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
    """Leave out of a catalogue the columns of streams that are not selected.

    With some hundred streams the SDK takes most of its time to start for those, and then reads none of them.

    Raises:
        ConfigurationError: It is no catalogue.
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
