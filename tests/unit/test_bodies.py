from __future__ import annotations

import gzip
import socketserver
import threading
import time
import tracemalloc
from contextlib import contextmanager, suppress
from itertools import repeat
from threading import Event, Thread, Timer
from typing import TYPE_CHECKING

import pytest
import requests

from tap_sage200 import bodies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from requests_mock import Mocker

ADDRESS = "https://sage.test/v1/customers"
PATIENCE = 5.0
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
def test_a_body_is_read_whole_and_unpacked(requests_mock: Mocker, content: bytes, encoding: dict[str, str]) -> None:
    found = answer(requests_mock, content, **encoding)

    assert bodies.unpacked(found, bodies.read(found, PATIENCE)) == ROWS


def test_an_empty_body_is_no_bytes(requests_mock: Mocker) -> None:
    assert bodies.read(answer(requests_mock, b""), PATIENCE) == b""


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        pytest.param(gzip.compress(ROWS)[:-9], "gzip", id="packed and cut"),
        pytest.param(b"", "gzip", id="packed and nothing"),
        pytest.param(ROWS, "gzip", id="not packed at all"),
        pytest.param(ROWS, "br", id="packed as nobody asked for"),
    ],
)
def test_a_body_that_cannot_be_unpacked_is_a_broken_answer(
    requests_mock: Mocker, content: bytes, encoding: str
) -> None:
    found = answer(requests_mock, content, Content_Encoding=encoding)

    with pytest.raises(requests.exceptions.ContentDecodingError):
        bodies.unpacked(found, bodies.read(found, PATIENCE))


def test_a_packed_body_that_says_to_be_huge_takes_no_memory_for_it(requests_mock: Mocker) -> None:
    lie = gzip.compress(ROWS)[:-4] + b"\xff\xff\xff\xff"
    found = answer(requests_mock, lie, Content_Encoding="gzip")
    packed = bodies.read(found, PATIENCE)
    tracemalloc.start()
    try:
        with pytest.raises(requests.exceptions.ContentDecodingError):
            bodies.unpacked(found, packed)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("announced", [len(ROWS), 10_000, 1, 0, "many", -1, "9" * 5000, ""])
def test_what_came_counts_whatever_was_announced(
    requests_mock: Mocker, monkeypatch: pytest.MonkeyPatch, announced: object
) -> None:
    monkeypatch.setattr(bodies, "LARGEST_PIECE", 10)
    found = answer(requests_mock, ROWS, Content_Length=str(announced))
    assert bodies.read(found, PATIENCE) == ROWS


def test_a_packed_body_of_nothing_is_no_bytes(requests_mock: Mocker) -> None:
    found = answer(requests_mock, gzip.compress(b""), Content_Encoding="gzip")
    assert bodies.unpacked(found, bodies.read(found, PATIENCE)) == b""


@contextmanager
def server_of(headers: str, body: Iterable[bytes]) -> Iterator[str]:
    """Give the address of a server that sends a body piece by piece, and no more than is in time for a test."""

    class Visit(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(4096)
            self.request.sendall(f"HTTP/1.1 200 OK\r\n{headers}\r\n".encode())
            with suppress(OSError):
                for piece in body:
                    self.request.sendall(piece)
                    if over.wait(0.01):
                        return

    over = Event()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Visit) as server:
        Thread(target=server.serve_forever, args=(0.01,)).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            over.set()
            server.shutdown()


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param("Content-Length: 100000\r\n", id="whose length is known"),
        pytest.param("", id="that would end with the connection"),
        pytest.param("Transfer-Encoding: chunked\r\n", id="whose length comes as slowly"),
    ],
)
def test_a_body_that_takes_too_long_is_not_waited_for(headers: str) -> None:
    with server_of(headers, repeat(b" ")) as address, requests.get(address, stream=True, timeout=PATIENCE) as found:
        began = time.monotonic()
        with pytest.raises(requests.ReadTimeout):
            bodies.read(found, 0.2)
        assert time.monotonic() - began < PATIENCE


def test_a_body_that_comes_whole_as_its_time_ends_is_too_late_and_nothing_more(
    requests_mock: Mocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = answer(requests_mock, ROWS)
    monkeypatch.setattr(found.raw, "read", lambda *_, **__: time.sleep(0.1))
    with pytest.raises(requests.ReadTimeout):
        bodies.read(found, 0.01)


def test_a_body_that_is_announced_as_huge_takes_no_memory_for_it() -> None:
    headers = f"Content-Length: {10**15}\r\n"
    with server_of(headers, [ROWS]) as address:
        found = requests.get(address, stream=True, timeout=PATIENCE)
        with found, pytest.raises(requests.exceptions.ChunkedEncodingError):
            bodies.read(found, PATIENCE)


def test_a_body_that_comes_in_time_is_not_cut_off_later(requests_mock: Mocker) -> None:
    bodies.read(answer(requests_mock, ROWS), PATIENCE)
    assert not [
        thread for thread in threading.enumerate() if isinstance(thread, Timer) and not thread.finished.is_set()
    ]
