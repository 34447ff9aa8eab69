"""The tables that a run would read, for `sage200 check`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tap_sage200 import problems
from tap_sage200.errors import ConfigurationError
from tap_sage200.singer import selection
from tap_sage200.singer.batch_storage import check_storage
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.singer.stream_maps import check_names
from tap_sage200.sync import preconditions
from tap_sage200.tap import TapSage200

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from tap_sage200.errors import StreamError


@dataclass(frozen=True, slots=True)
class SelectedTables:
    """The tables that a run would read."""

    resources: Sequence[ResourceStream]
    """The streams of all resources, with their selection."""
    failures: Mapping[str, StreamError]
    """The tables that would fail because of the catalogue or a stream map."""
    remarks: Sequence[str]
    """What of the settings and of the catalogue is not read, and why."""


def tables_of(config: Mapping[str, Any], catalog: Path | None) -> SelectedTables:
    """Make the streams of all resources, with their selection. No request is made.

    Each table is to be read in full: one row of it is enough, and no bookmark or start date may hide that row.

    Args:
        config: The settings.
        catalog: A Singer catalogue with a selection; without it, the tables that are selected by default.

    Raises:
        ConfigurationError: The catalogue cannot be read, a stream map is for a table that does not exist, no batch file
            could be written, or the setting `tables` is wrong.
    """
    check_storage(config)
    try:
        selecting = None if catalog is None else selection.decoded(catalog.read_bytes())
    except (OSError, ConfigurationError) as error:
        raise ConfigurationError(problems.catalog.UNREADABLE, catalog=catalog) from error
    tap = TapSage200(config=dict(config), catalog=selecting, validate_config=False, setup_mapper=False)
    check_names(config.get("stream_maps") or {}, tap.known_streams.names)
    remarks = tap.remarks_on_own_streams()
    failures = tap.leave_out_failures()
    for stream in tap.streams.values():
        stream.forced_replication_method = "FULL_TABLE"
    resources = [one for one in tap.streams.values() if isinstance(one, ResourceStream)]
    preconditions.check_conditions(one.table for one in resources)
    return SelectedTables(resources, failures, remarks)
