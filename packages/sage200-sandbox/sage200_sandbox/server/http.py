"""The HTTP server."""

from __future__ import annotations

import socket
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

from cheroot import wsgi
from cheroot.server import HTTPConnection
from flask import Flask

from sage200_sandbox.api.endpoints import api
from sage200_sandbox.control.endpoints import PATH, control
from sage200_sandbox.oauth.endpoints import oauth
from sage200_sandbox.server.responses import SOCKET

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from sage200_sandbox.sandbox import Sandbox

_LOOPBACK = "127.0.0.1"
_THREADS = 16
_SECONDS_TO_NOTICE_STOP = 0.02


class _Gateway(wsgi.Gateway_10):
    """Passes the connection of a request to the application. The fault "reset" needs it."""

    def get_environ(self) -> dict[str, object]:  # type: ignore[override] # cheroot declares None, and returns a dict
        environ: dict[str, object] = super().get_environ()  # type: ignore[no-untyped-call] # cheroot has no types here
        return environ | {SOCKET: self.req.conn.socket}


class _Connection(HTTPConnection):
    """Drops what it could not send to a client that is gone. Python 3.13 would report that as an error."""

    def close(self) -> None:
        with suppress(OSError):
            self.wfile.close()
        super().close()


class _Counted:
    """An application that counts its requests in flight."""

    def __init__(self, application: Flask, sage: Sandbox) -> None:
        self._application = application
        self._sage = sage

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(PATH):
            return self._application(environ, start)
        with self._sage.in_flight.one_more():
            return self._application(environ, start)


class Server:
    """Serves a sandbox on 127.0.0.1, several requests at once."""

    def __init__(self, sage: Sandbox, port: int) -> None:
        """Prepare the server. It does not listen yet."""
        application = Flask(__name__)
        application.config["PROPAGATE_EXCEPTIONS"] = True  # the HTTP server closes the connection on some of them
        application.register_blueprint(api(sage))
        application.register_blueprint(oauth(sage))
        application.register_blueprint(control(sage))
        self._http = wsgi.Server((_LOOPBACK, port), _Counted(application, sage), numthreads=_THREADS)
        self._http.gateway = _Gateway
        self._http.ConnectionClass = _Connection
        self._http.expiration_interval = _SECONDS_TO_NOTICE_STOP
        self._http.keep_alive_conn_limit = 1000
        self._thread = Thread(target=self._http.serve, name="sandbox", daemon=True)
        self.url = ""

    def start(self) -> None:
        """Listen.

        Raises:
            OSError: The port is not free.
        """
        socket.create_server(self._http.bind_addr).close()  # cheroot leaks a socket if the port is not free
        self._http.prepare()
        self.url = f"http://{_LOOPBACK}:{self._http.bind_addr[1]}"
        self._thread.start()

    def stop(self) -> None:
        """Close all connections. Does nothing if the server has not started."""
        self._http.stop()
        if self._thread.ident:
            self._thread.join()
