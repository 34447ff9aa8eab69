from __future__ import annotations

import gzip
import tracemalloc
from typing import TYPE_CHECKING

import pytest
import requests

from tap_sage200.transport import body
from tests.support.trickle import server_of

if TYPE_CHECKING:
    from requests_mock import Mocker

ADDRESS = "https://sage.test/v1/customers"
ROWS = b'[{"id": 1, "name": "Demonstration"}]' * 9


def answer(sage: Mocker, content: bytes, **headers: str) -> requests.Response:
    sage.get(ADDRESS, content=content, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return requests.get(ADDRESS, stream=True, timeout=1)


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        pytest.param(ROWS, {}, id="as it is"),
        pytest.param(ROWS, {"Content_Encoding": "identity"}, id="said to be as it is"),
        pytest.param(gzip.compress(ROWS), {"Content_Encoding": "GZIP"}, id="packed"),
    ],
)
def test_a_whole_body_is_read_and_decompressed(requests_mock: Mocker, content: bytes, encoding: dict[str, str]) -> None:
    found = answer(requests_mock, content, **encoding)

    assert body.unpacked(found, body.read(found)) == ROWS


def test_an_empty_body_has_no_bytes(requests_mock: Mocker) -> None:
    assert body.read(answer(requests_mock, b"")) == b""


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        pytest.param(gzip.compress(ROWS)[:-9], "gzip", id="packed and cut"),
        pytest.param(gzip.compress(ROWS) * 2, "gzip", id="packed in two parts"),
        pytest.param(ROWS, "gzip, gzip", id="packed twice"),
        pytest.param(ROWS, "gzip", id="not packed at all"),
        pytest.param(ROWS, "br", id="packed as nobody asked for"),
    ],
)
def test_a_body_that_cannot_be_decompressed_is_a_broken_response(
    requests_mock: Mocker, content: bytes, encoding: str
) -> None:
    found = answer(requests_mock, content, Content_Encoding=encoding)

    with pytest.raises(requests.exceptions.ContentDecodingError):
        body.unpacked(found, body.read(found))


def test_a_compressed_body_that_claims_to_be_huge_takes_no_memory_for_it(requests_mock: Mocker) -> None:
    lie = gzip.compress(ROWS)[:-4] + b"\xff\xff\xff\xff"
    found = answer(requests_mock, lie, Content_Encoding="gzip")
    packed = body.read(found)
    tracemalloc.start()
    try:
        with pytest.raises(requests.exceptions.ContentDecodingError):
            body.unpacked(found, packed)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("announced", [len(ROWS), 10_000, 1, 0, "many", -1, "9" * 5000, ""])
def test_the_body_is_what_came_whatever_length_was_announced(
    requests_mock: Mocker, monkeypatch: pytest.MonkeyPatch, announced: object
) -> None:
    monkeypatch.setattr(body, "LARGEST_PIECE", 10)
    found = answer(requests_mock, ROWS, Content_Length=str(announced))
    assert body.read(found) == ROWS


def test_a_compressed_empty_body_has_no_bytes(requests_mock: Mocker) -> None:
    found = answer(requests_mock, gzip.compress(b""), Content_Encoding="gzip")
    assert body.unpacked(found, body.read(found)) == b""


def test_a_huge_announced_length_takes_no_memory() -> None:
    headers = f"Content-Length: {10**15}\r\n"
    with server_of(headers, [ROWS]) as address:
        found = requests.get(address, stream=True, timeout=5)
        with found, pytest.raises(requests.exceptions.ChunkedEncodingError):
            body.read(found)
