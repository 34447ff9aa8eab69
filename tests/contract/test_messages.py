"""The fast writer writes the same records as the SDK, with every digit."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Demo, Sandbox

from tap_sage200.singer.base_stream import BaseStream
from tap_sage200.streams import stream_types
from tests.support.runs import PlainOutput, Result, run_tap

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
    """Return a value with its type and, for a decimal, every digit."""
    return (type(value).__name__, str(value) if isinstance(value, Decimal) else value)


def written(result: Result) -> dict[str, list[dict[str, Any]]]:
    """Return the records of each stream in order, with the types of their values."""
    records: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for message in result.messages:
        if message["type"] == "RECORD":
            assert message["time_extracted"]
            records[message["stream"]].append({name: exact(value) for name, value in message["record"].items()})
    return dict(records)


def passes(result: Result) -> bool:
    """Return whether the tap used the fast writer."""
    customers = result.tap.streams["customers"]
    assert isinstance(customers, BaseStream)
    return customers.is_passed_through


def test_the_fast_writer_writes_every_record_of_every_stream_as_the_sdk_does(demo: Sandbox, tmp_path: Path) -> None:
    config = demo.settings() | {"token_file": str(tmp_path / "token.json")}
    quick = run_tap(config, *STREAMS)
    plain = run_tap(config, *STREAMS, output=PlainOutput())
    assert quick.error is None
    assert plain.error is None
    assert [passes(quick), passes(plain)] == [True, False]
    assert written(quick) == written(plain)
