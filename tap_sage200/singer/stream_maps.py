"""The stream maps of the selected tables. A map that is not valid is a failure of its table."""

from __future__ import annotations

from collections import defaultdict
from fnmatch import fnmatch
from typing import TYPE_CHECKING, Any

from singer_sdk.exceptions import MappingError
from singer_sdk.mapper import MAPPER_ELSE_OPTION, RemoveRecordTransform
from singer_sdk.singerlib.schema import STANDARD_KEYS

from tap_sage200 import problems
from tap_sage200.errors import ConfigurationError, StreamError
from tap_sage200.singer import decimals

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from singer_sdk import Stream
    from singer_sdk.mapper import PluginMapper, StreamMap

TELLING = (TypeError, ZeroDivisionError, NotImplementedError)
"""The errors of expressions whose texts do not show values of a row."""


def maps_of(stream: Stream, mapper: PluginMapper) -> list[StreamMap]:
    """Make the stream maps of a stream. They see the selected columns.

    The mapper sees only the maps of this stream: it also evaluates parts of those that are for other streams.

    Raises:
        StreamError: A map is not valid.
    """
    given: Mapping[str, Any] = stream.config.get("stream_maps") or {}
    mapper.stream_maps_dict = {
        name: definition
        for name, definition in given.items()
        if name != MAPPER_ELSE_OPTION and fnmatch(stream.name, _source(name, definition))
    }
    schema = stream.effective_schema
    selected = {
        name: _standard(column) | decimals.size_of(column, stream.schema["properties"].get(name, {}))
        for name, column in schema["properties"].items()
        if stream.mask["properties", name]
    }
    try:
        mapper.register_raw_stream_schema(stream.name, {**schema, "properties": selected}, stream.primary_keys)
    except Exception as error:
        raise StreamError(problems.catalog.MAP_INVALID, table=stream.name, error=told(error)) from error
    return mapper.stream_maps[stream.name]


def _standard(column: Mapping[str, Any]) -> dict[str, Any]:
    """Return a column without the tap's own annotations."""
    return {key: value for key, value in column.items() if key in STANDARD_KEYS}


def told(error: BaseException) -> str:
    """Say why a map failed, without values of a row."""
    if isinstance(error, MappingError):
        return " ".join(str(one) for one in (error, error.__cause__) if one is not None)
    return f"{type(error).__name__}: {error}" if isinstance(error, TELLING) else type(error).__name__


def check_names(stream_maps: Mapping[str, object], tables: Collection[str]) -> None:
    """Check that each map is for a table. Without its map, a table would show values that the map hides.

    Raises:
        ConfigurationError: A map is for a table that does not exist.
    """
    sources = [_source(name, definition) for name, definition in stream_maps.items() if name != MAPPER_ELSE_OPTION]
    unknown = [source for source in sources if not any(fnmatch(table, source) for table in tables)]
    if unknown:
        raise ConfigurationError(problems.catalog.MAP_OF_UNKNOWN_TABLE, names=", ".join(unknown))


def _source(name: str, definition: object) -> str:
    match definition:
        case {"__source__": str(source)}:
            return source
        case _:
            return name


def deselect_unwritten(streams: Iterable[Stream]) -> dict[str, StreamError]:
    """Deselect the streams that stream maps leave out, and those whose maps fail.

    A stream that is left out is not read, so that its state stays as it is until the map is removed.

    Returns:
        The streams whose maps fail, with the reason.
    """
    failures: dict[str, StreamError] = {}
    writers: defaultdict[str, list[Stream]] = defaultdict(list)
    selected = [stream for stream in streams if stream.selected]
    for stream in selected:
        try:
            written = [one for one in stream.stream_maps if not isinstance(one, RemoveRecordTransform)]
        except StreamError as error:
            failures[stream.name] = error
            continue
        stream.selected = bool(written)
        for one in written:
            if one.transformed_key_properties == one.raw_key_properties:
                writers[one.stream_alias].append(stream)
    for same in writers.values():
        if len(same) > 1:
            names = ", ".join(stream.name for stream in same)
            failures |= {stream.name: StreamError(problems.catalog.MAPS_COLLIDE, tables=names) for stream in same}
    for stream in selected:
        if stream.name in failures:
            stream.selected = False
    return failures
