"""The deviations, group by group: each with a name, a sentence, and what it must lead to."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from tests.hostile.deviation import (
    FAILS,
    HOLDS,
    LATER_PAGES,
    MAY_FAIL,
    ONCE,
    Deviation,
)
from tests.hostile.deviations_of_bodies import BODIES
from tests.hostile.deviations_of_values import FIELDS, VALUES
from tests.hostile.moments import (
    ChangesWhileReading,
    Dated,
    DeletesWhileReading,
    FutureTimestamps,
    InsertsWhileReading,
    LateRows,
    NoTimestamps,
    SameKeyTwice,
)
from tests.hostile.pages import (
    ByteCap,
    ChangedOptions,
    FirstPageAgain,
    IgnoredOptions,
    LastRowAgain,
    Linked,
    LostAtTheEnd,
    OtherTop,
    PageBefore,
    RefusedOption,
    Repeated,
    RowCap,
    Shuffled,
    Swapped,
    Wrapped,
)
from tests.hostile.source import (
    BY_KEY,
    JOURNAL,
    KINDS,
    NESTED,
    TWO_PART_KEY,
)
from tests.hostile.statuses import Status

WITH_TIMESTAMPS = (BY_KEY, TWO_PART_KEY, NESTED)
BY_INTEGER_KEY = (BY_KEY, JOURNAL)

PAGE_LENGTHS = (
    RowCap("cap of 7 rows", "Pages have at most 7 rows.", HOLDS, caps=[7]),
    RowCap("cap of 1 row", "Pages have one row.", HOLDS, caps=[1]),
    RowCap("cap that moves", "Pages have 7, 3 or 9 rows at most.", HOLDS, caps=[7, 3, 9]),
    RowCap("cap from page two", "Pages behind the first have 4 rows.", HOLDS, caps=[4], moment=LATER_PAGES),
    RowCap("cap once", "A page has 4 rows when it is first requested.", HOLDS, caps=[4], moment=ONCE),
    RowCap("cap from the third response", "Responses behind the second have 4 rows.", HOLDS, caps=[4], after=2),
    RowCap("cap of 9 rows", "Pages have one row less than requested.", HOLDS, caps=[9]),
    ByteCap("cap by bytes", "Pages have at most 400 bytes.", HOLDS, size=400),
    ByteCap("cap by bytes later", "Responses behind the second have at most 700 bytes.", HOLDS, size=700, after=2),
    ByteCap("cap by bytes to 1 row", "Responses behind the second have 300 bytes.", MAY_FAIL, size=300, after=2),
    RowCap("cap of 1 row later", "Later responses have one row.", MAY_FAIL, caps=[1], after=2, kinds=BY_INTEGER_KEY),
    OtherTop("one row more", "Pages have one row more than requested.", HOLDS, more=1),
    OtherTop("all rows at once", "Pages have all rows that follow.", HOLDS, more=500),
    RowCap("empty once", "A page is empty when it is first requested.", HOLDS, caps=[0], moment=ONCE),
    RowCap("empty later pages", "Each page behind the first one is empty.", FAILS, caps=[0], moment=LATER_PAGES),
    LostAtTheEnd("short by one row", "A page lacks its last row.", MAY_FAIL),
    LostAtTheEnd("short by one row later", "A page behind the first lacks its last row.", MAY_FAIL, moment=LATER_PAGES),
    LostAtTheEnd("short by three rows later", "All responses but three lack three rows.", MAY_FAIL, lost=3, after=3),
    LostAtTheEnd("short by nine rows later", "All responses but three lack nine rows.", MAY_FAIL, lost=9, after=3),
)

EMPTINESS = (
    RowCap("empty after one response", "All responses but the first one are empty.", FAILS, caps=[0], after=1),
    RowCap("empty after two responses", "All responses but two are empty.", FAILS, caps=[0], after=2),
    RowCap("empty after three responses", "All responses but three are empty.", FAILS, caps=[0], after=3),
    RowCap("empty at all", "All responses are empty.", MAY_FAIL, caps=[0]),
)

PAGE_ORDER = (
    Repeated("rows twice", "Each row comes twice.", HOLDS),
    Repeated("page twice", "A page comes again behind itself.", MAY_FAIL, whole=True),
    LastRowAgain("last row again", "A page begins with the last row of the one before.", MAY_FAIL),
    PageBefore("page before", "A response repeats the one before.", MAY_FAIL),
    PageBefore("page before, later", "A later response repeats the one before.", MAY_FAIL, moment=LATER_PAGES),
    PageBefore("page before, once", "A response repeats the one before, once.", MAY_FAIL, moment=ONCE),
    FirstPageAgain("first page again", "The first response comes in place of all later ones.", MAY_FAIL),
    FirstPageAgain("first page again, once", "The same, at the first try of each page.", MAY_FAIL, moment=ONCE),
    Shuffled("shuffled", "Rows come in the order of chance.", MAY_FAIL),
    Shuffled("shuffled later", "Rows behind the first page are shuffled.", MAY_FAIL, moment=LATER_PAGES),
    Swapped("two rows swapped", "Two rows of a page have changed places.", MAY_FAIL),
    SameKeyTwice("same key twice", "Two different rows have the same key.", MAY_FAIL, combines=False),
)

OPTIONS = (
    IgnoredOptions("ignores $top", "`$top` has no effect.", HOLDS, options=["$top"]),
    IgnoredOptions("ignores $skip", "`$skip` has no effect.", MAY_FAIL, options=["$skip"]),
    IgnoredOptions("ignores $filter", "`$filter` has no effect.", MAY_FAIL, options=["$filter"]),
    IgnoredOptions("ignores $orderby", "`$orderby` has no effect.", HOLDS, options=["$orderby"]),
    IgnoredOptions("ignores $select", "`$select` has no effect.", HOLDS, options=["$select"]),
    IgnoredOptions("ignores $expand", "`$expand` has no effect.", MAY_FAIL, options=["$expand"], kinds=[NESTED]),
    IgnoredOptions(
        "ignores all options", "No option has an effect.", MAY_FAIL, options=["$top", "$skip", "$filter", "$orderby"]
    ),
    ChangedOptions(
        "never descending", "`desc` orders as `asc`.", HOLDS, option="$orderby", text="desc", understood="asc"
    ),
    ChangedOptions(
        "always descending", "`asc` orders as `desc`.", MAY_FAIL, option="$orderby", text="asc", understood="desc"
    ),
    ChangedOptions(
        "gt as ge", "`gt` is understood as `ge`.", MAY_FAIL, option="$filter", text=" gt ", understood=" ge "
    ),
    RefusedOption("refuses $skip", "`$skip` is refused with 400.", HOLDS, option="$skip"),
    RefusedOption("refuses $select", "`$select` is refused with 400.", HOLDS, option="$select"),
    RefusedOption("refuses $filter", "`$filter` is refused with 400.", MAY_FAIL, option="$filter"),
    RefusedOption("refuses $expand", "`$expand` is refused with 400.", MAY_FAIL, option="$expand", kinds=[NESTED]),
    Linked("next link", "A page has 4 rows, and a link to the others.", MAY_FAIL, link="@odata.nextLink", most=4),
    Linked("old next link", "The same as in OData 2.", MAY_FAIL, link="odata.nextLink", most=4),
    Linked(
        "link to another host",
        "A page has a link to a host that is not Sage.",
        MAY_FAIL,
        link="@odata.nextLink",
        most=4,
        before="http://127.0.0.1:9/",
    ),
    Linked("bare next link", "The link is called `nextLink`.", MAY_FAIL, link="nextLink", most=4),
    Wrapped("in a wrapper", "A page comes as `value`.", HOLDS, before='{"value": ', after="}"),
    Wrapped("with its length", "A page comes with a count.", HOLDS, before='{"@odata.count": 35, "value": ', after="}"),
    Wrapped(
        "in another wrapper",
        "A page comes as `d.results`.",
        FAILS,
        before='{"d": {"results": ',
        after="}}",
        kinds=[BY_KEY],
    ),
    Wrapped("array in an array", "A page comes in an array.", FAILS, before="[", after="]", kinds=[BY_KEY]),
)

TRANSIENT = (401, 408, 429, 500, 502, 503, 504)
"""Statuses that may pass."""
REFUSALS = (400, 403, 404, 405, 407, 410, 418, 501, 599)
NO_CONTENT = (201, 204, 205, 206, 300, 304)
REDIRECTS = (302, 308)
LOCATION = {"Location": "/sign-in"}
STATUSES: tuple[Deviation, ...] = (
    *(
        Status(
            f"{status} for ever",
            f"Each page behind the first one answers {status}.",
            FAILS,
            status=status,
            kinds=KINDS if status in {401, 403, 404, 500} else [BY_KEY],
        )
        for status in (*TRANSIENT, *REFUSALS, *NO_CONTENT)
    ),
    *(
        Status(
            f"{status} for ever",
            "Each page behind the first one is elsewhere.",
            FAILS,
            status=status,
            headers=LOCATION,
            kinds=[BY_KEY],
        )
        for status in REDIRECTS
    ),
    *(
        Status(
            f"{status} once",
            f"Each page answers {status} when it is first requested.",
            HOLDS,
            status=status,
            moment=ONCE,
            kinds=KINDS if status in {401, 500} else [BY_KEY],
        )
        for status in TRANSIENT
    ),
    *(
        Status(
            f"{status} once",
            f"Each page answers {status} when it is first requested.",
            MAY_FAIL,
            status=status,
            moment=ONCE,
            kinds=[BY_KEY],
        )
        for status in (400, 403, 404)
    ),
    *(
        Status(
            f"Retry-After: {text}",
            "The server is busy for a time that it does not say well.",
            HOLDS,
            status=HTTPStatus.TOO_MANY_REQUESTS,
            headers={"Retry-After": text},
            moment=ONCE,
            kinds=[BY_KEY],
        )
        for text in ("0", "5", "soon", "-1", "1.5", "Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 99 Foo 2015", "\u00b2")
    ),
    *(
        Status(
            f"Retry-After: {text} for ever",
            "The server is busy for longer than a run may wait.",
            FAILS,
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            headers={"Retry-After": text},
            kinds=[BY_KEY],
        )
        for text in ("86400", "9" * 400, "Fri, 31 Dec 9999 23:59:59 GMT")
    ),
    Status(
        "Retry-After of a day, once",
        "The server asks to come back tomorrow, once.",
        MAY_FAIL,
        status=HTTPStatus.TOO_MANY_REQUESTS,
        headers={"Retry-After": "86400"},
        moment=ONCE,
    ),
)

TIMES = (
    ChangesWhileReading("changes while reading", "Rows change during a long run.", HOLDS),
    ChangesWhileReading(
        "clock ahead",
        "The same, with our clock three hours ahead of Sage's.",
        HOLDS,
        clock_ahead=timedelta(hours=3),
        kinds=WITH_TIMESTAMPS,
    ),
    ChangesWhileReading(
        "clock behind",
        "The same, with our clock three hours behind.",
        HOLDS,
        clock_ahead=-timedelta(hours=3),
        kinds=WITH_TIMESTAMPS,
    ),
    InsertsWhileReading(
        "rows come before",
        "Rows with lesser keys come during a run.",
        MAY_FAIL,
        behind=False,
        kinds=[BY_KEY, TWO_PART_KEY],
    ),
    InsertsWhileReading("rows come behind", "Rows with greater keys come during a run.", MAY_FAIL, behind=True),
    DeletesWhileReading("one row goes", "A row that was read is deleted during a run.", HOLDS, times=1),
    DeletesWhileReading("rows go", "A row is deleted before each page.", MAY_FAIL, times=99),
    LateRows(
        "late rows",
        "A row is committed an hour after its timestamp.",
        HOLDS,
        rows_late=1,
        keys_back=1,
        late=timedelta(hours=1),
        kinds=[BY_KEY, TWO_PART_KEY],
    ),
    LateRows(
        "late entries",
        "50 entries are committed 3,000 keys behind the greatest.",
        HOLDS,
        rows_late=50,
        keys_back=3000,
        late=timedelta(hours=1),
        kinds=[JOURNAL],
    ),
    FutureTimestamps("future timestamps", "Rows have changed in 2099.", HOLDS, kinds=WITH_TIMESTAMPS),
    NoTimestamps("no timestamps", "New rows have no timestamp.", HOLDS, kinds=[BY_KEY, NESTED]),
    Dated("no date", "The header `Date` is empty.", HOLDS, date="", kinds=[BY_KEY]),
    Dated("odd date", "The header `Date` is no date.", HOLDS, date="yesterday", kinds=[BY_KEY]),
    Dated("date of 1970", "The header `Date` is of 1970.", HOLDS, date="Thu, 01 Jan 1970 00:00:00 GMT", kinds=[BY_KEY]),
)

DEVIATIONS: tuple[Deviation, ...] = (
    *PAGE_LENGTHS,
    *EMPTINESS,
    *PAGE_ORDER,
    *OPTIONS,
    *STATUSES,
    *BODIES,
    *FIELDS,
    *VALUES,
    *TIMES,
)
