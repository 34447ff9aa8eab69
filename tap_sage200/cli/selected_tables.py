"""The tables that a run would read, for `sage200 check`."""

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
    """Make the streams of all resources, with their selection. No request is made.

    Each table is to be read in full: one row of it is enough, and no bookmark or start date may hide that row.

    Args:
        config: The settings.
        catalog: A Singer catalogue with a selection; without it, the tables that are selected by default.

    Raises:
        ConfigurationError: The catalogue cannot be read.
    """
    with _signals_kept():
        try:
            selecting = None if catalog is None else {"streams": json.loads(catalog.read_bytes())["streams"]}
            tap = TapSage200(config=dict(config), catalog=selecting, validate_config=False, setup_mapper=False)
            streams = tap.streams.values()
            for stream in streams:
                stream.forced_replication_method = "FULL_TABLE"
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise ConfigurationError(problems.settings.CATALOG_UNREADABLE, catalog=catalog) from error
    return [stream for stream in streams if isinstance(stream, ResourceStream)]


@contextmanager
def _signals_kept() -> Iterator[None]:
    """Keep the signal handlers: those of a tap would write a state on Ctrl-C."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
