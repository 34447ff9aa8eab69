"""The deviations of bodies; a part of the list in `deviations.py`."""

from __future__ import annotations

import gzip

from tests.hostile import bodies
from tests.hostile.bodies import Announced, Body, Coded, InCharset, NoResponse, Slow
from tests.hostile.deviation import ALWAYS, FAILS, HOLDS, MAY_FAIL, ONCE, Deviation
from tests.hostile.source import BY_KEY, JOURNAL

ONE = (BY_KEY,)
GZIP = {"Content-Encoding": "gzip"}
CHUNKED = {"Transfer-Encoding": "chunked"}
HTML = {"Content-Type": "text/html"}
NOT_ROWS = (
    b"",
    b"null",
    b"{}",
    b'""',
    b"0",
    b"true",
    b"[null]",
    b"[1, 2]",
    b'["id"]',
    b"[[]]",
    b'{"value": null}',
    b'{"value": {}}',
    b'{"Message": "Sign in."}',
    b"<html>Sign in.</html>",
    b"[{]",
    b"\0\0\0\0",
)
BODIES: tuple[Deviation, ...] = (
    *(
        Body(f"body {body.decode()!r}", "A response is no list of rows.", FAILS, body=body, headers=HTML, kinds=ONE)
        for body in NOT_ROWS
    ),
    Body("HTML once", "A page for people comes once.", HOLDS, body=b"<html></html>", headers=HTML, moment=ONCE),
    Body("empty body once", "An empty body comes once.", HOLDS, body=b"", moment=ONCE),
    Body("gzip of HTML", "The body is not packed as it says.", FAILS, body=b"<html></html>", headers=GZIP, kinds=ONE),
    NoResponse("no response once", "The connection is closed, once.", HOLDS, moment=ONCE),
    NoResponse("no response", "The connection is closed, for ever.", FAILS),
    Announced("broken off once", "A body ends early, once.", HOLDS, more=50, moment=ONCE),
    Announced("broken off", "A body ends early, for ever.", FAILS, more=50),
    Announced("longer than announced", "A body is longer than announced.", FAILS, more=-50, kinds=ONE),
    Announced("announced as empty", "A body is announced as empty.", FAILS, more=-100_000, kinds=ONE),
    Coded(
        "length of no number",
        "The length is no number.",
        MAY_FAIL,
        coding=bodies.same,
        headers={"Content-Length": "some"},
        closes=True,
        kinds=ONE,
    ),
    Coded(
        "two lengths",
        "Two lengths contradict each other.",
        FAILS,
        coding=bodies.same,
        headers={"Content-Length": "9, 10"},
        kinds=ONE,
    ),
    Coded(
        "no length",
        "A body ends with the connection.",
        HOLDS,
        coding=bodies.same,
        headers={"Connection": "close"},
        closes=True,
        moment=ALWAYS,
    ),
    Coded(
        "no length, half",
        "The connection ends within a body.",
        FAILS,
        coding=bodies.half,
        headers={"Connection": "close"},
        closes=True,
        kinds=ONE,
    ),
    Coded("half", "Half of the JSON comes.", FAILS, coding=bodies.half),
    Coded("half once", "Half of the JSON comes, once.", HOLDS, coding=bodies.half, moment=ONCE),
    Coded("without end", "The last bracket is missing.", FAILS, coding=bodies.without_end, kinds=ONE),
    Coded("chunked", "The body comes in chunks.", HOLDS, coding=bodies.chunked, headers=CHUNKED, moment=ALWAYS),
    Coded(
        "chunks without end",
        "The last chunk is missing.",
        FAILS,
        coding=bodies.chunked_without_end,
        headers=CHUNKED,
        closes=True,
        kinds=ONE,
    ),
    Coded(
        "chunks that are none",
        "The body is not in chunks, as announced.",
        FAILS,
        coding=bodies.same,
        headers=CHUNKED,
        closes=True,
        kinds=ONE,
    ),
    Coded("gzip", "The body is packed.", HOLDS, coding=gzip.compress, headers=GZIP, moment=ALWAYS),
    Coded(
        "GZIP",
        "The encoding is written in capitals.",
        HOLDS,
        coding=gzip.compress,
        headers={"Content-Encoding": "GZIP"},
        kinds=ONE,
    ),
    Coded(
        "x-gzip",
        "The encoding has its old name.",
        MAY_FAIL,
        coding=gzip.compress,
        headers={"Content-Encoding": "x-gzip"},
        kinds=ONE,
    ),
    Coded("gzip without a header", "Nothing says that the body is packed.", FAILS, coding=gzip.compress, kinds=ONE),
    Coded("gzip twice", "The body is packed twice.", MAY_FAIL, coding=bodies.gzip_twice, headers=GZIP, kinds=ONE),
    Coded(
        "gzip in two members",
        "The body is packed in two parts.",
        MAY_FAIL,
        coding=bodies.gzip_in_two_members,
        headers=GZIP,
        kinds=ONE,
    ),
    Coded(
        "gzip without end",
        "The packed body ends early.",
        FAILS,
        coding=bodies.gzip_without_end,
        headers=GZIP,
        kinds=ONE,
    ),
    Coded(
        "gzip with another checksum",
        "The packed body is damaged.",
        FAILS,
        coding=bodies.gzip_with_another_checksum,
        headers=GZIP,
        kinds=ONE,
    ),
    Coded(
        "gzip and more", "Bytes follow the packed body.", MAY_FAIL, coding=bodies.gzip_and_more, headers=GZIP, kinds=ONE
    ),
    Coded(
        "brotli",
        "The encoding is one that was not asked for.",
        FAILS,
        coding=bodies.half,
        headers={"Content-Encoding": "br"},
        kinds=ONE,
    ),
    *(
        InCharset(
            f"{charset} as announced",
            "The body has the charset that it announces.",
            HOLDS,
            charset=charset,
            content_type=f"application/json; charset={name}",
            kinds=ONE,
        )
        for charset, name in (
            ("latin-1", "iso-8859-1"),
            ("cp1252", '"Windows-1252"'),
            ("utf-16", "utf-16"),
            ("utf-16-le", "UTF-16LE"),
            ("utf-8-sig", "utf-8"),
            ("utf-8", "utf8"),
        )
    ),
    *(
        InCharset(
            f"{charset} without a word",
            "The body has a charset that nothing announces.",
            HOLDS if charset == "utf-8" else MAY_FAIL,
            charset=charset,
            content_type="application/json",
            kinds=ONE,
        )
        for charset in ("utf-8", "utf-16", "utf-16-le")
    ),
    InCharset(
        "charset that is none",
        "The charset has a name that nobody knows.",
        MAY_FAIL,
        charset="utf-8",
        content_type="application/json; charset=none-such",
        kinds=ONE,
    ),
    Slow("hangs once", "The end of a body does not come, once.", HOLDS, drips=b"", moment=ONCE, kinds=ONE),
    Slow("hangs", "The end of a body never comes.", FAILS, drips=b"", kinds=ONE),
    Slow("drips once", "Blanks come without an end, once.", HOLDS, drips=b" ", moment=ONCE, kinds=ONE),
    Slow("drips", "Blanks come without an end.", FAILS, drips=b" ", kinds=ONE),
    Coded("mark of UTF-8", "The body begins with a byte order mark.", HOLDS, coding=bodies.with_mark, moment=ALWAYS),
    Coded("blanks", "There are blanks around the JSON.", HOLDS, coding=bodies.with_blanks, kinds=ONE),
    Coded("JSON twice", "The JSON comes twice.", FAILS, coding=bodies.twice, kinds=ONE),
    Coded("null among rows", "A row is null.", FAILS, coding=bodies.with_a_null_row, kinds=ONE),
    Coded("comma too many", "A comma follows the last row.", FAILS, coding=bodies.with_a_comma_too_many, kinds=ONE),
    Coded(
        "names in capitals",
        "Names of fields are in capitals.",
        FAILS,
        coding=bodies.in_upper_case,
        kinds=[BY_KEY, JOURNAL],
    ),
    Coded(
        "no content type",
        "The type of the body is empty.",
        HOLDS,
        coding=bodies.same,
        headers={"Content-Type": ""},
        kinds=ONE,
    ),
    Coded(
        "type of text",
        "The body is called text.",
        HOLDS,
        coding=bodies.same,
        headers={"Content-Type": "text/plain"},
        kinds=ONE,
    ),
)
