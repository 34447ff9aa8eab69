"""A run with every stream selected brings every row of every table."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from tap_sage200.streams import stream_types

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pytest
    from sage200_sandbox import Sandbox

    from tests.support.runs import Result

STREAMS = sorted(str(vars(stream_type)["name"]) for stream_type in stream_types())
OF_THE_COMPANY = ("site_id", "company_id")


def keys(rows: Iterable[Mapping[str, Any]], parts: tuple[str, ...]) -> Counter[tuple[Any, ...]]:
    """Count each key; a part that a join left null is 0 in the tap's records."""
    return Counter(tuple(0 if row.get(part) is None else row[part] for part in parts) for row in rows)


def stored(demo: Sandbox, stream: str) -> list[dict[str, Any]]:
    """Return the rows of the stream's table, each with the site and the company of the demo."""
    (company,) = demo.companies
    rows = [company.site()] if stream == "sites" else company.rows(stream)
    return [{**row, "site_id": company.site_id, "company_id": company.company_id} for row in rows]


def test_the_run_ends_well_and_tells_the_schema_of_every_stream(full_run: Result) -> None:
    assert full_run.error is None
    assert {message["stream"] for message in full_run.messages if message["type"] == "SCHEMA"} == set(STREAMS)


def test_each_stream_brings_each_row_of_its_table_once(
    demo: Sandbox, full_run: Result, subtests: pytest.Subtests
) -> None:
    key_of = {
        message["stream"]: tuple(message["key_properties"])
        for message in full_run.messages
        if message["type"] == "SCHEMA"
    }
    records: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for message in full_run.messages:
        if message["type"] == "RECORD":
            records[message["stream"]].append(message["record"])
    for stream in STREAMS:
        with subtests.test(stream):
            assert set(OF_THE_COMPANY) <= set(key_of[stream])
            assert keys(records[stream], key_of[stream]) == keys(stored(demo, stream), key_of[stream])
