"""A server that sends a body piece by piece."""

from __future__ import annotations

import socketserver
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@contextmanager
def server_of(headers: str, body: Iterable[bytes], *, status: str = "200 OK") -> Iterator[str]:
    """Yield the address of a server that sends a body piece by piece, and stops when the test ends."""

    class Visit(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(4096)
            self.request.sendall(f"HTTP/1.1 {status}\r\n{headers}\r\n".encode())
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
