"""A server that accepts TLS connections and forwards them to a plain port of this machine."""

from __future__ import annotations

import argparse
import socket
import socketserver
import ssl
from contextlib import suppress
from threading import Thread

from tests.peers.process import LOOPBACK, tell, wait_for_the_end

CHUNK = 65536


class Front(socketserver.ThreadingTCPServer):
    """Listens on a free loopback port."""

    daemon_threads = True

    def __init__(self, context: ssl.SSLContext, behind: int) -> None:
        """Listen, and forward to the port `behind`."""
        super().__init__((LOOPBACK, 0), Visit)
        self.context = context
        self.behind = behind


class Visit(socketserver.BaseRequestHandler):
    """One connection."""

    server: Front

    def handle(self) -> None:
        """Do the TLS handshake, then forward bytes in both directions."""
        plain: socket.socket = self.request
        with plain.dup() as same:
            try:
                visitor = self.server.context.wrap_socket(plain, server_side=True)
            except (ssl.SSLError, OSError):
                # An unread request would reset the connection before the TLS alert arrives.
                same.shutdown(socket.SHUT_WR)
                pump(same, None)
                return
        with socket.create_connection((LOOPBACK, self.server.behind)) as onward, visitor:
            back = Thread(target=pump, args=(onward, visitor), daemon=True)
            back.start()
            pump(visitor, onward)
            back.join()


def pump(source: socket.socket, sink: socket.socket | None) -> None:
    """Forward bytes until they end; drop them if there is no sink."""
    with suppress(OSError, ssl.SSLError):
        while data := source.recv(CHUNK):
            if sink is not None:
                sink.sendall(data)
    if sink is None:
        return
    with suppress(OSError, ssl.SSLError):
        sink.shutdown(socket.SHUT_RDWR)


def main() -> None:
    """Serve with the given arguments."""
    parser = argparse.ArgumentParser()
    parser.add_argument("certificate")
    parser.add_argument("behind", type=int)
    parser.add_argument("--clients-of", help="The authority of the certificates that clients must present.")
    parser.add_argument("--newest", default="TLSv1_3", help="No newer version of TLS than this one.")
    given = parser.parse_args()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.maximum_version = ssl.TLSVersion[given.newest]
    context.load_cert_chain(given.certificate)
    if given.clients_of:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(given.clients_of)
    with Front(context, given.behind) as front:
        Thread(target=front.serve_forever, daemon=True).start()
        tell(front.server_address[1])
        wait_for_the_end()


if __name__ == "__main__":
    main()
