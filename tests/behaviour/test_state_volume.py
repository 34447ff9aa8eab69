"""Guarantee 4: STATE messages take at most a tenth of the data plus one STATE, however many companies there are."""

from __future__ import annotations

import json
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Demo, Sandbox

from tap_sage200.singer.output import DATA_PER_STATE
from tap_sage200.streams import stream_types
from tests.support.runs import Output, run_tap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Config = dict[str, Any]
COMPANIES = 4
TABLES = [table for table in map(attrgetter("name"), stream_types()) if table.startswith(("customer", "sop_order"))]


class Sizes(Output):
    """Adds up the sizes of the lines of each type of message."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: dict[str, list[int]] = {"STATE": [], "SCHEMA": [], "RECORD": []}

    def send(self, lines: bytes) -> None:
        for line in lines.splitlines(keepends=True):
            self.sizes[json.loads(line)["type"]].append(len(line))
        super().send(lines)


@pytest.fixture(scope="module")
def sage() -> Iterator[Sandbox]:
    """A Sage with several demo companies."""
    with Sandbox(Demo(), companies=COMPANIES) as sandbox:
        yield sandbox


@pytest.fixture
def config(sage: Sandbox, tmp_path: Path) -> Config:
    return sage.settings() | {"all_companies": True, "token_file": str(tmp_path / "token.json")}


def test_states_take_a_tenth_of_the_data_in_a_first_run_and_in_a_quiet_one(config: Config) -> None:
    state: Config = {}
    for run in ("first", "quiet"):
        output = Sizes()
        result = run_tap(config, *TABLES, state=state, output=output)
        assert result.error is None
        state, sizes = result.state, output.sizes
        assert len(state["bookmarks"]) >= len(TABLES) // 2
        data = sum(sizes["SCHEMA"]) + sum(sizes["RECORD"])
        assert sum(sizes["STATE"][:-1]) <= data / DATA_PER_STATE, run
        assert len(sizes["STATE"]) < len(TABLES), run
