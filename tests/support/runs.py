"""Runs of the tap inside a test, over real HTTP."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from io import StringIO
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from tap_sage200.clock import Clock
from tap_sage200.custom.declared import SETTINGS
from tap_sage200.errors import Sage200Error
from tap_sage200.signals import SIGNALS
from tap_sage200.singer import selection
from tap_sage200.singer.writer import BufferedWriter
from tap_sage200.tap import TapSage200

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from singer_sdk import Stream

    from tap_sage200.singer.base_stream import BaseStream

Row = dict[str, Any]
PATIENCE = 10.0
"""Seconds to wait for requests in flight."""


class Output(BufferedWriter):
    """The output of the tap, line by line as a target reads it."""

    def __init__(self, on_message: Callable[[Row], None] | None = None) -> None:
        """Start empty. `on_message` receives each message when it is written."""
        super().__init__()
        self.messages: list[Row] = []
        self._on_message = on_message

    def send(self, lines: bytes) -> None:
        """Keep messages as a target would read them."""
        for line in lines.splitlines():
            self.messages.append(json.loads(line, parse_float=Decimal))
            if self._on_message:
                self._on_message(self.messages[-1])


class Lines(Output):
    """The output of the tap, with the lines that a loader reads."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self.sent = bytearray()

    def send(self, lines: bytes) -> None:
        """Keep the lines."""
        self.sent += lines
        super().send(lines)


@dataclass
class Result:
    """The result of a run of the tap."""

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
        """Return the records of a stream in order, repeated ones too."""
        messages = (message for message in self.messages if message["type"] == "RECORD")
        return [message["record"] for message in messages if message["stream"] == stream]

    def loaded(self, stream: str, onto: dict[tuple[Any, ...], Row] | None = None) -> dict[tuple[Any, ...], Row]:
        """Return the rows of a target that upserts by key after this run. `onto` holds its rows before the run."""
        held = dict(onto or {})
        key = next(m["key_properties"] for m in self.messages if m["type"] == "SCHEMA" and m["stream"] == stream)
        for record in self.records(stream):
            held[tuple(record[part] for part in key)] = record
        return held

    def bookmark(self, stream: str, company_id: int = 1) -> Row:
        """Return the state of a stream for a company."""
        partitions: list[Row] = self.state["bookmarks"][stream].get("partitions", [])
        return next(part for part in partitions if part["context"]["company_id"] == company_id)


class NotingClock(Clock):
    """The clock of this machine, which records each wait instead of waiting."""

    def __init__(self) -> None:
        """Start without a wait."""
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Record a wait."""
        self.waits.append(seconds)


class QuietTap(TapSage200):
    """A tap that never sleeps, and that makes streams only for the tables of the test: all 389 would take a second."""

    tables: Collection[str] = ()
    """The names of these tables; if empty, all tables."""

    def discover_streams(self) -> list[BaseStream]:
        """Make streams for these tables, and for the tables that they are nested in."""
        return [stream_type(self) for stream_type in types_for(tuple(self.tables), tuple(self.known_streams.types))]


@cache
def types_for(tables: tuple[str, ...], known: tuple[type[BaseStream], ...]) -> list[type[BaseStream]]:
    """Return those of all classes that are for these tables and their parents; all classes if none is named."""
    wanted: set[type[Stream]] = set()
    for stream_type in known:
        table: type[Stream] | None = stream_type if not tables or attrgetter("name")(stream_type) in tables else None
        while table is not None:
            wanted.add(table)
            table = table.parent_stream_type
    return [stream_type for stream_type in known if stream_type in wanted]


def catalog_of(*streams: str, config: Row | None = None) -> Row:
    """Return the tap's own catalogue of these streams and of their parents, with only these streams selected.

    Args:
        streams: The names of the streams.
        config: The settings. Those that declare streams, or their columns, count.
    """
    declaring = {name: value for name, value in (config or {}).items() if name in (*SETTINGS, "decimals")}
    catalog: Row = json.loads(catalog_text(*streams, declaring=json.dumps(declaring)))
    for entry in catalog["streams"]:
        root = next(item for item in entry["metadata"] if not item["breadcrumb"])
        root["metadata"]["selected"] = entry["stream"] in streams
    return catalog


@cache
def catalog_text(*tables: str, declaring: str = "{}") -> str:
    """Return the catalogue of these tables and of their parents."""
    tap_type = type("QuietTap", (QuietTap,), {"tables": tables})
    text: str = tap_type(config=json.loads(declaring), validate_config=False).catalog_json_text
    return text


def run_tap(
    config: Row,
    *streams: str,
    state: Row | None = None,
    on_message: Callable[[Row], None] | None = None,
    change_catalog: Callable[[Row], None] = lambda _: None,
    output: Output | None = None,
) -> Result:
    """Run the tap in this process, over real HTTP. It never sleeps.

    Args:
        config: The settings.
        streams: The streams to select. If none is named, the streams that are selected by default.
        state: The state of the run before.
        on_message: Receives each message when it is written. It may raise to end the run there.
        change_catalog: Changes the catalogue before it is used.
        output: Receives the messages.
    """
    clock = NotingClock()
    tap_type = type("QuietTap", (QuietTap,), {"clock": clock, "tables": streams})
    catalog = None
    if streams:
        catalog = catalog_of(*streams, config=config)
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
        with SIGNALS.handled({}):
            tap.sync_all()
    except (Sage200Error, Stop) as raised:
        error = raised
    finally:
        _let_end_what_is_under_way()
    return Result(output.messages, error, clock.waits, tap)


def _let_end_what_is_under_way() -> None:
    """Wait for dropped requests in flight. The end of a process ends them; here they would disturb later runs."""
    for thread in threading.enumerate():
        if thread.name == "prefetch" and thread.is_alive():
            thread.join(PATIENCE)


class Stop(BaseException):
    """Ends a run as a kill does, at a moment that a test chooses."""


def dying(at: int | None) -> Callable[[dict[str, Any]], None]:
    """Return a function that ends a run at a record."""
    left = at or 0

    def see(message: dict[str, Any]) -> None:
        nonlocal left
        if message["type"] == "RECORD":
            left -= 1
            if left == 0:
                raise Stop

    return see
