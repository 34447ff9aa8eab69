"""What the SDK is spared of a catalogue."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200.errors import ConfigurationError
from tap_sage200.singer.selection import shortened

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = {"type": "object", "properties": {"id": {"type": ["integer"]}}}
SELECTED = {"breadcrumb": [], "metadata": {"selected": True}}
OF_ID = {"breadcrumb": ["properties", "id"], "metadata": {"inclusion": "automatic"}}


def entry(stream: str, **of_the_stream: object) -> dict[str, Any]:
    root = {"breadcrumb": [], "metadata": of_the_stream}
    return {"tap_stream_id": stream, "stream": stream, "schema": COLUMNS, "metadata": [OF_ID, root]}


def read(*entries: dict[str, Any]) -> list[dict[str, Any]]:
    content = json.loads(shortened(StringIO(json.dumps({"version": 1, "streams": entries}))).read())
    assert content["version"] == 1
    return list(content["streams"])


def test_a_stream_that_is_not_selected_keeps_its_place_and_what_is_said_of_it_as_a_whole() -> None:
    [short] = read(entry("banks", selected=False, **{"table-key-properties": ["id"]}))
    root = {"breadcrumb": [], "metadata": {"selected": False, "table-key-properties": ["id"]}}
    assert short == entry("banks") | {"schema": {"type": "object", "properties": {}}, "metadata": [root]}


@pytest.mark.parametrize(
    "whole",
    [
        entry("banks", selected=True),
        entry("banks", **{"selected-by-default": True}),
        entry("banks", inclusion="automatic", selected=False),
        entry("banks") | {"schema": {"selected": True}},
        entry("banks", selected=False) | {"metadata": [*entry("banks", selected=False)["metadata"], SELECTED]},
        entry("banks") | {"metadata": []},
        entry("banks") | {"metadata": [OF_ID]},
    ],
)
def test_whatever_the_sdk_might_read_stays_as_it_is(whole: dict[str, Any]) -> None:
    assert read(whole, entry("currencies"))[0] == whole


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"streams": 1}'])
def test_what_is_no_catalogue_is_called_so(text: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^The catalogue is not a Singer catalogue"):
        shortened(StringIO(text))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_catalogue_may_be_in_an_encoding_of_windows(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "catalog.json"
    file.write_text(json.dumps({"streams": [entry("bänke")]}), encoding=encoding)
    with file.open("rb") as opened:
        [read] = json.loads(shortened(opened).read())["streams"]
    assert read["stream"] == "bänke"
