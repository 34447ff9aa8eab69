"""A server on loopback that responds like Sage, with prepared rows: `python -m tools.bench.server`.

A POST to `/` sets the tables and the latency while it runs. A GET of `/` returns the counts of responses since then.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
import zlib
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from tools.bench.rows import GAP, KEY, Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

DEFAULT_TOP = 500
"""Page size for requests without `$top` (documented)."""
SITE, COMPANY = "00000000-0000-0000-0000-000000000001", 1
_GZIP = 31
"""The `wbits` value of zlib for gzip."""
_PAGES_KEPT = 1200
_BRACKETS = re.compile(r"\([^()]*\)")
_BEGIN = re.compile(rf"\b{KEY} (gt|ge) (-?\d+)")


@dataclass(frozen=True, slots=True)
class Serving:
    """The tables to serve, and how to serve them."""

    tables: Mapping[str, int]
    """Number of rows per table."""
    latency: float = 0.0
    """Seconds before each response."""
    gzip: bool = False
    """Whether bodies are compressed for clients that accept gzip."""
    per_second: int | None = None
    """Maximum of requests per second; others are refused with 429."""


@dataclass(slots=True)
class Served:
    """Counts of responses since the settings last changed."""

    responses: int = 0
    refusals: int = 0


class Responder:
    """Serves requests."""

    def __init__(self) -> None:
        """Start without tables."""
        self.serving = Serving({})
        self.served = Served()
        self._recent: deque[float] = deque()
        self.worker = ThreadPoolExecutor(1)
        """Creates responses, one at a time."""

    def set(self, body: bytes) -> None:
        """Apply the settings in a request."""
        self.serving = Serving(**json.loads(body))
        self.served = Served()
        self._recent.clear()

    def respond(self, target: str, *, takes_gzip: bool) -> bytes:
        """Write the whole response to a GET."""
        if self._is_too_much():
            self.served.refusals += 1
            return _head("429 Too Many Requests", 0, "Retry-After: 1\r\n")
        self.served.responses += 1
        address = urlsplit(target)
        table = address.path.rpartition("/")[2]
        if table == "sites":
            return _ok(json.dumps([{"site_id": SITE, "company_id": COMPANY, "company_name": "Demo"}]).encode())
        if table not in self.serving.tables:
            return _head("404 Not Found", 0)
        options = {name: values[0] for name, values in parse_qs(address.query).items()}
        numbers = _selected(options, self.serving.tables[table])
        if self.serving.gzip and takes_gzip:
            return _ok(_compressed(table, numbers), "Content-Encoding: gzip\r\n")
        return _ok(_rows(table).body(numbers))

    def _is_too_much(self) -> bool:
        if self.serving.per_second is None:
            return False
        now = time.monotonic()
        while self._recent and now - self._recent[0] >= 1:
            self._recent.popleft()
        if len(self._recent) >= self.serving.per_second:
            return True
        self._recent.append(now)
        return False


def _selected(options: Mapping[str, str], rows: int) -> range:
    """Return the requested rows."""
    numbers = range(_first(options.get("$filter", "")), rows + 1)
    ordered = numbers[::-1] if options.get("$orderby") == f"{KEY} desc" else numbers
    return ordered[int(options.get("$skip", 0)) :][: int(options.get("$top", DEFAULT_TOP))]


def _first(condition: str) -> int:
    """Return the number of the first row. Conditions without the key always match: all rows have changed recently."""
    found = _BEGIN.search(_BRACKETS.sub("", condition))
    if not found:
        return 1
    key = int(found[2]) + (found[1] == "gt")  # the smallest key that is possible
    return max(1, -(-key // GAP))


@cache
def _rows(table: str) -> Rows:
    return Rows(table)


@lru_cache(maxsize=_PAGES_KEPT)
def _compressed(table: str, numbers: range) -> bytes:
    compressor = zlib.compressobj(level=1, wbits=_GZIP)
    return compressor.compress(_rows(table).body(numbers)) + compressor.flush()


def _head(status: str, length: int, more: str = "") -> bytes:
    kind = "Content-Type: application/json; charset=utf-8\r\n"
    return f"HTTP/1.1 {status}\r\n{kind}{more}Content-Length: {length}\r\n\r\n".encode()


def _ok(body: bytes, more: str = "") -> bytes:
    return _head("200 OK", len(body), more) + body


@dataclass(slots=True)
class Connection(asyncio.Protocol):
    """A minimal HTTP server: one request at a time per connection, with keep-alive."""

    responder: Responder
    _received: bytes = b""
    _transport: asyncio.Transport = field(init=False)
    _coming: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Store the connection."""
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Respond to a request once it is complete."""
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        if not end:
            return
        line, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in lines)}
        if len(body) < int(headers.get("content-length", 0)):
            return
        self._received = b""
        method, target, _ = line.split(" ")
        if target == "/":
            self._control(method, body)
            return
        respond = partial(self.responder.respond, target, takes_gzip="gzip" in headers.get("accept-encoding", ""))
        if self.responder.serving.latency:
            due = asyncio.get_running_loop().time() + self.responder.serving.latency
            self._coming = asyncio.ensure_future(self._write_later(respond, due))
        else:
            self._transport.write(respond())

    async def _write_later(self, respond: Callable[[], bytes], due: float) -> None:
        """Respond after the latency. A page that needs compression is compressed in the meantime."""
        loop = asyncio.get_running_loop()
        ready = await loop.run_in_executor(self.responder.worker, respond)
        await asyncio.sleep(due - loop.time())
        self._transport.write(ready)

    def _control(self, method: str, body: bytes) -> None:
        if method == "POST":
            self.responder.set(body)
        self._transport.write(_ok(json.dumps(asdict(self.responder.served)).encode()))


async def serve() -> None:
    """Serve on a free port until the process is stopped. Print the address once the server is ready."""
    responder = Responder()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(responder), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    sys.stdout.write(f"http://{host}:{port}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve())
