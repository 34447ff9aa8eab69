"""The tap's own writer writes the same records as the SDK's writer, digit by digit."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from tap_sage200.singer import record_sink
from tap_sage200.singer.base_stream import BaseStream
from tap_sage200.singer.record_sink import BufferedSink, SdkSink
from tap_sage200.streams import stream_types
from tests.support.runs import Result, run_tap

if TYPE_CHECKING:
    import pytest

STREAMS = tuple(map(attrgetter("name"), stream_types()))


def exact(value: object) -> object:
    """Return a value with its type and, for a decimal, every digit."""
    return (type(value).__name__, str(value) if isinstance(value, Decimal) else value)


def written(result: Result) -> dict[str, list[dict[str, Any]]]:
    """Return the records of each stream, in order, with the types of their values."""
    records: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for message in result.messages:
        if message["type"] == "RECORD":
            assert message["time_extracted"]
            records[message["stream"]].append({name: exact(value) for name, value in message["record"].items()})
    return dict(records)


def sink(result: Result) -> type:
    """Return the type of the record sink of customers."""
    customers = result.tap.streams["customers"]
    assert isinstance(customers, BaseStream)
    return type(customers.sink.current)


def test_every_record_of_every_stream_is_as_the_sdk_would_write_it(
    demo_config: dict[str, Any], full_run: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record_sink, "sink_for", SdkSink)
    plain = run_tap(demo_config, *STREAMS)
    assert full_run.error is None
    assert plain.error is None
    assert [sink(full_run), sink(plain)] == [BufferedSink, SdkSink]
    assert written(full_run) == written(plain)
