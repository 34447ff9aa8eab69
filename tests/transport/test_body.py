from __future__ import annotations

import gzip
import tracemalloc
from itertools import repeat
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
    found = answer(requests_mock, gzip.compress(b"", mtime=0), Content_Encoding="gzip")
    assert body.unpacked(found, body.read(found)) == b""


def test_a_huge_announced_length_takes_no_memory() -> None:
    headers = f"Content-Length: {10**15}\r\n"
    with server_of(headers, [ROWS]) as address:
        found = requests.get(address, stream=True, timeout=5)
        with found, pytest.raises(requests.exceptions.ChunkedEncodingError):
            body.read(found)


@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_a_body_of_the_largest_size_is_read_and_a_larger_one_is_not(
    requests_mock: Mocker, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    content = ROWS if encoding == "identity" else gzip.compress(ROWS)
    monkeypatch.setattr(body, "LARGEST", len(ROWS))
    found = answer(requests_mock, content, Content_Encoding=encoding)
    assert body.unpacked(found, body.read(found)) == ROWS

    monkeypatch.setattr(body, "LARGEST", len(ROWS) - 1)
    found = answer(requests_mock, content, Content_Encoding=encoding)
    with pytest.raises(body.TooLargeError):
        body.unpacked(found, body.read(found, body.LARGEST))


@pytest.mark.parametrize("size", [b"", b"\1\0\0\0", b"\xff\xff\xff\xff"])
def test_a_small_body_that_unpacks_to_a_huge_one_takes_little_memory(
    requests_mock: Mocker, monkeypatch: pytest.MonkeyPatch, size: bytes
) -> None:
    monkeypatch.setattr(body, "LARGEST", 100_000)
    bomb = gzip.compress(bytes(20_000_000))
    found = answer(requests_mock, bomb[: len(bomb) - len(size)] + size, Content_Encoding="gzip")
    packed = body.read(found)
    tracemalloc.start()
    try:
        with pytest.raises(body.TooLargeError):
            body.unpacked(found, packed)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_body_without_end_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "LARGEST", 100_000)
    with server_of("", repeat(b" " * 50_000)) as address:
        found = requests.get(address, stream=True, timeout=5)
        with found, pytest.raises(body.TooLargeError):
            body.read(found)


@pytest.mark.parametrize("after", [b"\0" * 8, b"padding", ROWS])
def test_bytes_after_a_compressed_body_do_not_matter(requests_mock: Mocker, after: bytes) -> None:
    found = answer(requests_mock, gzip.compress(ROWS) + after, Content_Encoding="x-gzip")
    assert body.unpacked(found, body.read(found)) == ROWS


TEXT = '[{"name": "Seán £"}]'


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        pytest.param(TEXT.encode(), "application/json", id="UTF-8"),
        pytest.param(TEXT.encode("utf-8-sig"), "application/json; charset=utf-8", id="a mark of UTF-8"),
        pytest.param(TEXT.encode("latin-1"), "application/json; charset=ISO-8859-1", id="Latin-1"),
        pytest.param(TEXT.encode("cp1252"), 'application/json; Charset="windows-1252"', id="Windows-1252"),
        pytest.param(TEXT.encode("utf-16"), "application/json", id="a mark of UTF-16"),
        pytest.param(TEXT.encode("utf-16-be"), "application/json; charset=utf-16", id="UTF-16 without a mark"),
        pytest.param(TEXT.encode("utf-32"), "application/json", id="UTF-32"),
        pytest.param(TEXT.encode(), "application/json; charset=iso-8859-1", id="UTF-8 that is called Latin-1"),
        pytest.param(TEXT.encode(), "application/json; charset=utf-16", id="UTF-8 that is called UTF-16"),
        pytest.param(TEXT.encode(), "application/json; charset=no-such-thing", id="an unknown charset"),
        pytest.param(TEXT.encode(), "application/json; charset=zlib", id="a charset that is none"),
        pytest.param(TEXT.encode(), "text/html; charset=", id="an empty charset"),
    ],
)
def test_a_body_is_decoded_whatever_its_charset(requests_mock: Mocker, content: bytes, content_type: str) -> None:
    found = answer(requests_mock, content, Content_Type=content_type)
    assert body.unpacked(found, body.read(found)) == TEXT.encode()


@pytest.mark.parametrize("charset", ["utf-8", "ascii", "punycode", "no-such-thing", "utf-16"])
def test_bytes_that_no_charset_explains_stay_for_their_column(requests_mock: Mocker, charset: str) -> None:
    found = answer(requests_mock, TEXT.encode("latin-1"), Content_Type=f"application/json; charset={charset}")
    assert body.unpacked(found, body.read(found)) == TEXT.encode("latin-1")


@pytest.mark.parametrize(
    ("content", "encoding", "read"),
    [
        (b"{}", "", b"{}"),
        (gzip.compress(b"{}", mtime=0), "gzip", b"{}"),
        (gzip.compress(b"{}", mtime=0)[:-8], "gzip", b"{}"),
        (b"{}", "gzip", b""),
        (gzip.compress(bytes(1_000_000), mtime=0), "gzip", bytes(body.LARGEST_ERROR)),
    ],
)
def test_of_an_error_only_the_beginning_is_read(
    requests_mock: Mocker, content: bytes, encoding: str, read: bytes
) -> None:
    assert body.read_error(answer(requests_mock, content, Content_Encoding=encoding)) == read


def test_the_error_of_a_server_that_never_stops_is_read_in_part() -> None:
    with server_of("", repeat(b" " * 50_000), status="500 Error") as address:
        found = requests.get(address, stream=True, timeout=5)
        with found:
            assert len(body.read_error(found)) == body.LARGEST_ERROR + 1
