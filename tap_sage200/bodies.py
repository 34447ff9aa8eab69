"""Reads the body of an answer: in large pieces, not for longer than its time, and unpacked in one step.

requests itself reads and unpacks ten kilobytes at a time, which takes three times as long, and waits for ever for a
server from which now and then a byte comes.
"""

from __future__ import annotations

import time
import zlib
from typing import TYPE_CHECKING

import requests
import urllib3

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tap_sage200.records import Body

PIECE = 32768
LARGEST = 33_554_432
"""Bytes for which there is room from the start at most, whatever an answer announces."""
_WITH_HEADER_OF_GZIP = 16
_TIGHTEST = 1032
"""Bytes that one byte can stand for at most, as zlib packs."""


def _unzipped(packed: bytearray) -> bytes:
    # Its last four bytes say how large it becomes: with room for that from the start, a quarter of the time is saved.
    size = min(int.from_bytes(packed[-4:], "little"), _TIGHTEST * len(packed))
    return zlib.decompress(packed, _WITH_HEADER_OF_GZIP + zlib.MAX_WBITS, max(1, size))


_UNPACK: Mapping[str, Callable[[bytearray], Body]] = {
    "": lambda body: body,
    "identity": lambda body: body,
    "gzip": _unzipped,
}
ENCODING = "gzip"
"""What Sage may pack its answers with."""


def read(response: requests.Response, until: float, *, clock: Callable[[], float] = time.monotonic) -> bytearray:
    """Read a body whole, packed as it comes.

    Args:
        response: An answer whose body has not been read.
        until: When it must have come.
        clock: Tells the time.

    Raises:
        requests.RequestException: It did not come whole, or not in time; as requests would say it.
    """
    announced = response.raw.length_remaining or 0
    packed, end = bytearray(min(announced, LARGEST)), 0  # with room for all of it, nothing is copied as it grows
    for piece in _pieces(response, until, clock):
        packed[end : end + len(piece)] = piece
        end += len(piece)
    del packed[end:]
    return packed


def unpacked(response: requests.Response, packed: bytearray) -> Body:
    """Unpack the body of an answer.

    Raises:
        requests.RequestException: It is not packed as the answer says.
    """
    encoding = response.headers.get("Content-Encoding", "").lower()
    try:
        return _UNPACK[encoding](packed)
    except (KeyError, zlib.error) as error:
        raise requests.exceptions.ContentDecodingError(error) from error


def _pieces(response: requests.Response, until: float, clock: Callable[[], float]) -> Iterator[bytes]:
    try:
        while piece := response.raw.read1(PIECE, decode_content=False):
            yield piece
            if clock() > until:
                raise requests.ReadTimeout
    except urllib3.exceptions.ReadTimeoutError as error:
        raise requests.ReadTimeout(error) from error
    except urllib3.exceptions.HTTPError as error:
        raise requests.exceptions.ChunkedEncodingError(error) from error
