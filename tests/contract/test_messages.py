"""Records that are written past the SDK are those that the SDK writes, digit by digit."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Demo, Sandbox

from tap_sage200.singer import base_stream
from tap_sage200.singer.base_stream import BaseStream
from tap_sage200.singer.record_sink import BufferedSink, SdkSink
from tap_sage200.streams import stream_types
from tests.support.runs import Result, run_tap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STREAMS = tuple(map(attrgetter("name"), stream_types()))


@pytest.fixture(scope="module")
def demo() -> Iterator[Sandbox]:
    """The demo company."""
    with Sandbox(Demo()) as sandbox:
        yield sandbox


def exact(value: object) -> object:
    """Give a value with its type and, for a decimal, every digit."""
    return (type(value).__name__, str(value) if isinstance(value, Decimal) else value)


def written(result: Result) -> dict[str, list[dict[str, Any]]]:
    """Give the records of each stream, in order, with the types of their values."""
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
    return type(customers.sink)


def test_every_record_of_every_stream_is_as_the_sdk_would_write_it(
    demo: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = demo.settings() | {"token_file": str(tmp_path / "token.json")}
    quick = run_tap(config, *STREAMS)
    monkeypatch.setattr(base_stream, "sink_for", SdkSink)
    plain = run_tap(config, *STREAMS)
    assert quick.error is None
    assert plain.error is None
    assert [sink(quick), sink(plain)] == [BufferedSink, SdkSink]
    assert written(quick) == written(plain)
