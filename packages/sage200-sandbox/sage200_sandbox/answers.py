"""An HTTP answer, and the ways in which it can fail to arrive."""

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
    from collections.abc import Callable, Iterator, Mapping

    from sage200_sandbox.faults import Fault
    from sage200_sandbox.journal import Asked, Journal

JSON = "application/json; charset=utf-8"
_HTML = "text/html; charset=utf-8"
_WORTH_COMPRESSING = 1000
_PIECES = 20
SOCKET = "sandbox.socket"
"""Where the HTTP server tells the connection of a request."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be sent.

    Attributes:
        status: The HTTP status.
        body: The text of the body.
        content_type: What the body is.
        headers: Further headers.
        rows: How many rows of a table the body holds.
    """

    status: int = 200
    body: str = ""
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0


UNAUTHORIZED = Answer(status=401, headers={"WWW-Authenticate": "Bearer"})
"""No valid token, or no company of this user (documented); the body is empty (seen)."""


def refusal(status: int, message: str) -> Answer:
    """An error status with its reason under `Message` (seen)."""
    return Answer(status=status, body=wire.record({"Message": message}))


def failure(fault: Fault) -> Answer:
    """The status that a fault stands for: 401 without a body (seen), a gateway's 5xx as a page (inferred)."""
    status = HTTPStatus(int(fault.kind))
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    if status == HTTPStatus.UNAUTHORIZED and fault.message is None:
        answer = UNAUTHORIZED
    elif status >= HTTPStatus.BAD_GATEWAY and fault.message is None:
        answer = Answer(status=status, body=_page(status.phrase), content_type=_HTML)
    else:
        answer = refusal(status, fault.message or status.phrase)
    return replace(answer, headers={**answer.headers, **headers})


def spoilt(answer: Answer, kind: str) -> Answer:
    """The answer as a fault leaves it; one that is a refusal anyway stays."""
    if answer.status != HTTPStatus.OK:
        return answer
    match kind:
        case "html":
            return Answer(body=_page("Sign in"), content_type=_HTML)
        case "not-json":
            return replace(answer, body=answer.body[: len(answer.body) // 2], rows=0)
        case "object":
            return replace(answer, body=wire.record({"Message": "No array."}), rows=0)
        case "wrapped":
            return replace(answer, body=f'{{"value":{answer.body}}}')
    return answer


def sent(
    answer: Answer, ending: Fault | None, asked: Asked, journal: Journal, pause: Callable[[float], None]
) -> Response:
    """Notes what became of a request, and sends its answer as far as the fault lets it.

    Args:
        answer: What is due.
        ending: The fault that decides how it arrives.
        asked: The request.
        journal: Where it is noted.
        pause: Waits some seconds.

    Raises:
        ConnectionResetError: if the connection is to end; the HTTP server then closes it silently.
    """
    kind = ending.kind if ending else ""
    if kind in {"drop", "lost", "reset"}:
        journal.write(asked)
        if kind == "reset":
            _reset(request.environ[SOCKET])
        raise _hang_up()
    arriving = spoilt(answer, kind)
    journal.write(replace(asked, status=arriving.status, rows=arriving.rows))
    body, headers = _packed(arriving)
    pieces: bytes | Iterator[bytes] = body
    if kind == "cut":
        pieces = _half(body)
    elif ending is not None and kind == "slow":
        pieces = _dribble(body, ending.seconds or 0.0, pause)
    return Response(pieces, arriving.status, headers, content_type=arriving.content_type)


def _packed(answer: Answer) -> tuple[bytes, dict[str, str]]:
    """The body as it goes out, compressed for who takes that, and the headers."""
    body = answer.body.encode()
    headers = dict(answer.headers)
    if request.accept_encodings.quality("gzip") and len(body) > _WORTH_COMPRESSING:
        body = gzip.compress(body, compresslevel=1, mtime=0)
        headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(body))
    return body, headers


def _hang_up() -> ConnectionResetError:
    return ConnectionResetError(errno.ECONNRESET, "The sandbox hangs up on purpose.")


def _reset(connection: socket.socket) -> None:
    """Ends the connection with a reset in place of a farewell; the HTTP server is left with a socket of nobody."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with socket.socket() as spare:
        os.dup2(spare.fileno(), connection.fileno())


def _dribble(body: bytes, seconds: float, pause: Callable[[float], None]) -> Iterator[bytes]:
    size = -(-len(body) // _PIECES)
    starts = range(0, len(body), size)
    for start in starts:
        pause(seconds / len(starts))
        yield body[start : start + size]


def _half(body: bytes) -> Iterator[bytes]:
    yield body[: len(body) // 2]
    raise _hang_up()


def _page(title: str) -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"
