"""The server of the benchmark responds like Sage to readers of whole tables."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict
from decimal import Decimal
from urllib.parse import quote

import pytest

from tools.bench.rows import GAP
from tools.bench.server import Responder, Served, Serving

TABLE = "customers"
GZIP = 31


def serving(**settings: object) -> Responder:
    responder = Responder()
    responder.set(json.dumps({**asdict(Serving({TABLE: 1000})), **settings}).encode())
    return responder


def body(response: bytes) -> bytes:
    return response.partition(b"\r\n\r\n")[2]


def ids(response: bytes) -> list[int]:
    return [row["id"] // GAP for row in json.loads(body(response))]


def test_a_page_starts_at_the_requested_row() -> None:
    assert ids(serving().respond(f"/api/{TABLE}?$top=3&$skip=7&$orderby=id%20asc", takes_gzip=False)) == [8, 9, 10]


@pytest.mark.parametrize(
    ("condition", "first"),
    [
        (f"id gt {5 * GAP}", 6),
        (f"id gt {5 * GAP + 1}", 6),
        (f"id ge {5 * GAP}", 5),
        (f"id ge {5 * GAP + 1}", 6),
        ("id ge -7", 1),
        ("id gt -1", 1),
    ],
)
def test_a_page_starts_with_the_key_in_the_filter(condition: str, first: int) -> None:
    changed = "(date_time_updated ge 2026-01-01T00:00:00.000Z or id gt 900)"
    path = f"/api/{TABLE}?$filter={quote(f'{changed} and {condition}')}&$top=2"
    assert ids(serving().respond(path, takes_gzip=False)) == [first, first + 1]


def test_the_last_row_comes_first_in_descending_order() -> None:
    path = f"/api/{TABLE}?$filter=id%20gt%2030&$top=2&$orderby=id%20desc"
    assert ids(serving().respond(path, takes_gzip=False)) == [1000, 999]


def test_the_last_page_is_short_and_the_one_after_it_is_empty() -> None:
    responder = serving()
    assert ids(responder.respond(f"/api/{TABLE}?$top=5&$skip=998", takes_gzip=False)) == [999, 1000]
    assert ids(responder.respond(f"/api/{TABLE}?$top=5&$skip=1000", takes_gzip=False)) == []


def test_decimals_have_all_places_of_their_scale_and_nulls_are_omitted() -> None:
    rows = json.loads(body(serving().respond(f"/api/{TABLE}?$top=100", takes_gzip=False)), parse_float=Decimal)
    assert {row["balance"].as_tuple().exponent for row in rows if "balance" in row} == {-2}
    assert all(None not in row.values() for row in rows)
    assert 70 < sum(map(len, rows)) / 100 < 90


def test_a_compressed_page_has_the_same_content() -> None:
    responder, address = serving(gzip=True), f"/api/{TABLE}?$top=9"
    compressed, plain = responder.respond(address, takes_gzip=True), responder.respond(address, takes_gzip=False)
    assert b"Content-Encoding: gzip" in compressed
    assert zlib.decompress(body(compressed), GZIP) == body(plain)


def test_too_many_requests_per_second_are_refused() -> None:
    responder = serving(per_second=2)
    responses = [responder.respond(f"/api/{TABLE}?$top=1", takes_gzip=False) for _ in range(3)]
    assert [response.split(b" ")[1] for response in responses] == [b"200", b"200", b"429"]
    assert b"Retry-After: 1" in responses[2]
    assert responder.served == Served(responses=2, refusals=1)
