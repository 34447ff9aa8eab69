"""Reads the body of a response at once, and decompresses it in one step, but never more than a page may have.

requests reads and decompresses 10 KB at a time, which takes three times as long. While the whole body is read at once,
other threads can run.
"""

from __future__ import annotations

import codecs
import json
import re
import zlib

import requests
import urllib3

LARGEST = 67_108_864
"""The most bytes of a body, packed or unpacked: 64 MiB. A larger page is requested again with fewer rows."""
LARGEST_ERROR = 65_536
"""The most bytes that are read of an error."""
LARGEST_SMALL = 65_536
"""The most bytes of a body that holds a few values, packed or unpacked."""
LARGEST_PIECE = 33_554_432
"""The most bytes to allocate at once, whatever length a response announces."""
ENCODING = "gzip"
"""The content encoding that Sage may use."""
_ZIPPED = frozenset({ENCODING, "x-gzip"})
_MAGIC = b"\x1f\x8b"
"""The first bytes of each member of a gzip body."""
_WITH_HEADER_OF_GZIP = 16 + zlib.MAX_WBITS
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)
_OF_ONE_BYTE = ("iso8859-", "cp125")
"""How Python names the charsets that are read besides Unicode: Latin-1, Windows-1252 and their like."""


class TooLargeError(requests.RequestException):
    """A body has more bytes than it may have."""


def is_success(response: requests.Response) -> bool:
    """Tell whether a response has a status of success. A redirect has none."""
    return response.status_code // 100 == 2  # noqa: PLR2004 - the class of a status


def read(response: requests.Response, most: int = LARGEST) -> bytes:
    """Read a whole body, still compressed.

    Args:
        response: A response whose body has not been read.
        most: The most bytes that the body may have.

    Raises:
        requests.RequestException: The body is not complete, or too large. Most errors are those of requests.
    """
    try:
        packed = _received(response, most)
    except urllib3.exceptions.HTTPError as error:
        raise _of_requests(error) from error
    return _bounded(packed, most)


def read_small(response: requests.Response) -> bytes:
    """Read a whole body of a few values, decompressed. JSON that ends is whole, even if its transfer did not end well.

    Raises:
        requests.RequestException: The body is not complete, too large, or not encoded as the response announces.
    """
    packed, error = _arrived(response, LARGEST_SMALL)
    content = _bounded(unpacked(response, _bounded(packed, LARGEST_SMALL)), LARGEST_SMALL)
    if error is not None and not _is_json(content):
        raise _of_requests(error) from error
    return content


def read_error(response: requests.Response) -> bytes:
    """Read the beginning of the body of an error, decompressed. Whatever is wrong with it, the status matters more."""
    packed, _ = _arrived(response, LARGEST_ERROR)
    if _encoding(response) not in _ZIPPED:
        return packed
    try:
        return zlib.decompressobj(_WITH_HEADER_OF_GZIP).decompress(packed, LARGEST_ERROR)
    except zlib.error:
        return b""


def _received(response: requests.Response, most: int) -> bytes:
    """Read a body, or one byte more than the most that is wanted of it."""
    pieces: list[bytes] = []
    wanted = most + 1
    while piece := response.raw.read(min(wanted, LARGEST_PIECE), decode_content=False):
        pieces.append(piece)
        wanted -= len(piece)
        if not wanted:
            break
    return b"".join(pieces)


def _arrived(response: requests.Response, most: int) -> tuple[bytes, urllib3.exceptions.HTTPError | None]:
    """Read what arrives of a small body, up to one byte more than is wanted, and the error that ended it early."""
    content = bytearray()
    try:
        while len(content) <= most and (piece := response.raw.read1(most + 1 - len(content), decode_content=False)):
            content += piece
    except urllib3.exceptions.HTTPError as error:
        return bytes(content), error
    return bytes(content), None


def _of_requests(error: urllib3.exceptions.HTTPError) -> requests.RequestException:
    if isinstance(error, urllib3.exceptions.ReadTimeoutError):
        return requests.ReadTimeout(error)
    return requests.exceptions.ChunkedEncodingError(error)


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content.decode("utf-8", "replace"), strict=False, parse_int=float)
    except (ValueError, RecursionError):
        return False
    return True


def _bounded(content: bytes, most: int) -> bytes:
    if len(content) > most:
        raise TooLargeError
    return content


def unpacked(response: requests.Response, packed: bytes) -> bytes:
    """Decompress the body of a response, and return it in UTF-8.

    Raises:
        requests.RequestException: The body does not have the encoding that the response announces, or is too large.
    """
    encoding = _encoding(response)
    if not packed or encoding in {"", "identity"}:
        return _in_utf_8(response, packed)
    if encoding not in _ZIPPED:
        raise requests.exceptions.ContentDecodingError(encoding)
    try:
        return _in_utf_8(response, _unzipped(packed))
    except zlib.error as error:
        raise requests.exceptions.ContentDecodingError(error) from error


def _encoding(response: requests.Response) -> str:
    return response.headers.get("Content-Encoding", "").strip().lower()


def _unzipped(packed: bytes) -> bytes:
    # The last four bytes are the size of the content. To limit the first step to it saves memory and time.
    size = min(int.from_bytes(packed[-4:], "little"), LARGEST)
    unpacker = zlib.decompressobj(_WITH_HEADER_OF_GZIP)
    content = unpacker.decompress(packed, size + 1)
    if size < len(content) <= LARGEST:  # the four bytes are no size
        content += unpacker.decompress(unpacker.unconsumed_tail, LARGEST + 1 - size)
    if len(content) > LARGEST:
        del content  # else the error keeps it, once for each attempt
        raise TooLargeError
    if not unpacker.eof or unpacker.unused_data.startswith(_MAGIC):
        msg = "the body is cut off, or in several parts"
        raise zlib.error(msg)
    return content


def _in_utf_8(response: requests.Response, content: bytes) -> bytes:
    """Return a body in UTF-8, as JSON must be, without a byte order mark.

    UTF-16 and UTF-32 show in the first bytes. A declared charset is for a body that is no valid UTF-8. What is damaged
    becomes half of a surrogate pair, as which it is found in its column.
    """
    encoding = json.detect_encoding(content[:4])
    if encoding == "utf-8":
        return _from_declared(response, content)
    if encoding == "utf-8-sig":
        return content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode(encoding, "surrogatepass").encode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return content


def _from_declared(response: requests.Response, content: bytes) -> bytes:
    declared = _CHARSET.search(response.headers.get("Content-Type", ""))
    if declared is None:
        return content
    try:
        charset = codecs.lookup(declared[1]).name
    except LookupError:
        return content
    if not charset.startswith(_OF_ONE_BYTE) or _is_utf_8(content):
        return content
    return content.decode(charset, "surrogateescape").encode("utf-8", "surrogatepass")


def _is_utf_8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True
