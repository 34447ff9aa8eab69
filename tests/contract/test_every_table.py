"""All of Sage in one run: every stream brings every row of its table."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Demo, Sandbox

from tap_sage200.streams import stream_types
from tests.support.runs import Result, run_tap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

STREAMS = sorted(str(vars(stream_type)["name"]) for stream_type in stream_types())
OF_THE_COMPANY = ("site_id", "company_id")


@pytest.fixture(scope="module")
def demo() -> Iterator[Sandbox]:
    """The demo company, every table with its rows."""
    with Sandbox(Demo()) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def result(demo: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Result:
    """One run with every stream selected, those too that are not by default."""
    token_file = str(tmp_path_factory.mktemp("tap") / "token.json")
    return run_tap(demo.settings() | {"token_file": token_file}, *STREAMS)


def keys(rows: Iterable[Mapping[str, Any]], parts: tuple[str, ...]) -> Counter[tuple[Any, ...]]:
    """How often each key is there; a part that a join left null is 0 in the tap's records."""
    return Counter(tuple(0 if row.get(part) is None else row[part] for part in parts) for row in rows)


def stored(demo: Sandbox, stream: str) -> list[dict[str, Any]]:
    """The rows of the stream's table, each with the company that it is of."""
    (company,) = demo.companies
    rows = [company.site()] if stream == "sites" else company.rows(stream)
    return [{**row, "site_id": company.site_id, "company_id": company.company_id} for row in rows]


def test_the_run_ends_well_and_tells_the_schema_of_every_stream(result: Result) -> None:
    assert result.error is None
    assert {message["stream"] for message in result.messages if message["type"] == "SCHEMA"} == set(STREAMS)


@pytest.mark.parametrize("stream", STREAMS)
def test_a_stream_brings_each_row_of_its_table_once(demo: Sandbox, result: Result, stream: str) -> None:
    (schema,) = (m for m in result.messages if m["type"] == "SCHEMA" and m["stream"] == stream)
    parts = tuple(schema["key_properties"])
    rows = stored(demo, stream)
    assert set(OF_THE_COMPANY) <= set(parts)
    assert keys(result.records(stream), parts) == keys(rows, parts)
