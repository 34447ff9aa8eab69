"""The tables that a run would read."""

from __future__ import annotations

import json
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tap_sage200 import problems
from tap_sage200.errors import ConfigurationError
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.tap import TapSage200

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


def tables_of(config: Mapping[str, Any], catalog: Path | None) -> list[ResourceStream]:
    """Make the streams of all resources, each with what is selected of it and in it; nothing is asked.

    Args:
        config: The settings.
        catalog: What selects; without it, all tables are selected that are by default.

    Raises:
        ConfigurationError: The catalogue cannot be read.
    """
    with _signals_kept():
        try:
            selecting = None if catalog is None else {"streams": json.loads(catalog.read_bytes())["streams"]}
            tap = TapSage200(config=dict(config), catalog=selecting, validate_config=False, setup_mapper=False)
            streams = tap.streams.values()
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ConfigurationError(problems.settings.CATALOG_UNREADABLE, catalog=catalog) from error
    return [stream for stream in streams if isinstance(stream, ResourceStream)]


@contextmanager
def _signals_kept() -> Iterator[None]:
    """Leave Ctrl-C as it is: a tap would answer it with a state."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
