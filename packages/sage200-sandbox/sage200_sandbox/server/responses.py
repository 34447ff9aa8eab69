"""HTTP responses, and the faults that damage them."""

from __future__ import annotations

import errno
import gzip
import os
import socket
import struct
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, request

from sage200_sandbox import wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sage200_sandbox.faults import Fault
    from sage200_sandbox.sandbox import Sandbox
    from sage200_sandbox.server.request_log import LoggedRequest

JSON = "application/json; charset=utf-8"
_HTML = "text/html; charset=utf-8"
_SMALLEST_TO_COMPRESS = 1000
_PIECES = 20
SOCKET = "sandbox.socket"
"""Key of the connection in the WSGI environment."""


@dataclass(frozen=True, slots=True)
class PlainResponse:
    """A response before faults and compression.

    Attributes:
        status: The HTTP status.
        body: The text of the body.
        content_type: The content type of the body.
        headers: Further headers.
        rows: Number of rows in the body.
    """

    status: int = 200
    body: str = ""
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0


UNAUTHORIZED = PlainResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
"""No valid token, or no company of this user (documented); the body is empty (seen)."""


def refusal(status: int, message: str) -> PlainResponse:
    """Return an error with its reason under `Message` (seen)."""
    return PlainResponse(status=status, body=wire.record({"Message": message}))


def failure(fault: Fault) -> PlainResponse:
    """Return the error of a fault: 401 has no body (seen), a gateway's 5xx is an HTML page (inferred)."""
    status = HTTPStatus(int(fault.kind))
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    if status == HTTPStatus.UNAUTHORIZED and fault.message is None:
        response = UNAUTHORIZED
    elif status >= HTTPStatus.BAD_GATEWAY and fault.message is None:
        response = PlainResponse(status=status, body=_page(status.phrase), content_type=_HTML)
    else:
        response = refusal(status, fault.message or status.phrase)
    return replace(response, headers={**response.headers, **headers})


def respond(sage: Sandbox, logged: LoggedRequest, response: PlainResponse, fault: Fault | None) -> Response:
    """Log a request, and return its response with the effect of the fault.

    Args:
        sage: The sandbox.
        logged: The request.
        response: The response without the fault.
        fault: The fault that decides the response, if any.

    Raises:
        ConnectionResetError: The connection ends here. The HTTP server closes it silently.
    """
    kind = fault.kind if fault else ""
    if kind in {"drop", "lost", "reset"}:
        sage.request_log.write(logged)
        if kind == "reset":
            _reset(request.environ[SOCKET])
        raise _disconnect()
    arriving = _damaged(response, kind)
    sage.request_log.write(replace(logged, status=arriving.status, rows=arriving.rows))
    body, headers = _packed(arriving)
    pieces: bytes | Iterator[bytes] = body
    if kind == "cut":
        pieces = _half(body)
    elif fault is not None and kind == "slow":
        pieces = _slowly(body, fault.seconds or 0.0, sage)
    return Response(pieces, arriving.status, headers, content_type=arriving.content_type)


def _damaged(response: PlainResponse, kind: str) -> PlainResponse:
    """Replace the body as the fault requires. Error responses do not change."""
    if response.status != HTTPStatus.OK:
        return response
    match kind:
        case "html":
            return PlainResponse(body=_page("Sign in"), content_type=_HTML)
        case "not-json":
            return replace(response, body=response.body[: len(response.body) // 2], rows=0)
        case "object":
            return replace(response, body=wire.record({"Message": "No array."}), rows=0)
        case "wrapped":
            return replace(response, body=f'{{"value":{response.body}}}')
    return response


def _packed(response: PlainResponse) -> tuple[bytes, dict[str, str]]:
    """Return the encoded body, compressed if the client accepts it, and the headers."""
    body = response.body.encode()
    headers = dict(response.headers)
    if request.accept_encodings.quality("gzip") and len(body) > _SMALLEST_TO_COMPRESS:
        body = gzip.compress(body, compresslevel=1, mtime=0)
        headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(body))
    return body, headers


def _disconnect() -> ConnectionResetError:
    return ConnectionResetError(errno.ECONNRESET, "The sandbox closes the connection on purpose.")


def _reset(connection: socket.socket) -> None:
    """End the connection with a TCP reset. The HTTP server keeps an unconnected socket in its place."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with socket.socket() as spare:
        os.dup2(spare.fileno(), connection.fileno())


def _slowly(body: bytes, seconds: float, sage: Sandbox) -> Iterator[bytes]:
    size = -(-len(body) // _PIECES)
    starts = range(0, len(body), size)
    for start in starts:
        sage.pause(seconds / len(starts))
        yield body[start : start + size]


def _half(body: bytes) -> Iterator[bytes]:
    yield body[: len(body) // 2]
    raise _disconnect()


def _page(title: str) -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
