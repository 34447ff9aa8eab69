"""Guarantees 3 and 4: whenever a run ends and however it writes, its last state never says more than it has written."""

from __future__ import annotations

import gzip
import json
import signal
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

import pytest
from sage200_sandbox import Fault
from sage200_sandbox.sample_rows import customers, nested_row, row

from tests.support.runs import Output, Stop, run_tap

if TYPE_CHECKING:
    from collections.abc import Callable

    from sage200_sandbox import Sandbox

Config = dict[str, Any]
Message = dict[str, Any]
Rows = set[tuple[str, int]]
TABLES = ("currencies", "customer_main_addresses", "customers")
ROWS = 13
PAGE = 3
BAD = "no number"
MOMENTS = 4
"""At how many moments a run ends."""


@pytest.fixture
def source(sage: Sandbox) -> Rows:
    """Two tables of some pages, one with a table nested in it."""
    company, numbers = sage.companies[0], range(1, ROWS + 1)
    company.replace("currencies", [row("currencies", number, name=str(number)) for number in numbers])
    company.replace("customers", [customer | {"short_name": str(customer["id"])} for customer in customers(ROWS)])
    company.replace("customer_main_addresses", [nested_row(TABLES[1], n, customer_id=n) for n in numbers])
    return {(table, number) for table in TABLES for number in numbers}


@pytest.fixture(params=["messages", "stream maps", "flattening", "batch files"])
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Config:
    """The settings of each way to write."""
    storage = {"root": (tmp_path / "batches").as_uri()}
    encoding = {"format": "jsonl", "compression": "gzip"}
    ways: dict[str, Config] = {
        "messages": {},
        "stream maps": {"stream_maps": {table: {"mapped": "str(id)"} for table in TABLES}},
        "flattening": {"flattening_enabled": True, "flattening_max_depth": 1},
        "batch files": {"batch_config": {"encoding": encoding, "storage": storage, "batch_size": 5}},
    }
    return ways[request.param]


def written(messages: list[Message]) -> Rows:
    """The rows in RECORD messages, and in the files of BATCH messages."""
    rows = {(message["stream"], int(message["record"]["id"])) for message in messages if message["type"] == "RECORD"}
    for message in messages:
        for name in message.get("manifest", ()):
            lines = gzip.decompress(Path(urlparse(name).path).read_bytes()).splitlines()
            rows |= {(message["stream"], int(json.loads(line)["id"])) for line in lines}
    return rows


def last_state(messages: list[Message]) -> Config:
    return next((message["value"] for message in reversed(messages) if message["type"] == "STATE"), {})


def run_until(config: Config, moment: int, end: Callable[[], None]) -> list[Message]:
    """Run until so many messages have arrived, then end the run in some way, and return what has arrived."""
    came: list[Message] = []

    def note(message: Message) -> None:
        came.append(message)
        if len(came) == moment:
            end()

    output = Output(note)
    with suppress(SystemExit):
        run_tap(config, *TABLES, output=output)
    return output.messages


def kill() -> None:
    raise Stop


def terminate() -> None:
    signal.raise_signal(signal.SIGTERM)


@pytest.mark.parametrize("end", [kill, terminate])
def test_a_run_that_ends_after_any_message_loses_nothing(
    config: Config, source: Rows, way: Config, end: Callable[[], None]
) -> None:
    config |= way | {"page_size": PAGE, "concurrency": 1}
    whole = run_tap(config, *TABLES).messages
    first_row = next(number for number, message in enumerate(whole, 1) if message["type"] in {"RECORD", "BATCH"})
    for moment in range(first_row, len(whole), max(1, len(whole) // MOMENTS)):
        first = run_until(config, moment, end)
        assert end is kill or last_state(first)
        second = run_tap(config, *TABLES, state=last_state(first))
        assert written(first) | written(second.messages) == source, moment


@pytest.mark.parametrize("table", ["customers", "currencies"])
@pytest.mark.parametrize("status", ["400", "401"])
def test_a_run_whose_table_fails_after_some_pages_loses_nothing(  # noqa: PLR0913, PLR0917 - fixtures and cases
    sage: Sandbox, config: Config, source: Rows, way: Config, table: str, status: str
) -> None:
    config |= way | {"page_size": PAGE, "concurrency": 1}
    sage.fault(Fault(status, table=table, after=2, times=None))
    first = run_tap(config, *TABLES)
    assert [message["type"] for message in first.messages].count("STATE") >= 1
    sage.clear_faults()
    second = run_tap(config, *TABLES, state=first.state)
    assert written(first.messages) | written(second.messages) == source


@pytest.mark.parametrize("after", [1, 3])
def test_a_run_that_loses_its_token_loses_no_row(
    sage: Sandbox, config: Config, source: Rows, way: Config, after: int
) -> None:
    config |= way | {"page_size": PAGE, "concurrency": 1}

    def lose(_: object) -> None:
        sage.expire_access_tokens()
        sage.revoke()

    sage.between_pages("customers", page=after, do=lose)
    first = run_tap(config, *TABLES)
    assert first.error is not None
    assert first.state
    sage.clear_page_actions()
    healthy = config | {"refresh_token": sage.new_refresh_token(), "token_file": f"{config['token_file']}.new"}
    second = run_tap(healthy, *TABLES, state=first.state)
    assert second.error is None
    assert written(first.messages) | written(second.messages) == source


@pytest.mark.parametrize("bad", [2, 5])
def test_a_map_that_fails_in_the_middle_of_a_page_loses_no_row(
    sage: Sandbox, config: Config, source: Rows, bad: int
) -> None:
    config |= {"page_size": PAGE, "concurrency": 1, "stream_maps": {"customers": {"short_name": "int(short_name)"}}}
    rows = [customer | {"short_name": str(customer["id"])} for customer in customers(ROWS)]
    sage.companies[0].replace("customers", [*rows[: bad - 1], rows[bad - 1] | {"short_name": BAD}, *rows[bad:]])
    first = run_tap(config, *TABLES)
    sage.companies[0].replace("customers", rows)
    second = run_tap(config, *TABLES, state=first.state)
    assert written(first.messages) | written(second.messages) == source


def test_a_state_follows_the_rows_of_each_long_table_and_never_comes_first(config: Config, source: Rows) -> None:
    del source
    result = run_tap(config | {"page_size": PAGE}, *TABLES)
    types = [message["type"] for message in result.messages]
    assert types[0] == "SCHEMA"
    assert types[-1] == "STATE"
    again = run_tap(config | {"page_size": PAGE}, *TABLES, state=result.state)
    assert [message["type"] for message in again.messages].index("STATE") > 0, "the state that came in is no news"
    states = [message["value"] for message in again.messages if message["type"] == "STATE"]
    assert all(one != other for one, other in pairwise(states))
