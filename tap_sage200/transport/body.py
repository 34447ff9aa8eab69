"""Reads the body of an answer: in one piece, and unpacked in one step.

requests itself reads and unpacks ten kilobytes at a time, which takes three times as long. In one piece a body is
gathered where it stays, while other threads work.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import requests
import urllib3

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LARGEST_PIECE = 33_554_432
"""Bytes for which there is room at once at most, whatever an answer announces."""
_WITH_HEADER_OF_GZIP = 16
_TIGHTEST = 1032
"""Bytes that one byte can stand for at most, as zlib packs."""


def _unzipped(packed: bytes) -> bytes:
    # Its last four bytes say how large it becomes: with room for that from the start, a quarter of the time is saved.
    size = min(int.from_bytes(packed[-4:], "little"), _TIGHTEST * len(packed))
    return zlib.decompress(packed, _WITH_HEADER_OF_GZIP + zlib.MAX_WBITS, max(1, size))


_UNPACK: Mapping[str, Callable[[bytes], bytes]] = {
    "": lambda body: body,
    "identity": lambda body: body,
    "gzip": _unzipped,
}
ENCODING = "gzip"
"""What Sage may pack its answers with."""


def read(response: requests.Response) -> bytes:
    """Read a body whole, packed as it comes.

    Args:
        response: An answer whose body has not been read.

    Raises:
        requests.RequestException: It did not come whole; as requests would say it.
    """
    pieces: list[bytes] = []
    try:
        while piece := response.raw.read(LARGEST_PIECE, decode_content=False):
            pieces.append(piece)
    except urllib3.exceptions.ReadTimeoutError as error:
        raise requests.ReadTimeout(error) from error
    except urllib3.exceptions.HTTPError as error:
        raise requests.exceptions.ChunkedEncodingError(error) from error
    return b"".join(pieces)


def unpacked(response: requests.Response, packed: bytes) -> bytes:
    """Unpack the body of an answer.

    Raises:
        requests.RequestException: It is not packed as the answer says.
    """
    encoding = response.headers.get("Content-Encoding", "").lower()
    try:
        return _UNPACK[encoding](packed)
    except (KeyError, zlib.error) as error:
        raise requests.exceptions.ContentDecodingError(error) from error
