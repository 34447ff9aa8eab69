"""All streams of a tap: its own, those that the settings declare, and those that were added to the catalogue."""

from __future__ import annotations

from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from tap_sage200.custom.catalogued import Catalogued, catalogued
from tap_sage200.custom.declared import declared_types
from tap_sage200.streams import stream_types

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_sage200.singer.base_stream import BaseStream


class KnownStreams:
    """The classes of all tables that a run, or a discovery, knows."""

    def __init__(self, config: Mapping[str, Any], entries: Sequence[object]) -> None:
        """Prepare.

        Args:
            config: The settings by name, checked or not.
            entries: The entries of the catalogue; empty without one.
        """
        self._config = config
        self._entries = entries

    @cached_property
    def types(self) -> Sequence[type[BaseStream]]:
        """The classes, sorted by name.

        Raises:
            ConfigurationError: A view or a custom table of the settings cannot be used.
        """
        return sorted((*stream_types(), *self._declared, *self._catalogued.types), key=attrgetter("name"))

    @cached_property
    def names(self) -> Sequence[str]:
        """The names of all tables, sorted."""
        return [stream_type.declared_name() for stream_type in self.types]

    @property
    def declared(self) -> Sequence[str]:
        """The names of the views and the custom tables, sorted."""
        return sorted(stream_type.declared_name() for stream_type in self._declared)

    @property
    def remarks(self) -> Sequence[str]:
        """Why entries of the catalogue cannot be read as tables."""
        return self._catalogued.remarks

    @cached_property
    def _declared(self) -> Sequence[type[BaseStream]]:
        return declared_types(self._config, stream_types())

    @cached_property
    def _catalogued(self) -> Catalogued:
        known = (*stream_types(), *self._declared)
        return catalogued(self._entries, [stream_type.declared_name() for stream_type in known])
