"""The server of the benchmark answers as Sage does to readers of whole tables."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict
from decimal import Decimal

from tools.bench.rows import GAP
from tools.bench.server import Responder, Served, Serving

TABLE = "customers"
GZIP = 31


def serving(**settings: object) -> Responder:
    responder = Responder()
    responder.set(json.dumps({**asdict(Serving({TABLE: 1000})), **settings}).encode())
    return responder


def body(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[2]


def ids(answer: bytes) -> list[int]:
    return [row["id"] // GAP for row in json.loads(body(answer))]


def test_a_page_begins_where_it_is_asked_to() -> None:
    assert ids(serving().answer(f"/api/{TABLE}?$top=3&$skip=7&$orderby=id%20asc", takes_gzip=False)) == [8, 9, 10]


def test_a_page_lies_beyond_a_key_whatever_else_is_asked_for() -> None:
    changed = "(date_time_updated%20ge%202026-01-01T00:00:00.000Z%20or%20id%20gt%20900)"
    asked = f"/api/{TABLE}?$filter={changed}%20and%20id%20gt%20{5 * GAP + 1}&$top=2"
    assert ids(serving().answer(asked, takes_gzip=False)) == [6, 7]


def test_the_last_row_comes_first_where_that_is_asked_for() -> None:
    asked = f"/api/{TABLE}?$filter=id%20gt%2030&$top=2&$orderby=id%20desc"
    assert ids(serving().answer(asked, takes_gzip=False)) == [1000, 999]


def test_the_last_page_is_short_and_the_one_after_it_is_empty() -> None:
    responder = serving()
    assert ids(responder.answer(f"/api/{TABLE}?$top=5&$skip=998", takes_gzip=False)) == [999, 1000]
    assert ids(responder.answer(f"/api/{TABLE}?$top=5&$skip=1000", takes_gzip=False)) == []


def test_decimals_have_every_place_of_their_scale_and_nulls_are_left_out() -> None:
    rows = json.loads(body(serving().answer(f"/api/{TABLE}?$top=100", takes_gzip=False)), parse_float=Decimal)
    assert {row["balance"].as_tuple().exponent for row in rows if "balance" in row} == {-2}
    assert all(None not in row.values() for row in rows)
    assert 70 < sum(map(len, rows)) / 100 < 90


def test_a_packed_page_is_the_same_page() -> None:
    responder, address = serving(gzip=True), f"/api/{TABLE}?$top=9"
    packed, plain = responder.answer(address, takes_gzip=True), responder.answer(address, takes_gzip=False)
    assert b"Content-Encoding: gzip" in packed
    assert zlib.decompress(body(packed), GZIP) == body(plain)


def test_what_is_too_much_within_a_second_is_refused() -> None:
    responder = serving(per_second=2)
    answers = [responder.answer(f"/api/{TABLE}?$top=1", takes_gzip=False) for _ in range(3)]
    assert [answer.split(b" ")[1] for answer in answers] == [b"200", b"200", b"429"]
    assert b"Retry-After: 1" in answers[2]
    assert responder.served == Served(answers=2, refusals=1)
