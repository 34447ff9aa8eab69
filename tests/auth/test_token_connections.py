"""Answers of the token endpoint as bytes on a connection: tokens, or a lost answer that is not asked for again."""

from __future__ import annotations

import gzip
import json
import socketserver
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200.auth.token_endpoint import LostResponseError, OAuthClient, TokenEndpoint
from tap_sage200.config.settings import Settings
from tap_sage200.transport.body import LARGEST_SMALL
from tap_sage200.transport.session import HttpSession

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKENS = json.dumps({"access_token": "access-1", "refresh_token": "refresh-1", "who": "Müller"}, ensure_ascii=False)
FORM = {"grant_type": "refresh_token", "refresh_token": "refresh-0"}


def answer(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """Write a response."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
LOST = {
    "nothing at all": b"",
    "no HTTP": b"HELLO\r\n\r\n",
    "no status": b"HTTP/1.1 abc OK\r\n\r\n",
    "only a preliminary answer": b"HTTP/1.1 100 Continue\r\n\r\n",
    "half of the headers": b"HTTP/1.1 200 OK\r\nContent-Le",
    "half of the body": answer(TOKENS.encode())[:-20],
    "half of a chunk": CHUNKED + b"ff\r\n" + TOKENS.encode()[:-20],
    "a chunk without a length": CHUNKED + b"much\r\n" + TOKENS.encode(),
    "half of the tokens with an error": answer(TOKENS.encode(), status="500 Error")[:-20],
    "no gzip although announced": answer(TOKENS.encode(), "Content-Encoding: gzip"),
    "half of a gzip body": answer(gzip.compress(TOKENS.encode())[:-9], "Content-Encoding: gzip"),
    "an encoding that was not asked for": answer(TOKENS.encode(), "Content-Encoding: br"),
    "too large a body": answer(TOKENS.encode() + b" " * LARGEST_SMALL),
    "too large a body in gzip": answer(gzip.compress(TOKENS.encode() + b" " * 30_000_000), "Content-Encoding: gzip"),
    "an endless body": b"HTTP/1.1 200 OK\r\n\r\n" + b" " * 30_000_000,
    "too many headers": answer(TOKENS.encode(), *(f"X-{number}: a" for number in range(200))),
    "too long a header": answer(TOKENS.encode(), f"X: {'a' * 100_000}"),
    "two answers in one": answer(TOKENS.encode() * 2),
    "too large a page of an error": answer(b"<p>" * LARGEST_SMALL, status="502 Bad Gateway"),
    "half of an error": answer(b"<p>Bad gateway</p>", status="502 Bad Gateway")[:-5],
    "a redirect": answer(b"", "Location: http://127.0.0.1:9/token", status="307 Temporary Redirect"),
}
COMPLETE = {
    "JSON": answer(TOKENS.encode()),
    "JSON as a page": answer(TOKENS.encode(), "Content-Type: text/html"),
    "JSON in gzip": answer(gzip.compress(TOKENS.encode()), "Content-Encoding: gzip"),
    "JSON in chunks": CHUNKED + b"%x\r\n%s\r\n0\r\n\r\n" % (len(TOKENS.encode()), TOKENS.encode()),
    "JSON until the connection ends": b"HTTP/1.1 200 OK\r\n\r\n" + TOKENS.encode(),
    "JSON with a byte order mark": answer(TOKENS.encode("utf-8-sig")),
    "UTF-16": answer(TOKENS.encode("utf-16")),
    "UTF-32": answer(TOKENS.encode("utf-32")),
    "Latin-1, as announced": answer(TOKENS.encode("latin-1"), "Content-Type: application/json; charset=iso-8859-1"),
    "Latin-1, not announced": answer(TOKENS.encode("latin-1")),
    "a wrong charset": answer(TOKENS.encode(), "Content-Type: application/json; charset=klingon"),
    "no last chunk": CHUNKED + b"%x\r\n%s\r\n" % (len(TOKENS.encode()), TOKENS.encode()),
    "half of a chunk": CHUNKED + b"ff\r\n" + TOKENS.encode(),
    "fewer bytes than announced": answer(TOKENS.encode() + b" " * 9)[:-9],
    "fewer bytes of gzip than announced": answer(gzip.compress(TOKENS.encode()) + b" ", "Content-Encoding: gzip")[:-1],
    "fewer bytes of an error than announced": answer(TOKENS.encode() + b" " * 9, status="500 Error")[:-9],
    "JSON in a redirect": answer(TOKENS.encode(), "Location: http://[bad", status="302 Found"),
    "JSON among blanks": answer(b"\r\n\t " + TOKENS.encode() + b"\n" * 1000),
}


@contextmanager
def server_that_sends(raw: bytes, received: list[bytes]) -> Iterator[str]:
    """Yield the address of a server that sends these bytes and closes the connection."""

    class Visit(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            length = 0
            while (line := self.rfile.readline()) not in {b"\r\n", b""}:
                if line.lower().startswith(b"content-length:"):
                    length = int(line.partition(b":")[2])
            received.append(self.rfile.read(length))
            self.wfile.write(raw)

        def finish(self) -> None:
            pass

    class Server(socketserver.ThreadingTCPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as the base class has them
            """Ignore that the client read no further."""

    with Server(("127.0.0.1", 0), Visit) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/token"
        finally:
            server.shutdown()


def endpoint_at(address: str, **more: object) -> TokenEndpoint:
    settings = {"access_token": "a", "api_url": "http://127.0.0.1:9", "token_url": address, "request_timeout": 20}
    return TokenEndpoint(OAuthClient(address, "client-id"), HttpSession(Settings.from_config(settings | more)))


@pytest.mark.parametrize("raw", LOST.values(), ids=LOST)
def test_an_answer_that_is_broken_is_lost_and_the_form_not_sent_again(raw: bytes) -> None:
    received: list[bytes] = []
    with server_that_sends(raw, received) as address, pytest.raises(LostResponseError, match="lost") as raised:
        endpoint_at(address).request_tokens(FORM)

    assert len(received) == 1
    assert "access-1" not in str(raised.value)


@pytest.mark.parametrize("name", ["nothing at all", "no HTTP", "half of the headers", "half of the body"])
def test_a_form_that_a_proxy_has_taken_is_not_sent_again(name: str) -> None:
    received: list[bytes] = []
    with server_that_sends(LOST[name], received) as proxy, pytest.raises(LostResponseError, match="lost"):
        endpoint_at("http://localhost:9/token", proxy_url=proxy).request_tokens(FORM)

    assert len(received) == 1


@pytest.mark.parametrize("raw", COMPLETE.values(), ids=COMPLETE)
def test_an_answer_that_is_complete_brings_the_tokens_however_it_is_written(raw: bytes) -> None:
    with server_that_sends(raw, []) as address:
        tokens = endpoint_at(address).request_tokens(FORM)

    assert (tokens.access_token, tokens.refresh_token) == ("access-1", "refresh-1")
