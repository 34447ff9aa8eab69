"""Serves the rows of a source over HTTP, and lets deviations have their way."""

from __future__ import annotations

import json
import re
import socket
from collections import Counter
from contextlib import suppress
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from select import select
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from tests.hostile.deviation import Reply
from tests.hostile.odata import Query
from tests.hostile.source import TABLES, as_sage_writes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Self

    from tests.hostile.deviation import Deviation
    from tests.hostile.source import Source

MOST_REQUESTS = 400
"""A run that sends more would never end: it gets no more rows."""
DEVIATING_COMPANY = 1
"""The company whose responses deviate. All companies have the same rows."""
SITE = "5a9e0200-0000-4000-8000-000000000001"
JSON = {"Content-Type": "application/json; charset=utf-8"}


class HostileServer:
    """A server for one run after the other."""

    def __init__(self) -> None:
        """Prepare; nothing is served before a run begins."""
        self.requests = 0
        """The requests of this run for rows."""
        self.largest_body = 0
        """The bytes of the largest response of this run."""
        self.sites = b""
        """What `/sites` answers."""
        self._source: Source | None = None
        self._deviations: Sequence[Deviation] = ()
        self._attempts: Counter[tuple[str, int]] = Counter()
        self._deviating = 0
        self._run = 0
        self._lock = Lock()
        self._connections: list[socket.socket] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                owner.opened(self.connection)

            def do_GET(self) -> None:
                self._send(owner.answer(self.path, int(self.headers.get("X-Company", DEVIATING_COMPANY))))

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self._send(Reply(headers=JSON, body=_token()))

            def _send(self, reply: Reply) -> None:
                self.close_connection = reply.closes
                if reply.status:
                    with suppress(OSError):  # the tap does not wait for all of it
                        self.wfile.write(owner.head(reply) + reply.body)
                        while reply.drips is not None and not select([self.connection], [], [], 0.02)[0]:
                            self.wfile.write(reply.drips)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        """Start."""
        Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()

    def begin(self, source: Source, deviations: Sequence[Deviation] = ()) -> str:
        """Begin a run in which these deviations interfere, and return the address of its API.

        Requests that are left of an earlier run go to another address, and find nothing there.
        """
        with self._lock:
            for connection in self._connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            self._connections.clear()
            self._run += 1
            self._source, self._deviations = source, deviations
            self._attempts, self._deviating, self.requests, self.largest_body = Counter(), 0, 0, 0
            return f"{self.url}/{self._run}"

    def opened(self, connection: socket.socket) -> None:
        """Note a connection: the next run closes it."""
        with self._lock:
            self._connections.append(connection)

    def answer(self, address: str, company: int) -> Reply:
        """Answer a request for rows of a company."""
        with self._lock:
            is_of_this_run = address.startswith(f"/{self._run}/")
            self.requests += is_of_this_run
            if self.requests > MOST_REQUESTS or self._source is None or not is_of_this_run:
                return Reply(status=HTTPStatus.GONE)
            self._attempts[address, company] += 1
            return self._answer(self._source, address, company)

    def _answer(self, source: Source, address: str, company: int) -> Reply:
        parts = urlsplit(address)
        path = re.fullmatch(r"/\d+/(?:\w+/(?P<parent>\d+)/)?(?P<table>\w+)", parts.path)
        if path is not None and path["table"] == "sites":
            return Reply(headers=JSON, body=self.sites)
        if path is None or path["table"] not in source.rows:
            return Reply(status=HTTPStatus.NOT_FOUND, headers=JSON, body=b'{"Message": "No such resource."}')
        table = TABLES[path["table"]]
        parent = int(path["parent"]) if path["parent"] else None
        deviates = table is source.table and company == DEVIATING_COMPANY
        deviations = self._deviations if deviates else ()
        self._deviating += deviates
        query = Query(
            table, source, dict(parse_qsl(parts.query)), parent, self._deviating, self._attempts[address, company]
        )
        for deviation in deviations:
            query = deviation.query(query)
        rows = query.rows()
        for deviation in deviations:
            rows = deviation.rows(query, rows)
        reply = Reply(headers=JSON, body=as_sage_writes(rows).encode("utf-8", "surrogateescape"))
        for deviation in deviations:
            reply = deviation.reply(query, reply)
        self.largest_body = max(self.largest_body, len(reply.body))
        return reply

    def head(self, reply: Reply) -> bytes:
        """Write the status line and the headers."""
        headers = dict(reply.headers or {})
        if self._source is not None:
            headers = {"Date": format_datetime(self._source.clock.now(), usegmt=True), **headers}
        if not {"Content-Length", "Transfer-Encoding", "Connection"} & headers.keys():
            headers["Content-Length"] = str(len(reply.body))
        lines = [f"HTTP/1.1 {reply.status} It is so", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
        return "\r\n".join(lines).encode("latin-1")


def _token() -> bytes:
    answer: dict[str, Any] = {"access_token": "of-a-test", "refresh_token": "of-a-test", "expires_in": 86400}
    return json.dumps(answer).encode()
