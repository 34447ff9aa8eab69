"""Runs of the tap inside a test, over real HTTP."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from decimal import Decimal
from io import StringIO
from typing import TYPE_CHECKING, Any

from tap_sage200.clock import Clock
from tap_sage200.errors import Sage200Error
from tap_sage200.singer import selection
from tap_sage200.singer.writer import BufferedWriter
from tap_sage200.tap import TapSage200

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from singer_sdk import Stream

    from tap_sage200.singer.base_stream import BaseStream

Row = dict[str, Any]
PATIENCE = 10.0
"""Seconds to wait for requests under way."""


class Output(BufferedWriter):
    """What a target would read from the tap, line by line."""

    def __init__(self, on_message: Callable[[Row], None] | None = None) -> None:
        """Begin with nothing; `on_message` sees each message as it is written."""
        super().__init__()
        self.messages: list[Row] = []
        self._on_message = on_message

    def send(self, lines: bytes) -> None:
        """Keep messages as a target would read them."""
        for line in lines.splitlines():
            self.messages.append(json.loads(line, parse_float=Decimal))
            if self._on_message:
                self._on_message(self.messages[-1])


@dataclass
class Result:
    """How a run of the tap went."""

    messages: list[Row] = field(repr=False)
    error: BaseException | None
    waits: list[float]
    tap: TapSage200 = field(repr=False)

    @property
    def state(self) -> Row:
        """The last state that the tap wrote."""
        states: list[Row] = [message["value"] for message in self.messages if message["type"] == "STATE"]
        return states[-1] if states else {}

    def records(self, stream: str) -> list[Row]:
        """The records of a stream, in order, as often as they came."""
        messages = (message for message in self.messages if message["type"] == "RECORD")
        return [message["record"] for message in messages if message["stream"] == stream]

    def loaded(self, stream: str, onto: dict[tuple[Any, ...], Row] | None = None) -> dict[tuple[Any, ...], Row]:
        """What a target that upserts by key holds after this run, on top of what it held before."""
        held = dict(onto or {})
        key = next(m["key_properties"] for m in self.messages if m["type"] == "SCHEMA" and m["stream"] == stream)
        for record in self.records(stream):
            held[tuple(record[part] for part in key)] = record
        return held

    def bookmark(self, stream: str, company_id: int = 1) -> Row:
        """The state of a stream for a company."""
        partitions: list[Row] = self.state["bookmarks"][stream].get("partitions", [])
        return next(part for part in partitions if part["context"]["company_id"] == company_id)


class NotingClock(Clock):
    """The clock of this machine, but it only notes for how long it should have waited."""

    def __init__(self) -> None:
        """Begin with no wait."""
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Note it."""
        self.waits.append(seconds)


class QuietTap(TapSage200):
    """A tap that never sleeps, and that knows some tables alone where it is told which: all of them take a second."""

    tables: Collection[str] = ()
    """The tables to know; all, where none is named."""

    def discover_streams(self) -> list[BaseStream]:
        """Make streams for these tables, and for those that they are nested in."""
        streams = super().discover_streams()
        known: set[type[Stream]] = set()
        for stream in streams:
            table: type[Stream] | None = type(stream) if stream.name in self.tables or not self.tables else None
            while table is not None:
                known.add(table)
                table = table.parent_stream_type
        return [stream for stream in streams if type(stream) in known]


def catalog_of(tap: TapSage200, streams: tuple[str, ...]) -> Row:
    """The tap's own catalogue, with only these streams selected."""
    catalog: Row = json.loads(tap.catalog_json_text)
    for entry in catalog["streams"]:
        root = next(item for item in entry["metadata"] if not item["breadcrumb"])
        root["metadata"]["selected"] = entry["stream"] in streams
    return catalog


def run_tap(
    config: Row,
    *streams: str,
    state: Row | None = None,
    on_message: Callable[[Row], None] | None = None,
    change_catalog: Callable[[Row], None] = lambda _: None,
    output: Output | None = None,
) -> Result:
    """Run the tap in this process, over real HTTP, without ever sleeping.

    Args:
        config: The settings.
        streams: The streams to select; all that are selected by default when none is named.
        state: The state of the run before.
        on_message: Sees each message as it is written, and may raise to end the run there.
        change_catalog: Changes the catalogue before it is used.
        output: Takes the messages.
    """
    clock = NotingClock()
    tap_type = type("QuietTap", (QuietTap,), {"clock": clock, "tables": streams})
    catalog = None
    if streams:
        catalog = catalog_of(tap_type(config={}, validate_config=False), streams)
        change_catalog(catalog)
        catalog = json.load(selection.shortened(StringIO(json.dumps(catalog))))
    output = output or Output(on_message)
    error: BaseException | None = None
    tap = tap_type(
        config=dict(config),
        catalog=catalog,
        state=json.loads(json.dumps(state or {})),
        message_writer=output,
    )
    try:
        tap.sync_all()
    except (Sage200Error, Stop) as raised:
        error = raised
    finally:
        _let_end_what_is_under_way()
    return Result(output.messages, error, clock.waits, tap)


def _let_end_what_is_under_way() -> None:
    """Wait for requests that nobody wants any more: a process would end them, here they would meet later runs."""
    for thread in threading.enumerate():
        if thread.name == "prefetch" and thread.is_alive():
            thread.join(PATIENCE)


class Stop(BaseException):
    """Ends a run as a kill would, at a moment that a test chooses."""
