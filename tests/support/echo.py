"""A server that is Sage, Sage ID and the proxy at once, and repeats what it should not."""

from __future__ import annotations

import json
import socketserver
from dataclasses import dataclass, field
from threading import Thread
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_REQUESTS = 40
"""The same row for ever would be a table without end: later requests get no rows."""
TOKENS = "/oauth/token"


def response(
    body: bytes = b"", *headers: str, status: str = "200 OK", kind: str = "application/json", length: bool = True
) -> bytes:
    """Return the bytes of a response."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", *headers]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode() + body


def as_json(content: object) -> bytes:
    """Return a body in which nothing is escaped that JSON lets through."""
    return json.dumps(content, ensure_ascii=False).encode()


@dataclass
class EchoServer:
    """Answers each request by its path, and keeps what it received."""

    answers: Mapping[str, bytes] = field(default_factory=dict)
    """The responses by path. Other paths have no rows."""
    received: list[bytes] = field(default_factory=list)

    def __enter__(self) -> Self:
        """Start."""
        owner = self

        class Visit(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                head = b""
                while not head.endswith(b"\r\n\r\n") and (line := self.rfile.readline()):
                    head += line
                if not head:
                    return
                size = next((int(one[15:]) for one in head.splitlines() if one[:15].lower() == b"content-length:"), 0)
                owner.received.append(head + self.rfile.read(size))
                self.wfile.write(owner.answer(head.split(b" ")[1].decode()))

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Visit)
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """The address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, target: str) -> bytes:
        """Answer a request for a path, or, as a proxy, for an address."""
        nothing = response(as_json([]))
        return nothing if len(self.received) > MOST_REQUESTS else self.answers.get(urlsplit(target).path, nothing)
