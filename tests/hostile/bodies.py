"""Deviations of bodies: what is sent is not JSON, not whole, or packed in an odd way."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from tests.hostile.deviation import LATER_PAGES, Deviation, Moment, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.hostile.odata import Query
    from tests.hostile.source import Source


@dataclass(frozen=True, kw_only=True)
class Body(Deviation):
    """A response has another body, and perhaps other headers."""

    body: bytes
    headers: Mapping[str, str] | None = None
    moment: Moment = LATER_PAGES

    def reply(self, query: Query, reply: Reply) -> Reply:
        """Replace it."""
        if not self.moment.includes(query):
            return reply
        return replace(reply, body=self.body, headers={**(reply.headers or {}), **(self.headers or {})})


class Coding(Protocol):
    """Writes a body in another way."""

    def __call__(self, body: bytes, /) -> bytes:
        """Return the bytes to send."""


@dataclass(frozen=True, kw_only=True)
class Coded(Deviation):
    """The body is written in another way."""

    coding: Coding
    headers: Mapping[str, str] | None = None
    moment: Moment = LATER_PAGES
    closes: bool = False

    def reply(self, query: Query, reply: Reply) -> Reply:
        """Write it so."""
        if not self.moment.includes(query):
            return reply
        headers = {**(reply.headers or {}), **(self.headers or {})}
        return replace(reply, body=self.coding(reply.body), headers=headers, closes=self.closes)


@dataclass(frozen=True, kw_only=True)
class Announced(Deviation):
    """`Content-Length` is not the length of the body."""

    more: int
    """How many bytes too many are announced."""
    moment: Moment = LATER_PAGES

    def reply(self, query: Query, reply: Reply) -> Reply:
        """Announce another length."""
        if not self.moment.includes(query):
            return reply
        length = str(max(0, len(reply.body) + self.more))
        return replace(reply, headers={**(reply.headers or {}), "Content-Length": length}, closes=True)


@dataclass(frozen=True, kw_only=True)
class NoResponse(Deviation):
    """The connection is closed without a response."""

    moment: Moment = LATER_PAGES

    def reply(self, query: Query, reply: Reply) -> Reply:
        """Close it."""
        return Reply(status=0, closes=True) if self.moment.includes(query) else reply


@dataclass(frozen=True, kw_only=True)
class Slow(Deviation):
    """A body comes in part, and the rest of it never."""

    drips: bytes
    """What comes now and then."""
    moment: Moment = LATER_PAGES

    @property
    def request_timeout(self) -> float:
        """The seconds that the tap waits for a response: so few that a test need not wait."""
        return 0.05

    def reply(self, query: Query, reply: Reply) -> Reply:
        """Send a part, and keep the connection open."""
        if not self.moment.includes(query):
            return reply
        headers = {**(reply.headers or {}), "Content-Length": "1000000"}
        return replace(reply, headers=headers, body=reply.body[:-1], closes=True, drips=self.drips)


@dataclass(frozen=True, kw_only=True)
class InCharset(Deviation):
    """Bodies are written in another charset. A row has a letter that is no ASCII."""

    charset: str
    content_type: str

    def begin(self, source: Source) -> None:
        """Put the letter into a row."""
        table = source.table
        source.rows[table.name][source.keys(table.name)[0]][table.version] = "na\u00efve"

    def reply(self, query: Query, reply: Reply) -> Reply:
        """Write the body in the charset."""
        del query
        headers = {**(reply.headers or {}), "Content-Type": self.content_type}
        return replace(reply, headers=headers, body=reply.body.decode().encode(self.charset))


def same(body: bytes) -> bytes:
    """Write it as it is."""
    return body


def half(body: bytes) -> bytes:
    """Write half of it."""
    return body[: len(body) // 2]


def without_end(body: bytes) -> bytes:
    """Write it without its last bracket."""
    return body[:-1]


def chunked(body: bytes) -> bytes:
    """Write it in chunks."""
    return _chunks(body) + b"0\r\n\r\n"


def chunked_without_end(body: bytes) -> bytes:
    """Write it in chunks, without the last one."""
    return _chunks(body)


def gzip_in_two_members(body: bytes) -> bytes:
    """Pack both halves by themselves."""
    middle = len(body) // 2
    return gzip.compress(body[:middle]) + gzip.compress(body[middle:])


def gzip_twice(body: bytes) -> bytes:
    """Pack what is packed."""
    return gzip.compress(gzip.compress(body))


def gzip_without_end(body: bytes) -> bytes:
    """Pack it, and lose the end."""
    return gzip.compress(body)[:-12]


def gzip_with_another_checksum(body: bytes) -> bytes:
    """Pack it, and say that it is another text."""
    packed = gzip.compress(body)
    return packed[:-8] + bytes(4) + packed[-4:]


def gzip_and_more(body: bytes) -> bytes:
    """Pack it, and add bytes that mean nothing."""
    return gzip.compress(body) + b"\0" * 512


def with_mark(body: bytes) -> bytes:
    """Begin it with the mark of UTF-8."""
    return b"\xef\xbb\xbf" + body


def with_blanks(body: bytes) -> bytes:
    """Put blanks around it."""
    return b"\r\n\t  " * 30 + body + b"\r\n\t  " * 30


def twice(body: bytes) -> bytes:
    """Write it twice, one behind the other."""
    return body + body


def with_a_null_row(body: bytes) -> bytes:
    """Put a null among the rows."""
    return body.replace(b"},{", b"},null,{", 1)


def with_a_comma_too_many(body: bytes) -> bytes:
    """Leave a comma behind the last row."""
    return body[:-1] + b",]"


def in_upper_case(body: bytes) -> bytes:
    """Write the names of fields in upper case."""
    return body.replace(b'"id"', b'"ID"').replace(b'"date_time_updated"', b'"DATE_TIME_UPDATED"')


def vast(body: bytes) -> bytes:
    """Pack it with 300 million blanks: a million of them is packed once, and written again and again."""
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    begun = packer.compress(body[:-1]) + packer.flush(zlib.Z_FULL_FLUSH)
    blanks = b" " * 1_000_000
    piece = packer.compress(blanks) + packer.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    end = last.compress(body[-1:]) + last.flush()
    checksum = zlib.crc32(body[:-1])
    for _ in range(300):
        checksum = zlib.crc32(blanks, checksum)
    checksum = zlib.crc32(body[-1:], checksum)
    size = len(body) + 300 * len(blanks)
    return begun + piece * 300 + end + checksum.to_bytes(4, "little") + size.to_bytes(4, "little")


def _chunks(body: bytes) -> bytes:
    pieces = (body[at : at + 100] for at in range(0, len(body), 100))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces)
