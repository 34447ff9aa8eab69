"""The tap's output, checked by the Singer project's own tools. They have an environment of their own."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200.streams import stream_types
from tap_sage200.tap import TapSage200

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.runs import Result

pytestmark = pytest.mark.posix
TOOLS = Path(__file__).parents[2] / ".venvs" / "singer" / "bin"
ENOUGH = 5
"""The records of each stream that are checked: the tool is slow."""
READ_CATALOG = """
import json, sys
from singer import metadata
from singer.catalog import Catalog
for entry in Catalog.from_dict(json.load(sys.stdin)).streams:
    known = metadata.to_map(entry.metadata)
    keys = metadata.get(known, (), "table-key-properties")
    columns = set(entry.schema.properties)
    assert entry.tap_stream_id == entry.stream, entry.stream
    assert keys == entry.key_properties and set(keys) <= columns, entry.stream
    assert set(metadata.get(known, (), "valid-replication-keys") or []) <= columns, entry.stream
    assert {crumb[1] for crumb in known if crumb} == columns, entry.stream
    assert all(metadata.get(known, ("properties", key), "inclusion") == "automatic" for key in keys), entry.stream
    print(entry.stream)
"""


def tool(name: str, *arguments: str, given: str) -> subprocess.CompletedProcess[str]:
    """Run one of the tools."""
    return subprocess.run(
        [TOOLS / name, *arguments], input=given, capture_output=True, text=True, check=False, timeout=300
    )


def some_of(messages: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the messages, but only the first records of each stream."""
    seen: Counter[str] = Counter()
    for message in messages:
        if message["type"] == "RECORD":
            seen[message["stream"]] += 1
        if message["type"] != "RECORD" or seen[message["stream"]] <= ENOUGH:
            yield json.dumps(message, default=float)


def test_the_catalogue_is_one_that_singer_taps_and_targets_understand() -> None:
    catalog = TapSage200(config={}, validate_config=False).catalog_json_text
    result = tool("python", "-c", READ_CATALOG, given=catalog)
    assert result.stderr == ""
    assert len(result.stdout.split()) == len(stream_types())


def test_the_messages_of_every_stream_are_valid(full_run: Result) -> None:
    assert full_run.error is None
    result = tool("singer-check-tap", given="\n".join(some_of(full_run.messages)))
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"for {len(stream_types())} streams" in result.stdout
