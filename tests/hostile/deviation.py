"""A way in which a server deviates from Sage."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from enum import Enum
from typing import TYPE_CHECKING

from tests.hostile.source import BY_KEY, JOURNAL, TWO_PART_KEY, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.hostile.odata import Query
    from tests.hostile.source import Row, Source


class Outcome(Enum):
    """What a deviation must lead to. In each case the target holds what Sage holds, after a healthy run."""

    HOLDS = "the faulty run succeeds"
    FAILS = "the faulty run fails with a non-zero exit code and the name of the table"
    MAY_FAIL = "the faulty run succeeds, or it fails as above"


HOLDS, FAILS, MAY_FAIL = Outcome.HOLDS, Outcome.FAILS, Outcome.MAY_FAIL


class Start(Enum):
    """What the faulty run begins with."""

    FIRST_LOAD = "first load"
    INCREMENTAL = "incremental"


@dataclass(frozen=True)
class Reply:
    """A response as it is sent."""

    status: int = 200
    """0 closes the connection without a response."""
    headers: Mapping[str, str] | None = None
    """Headers besides `Date`. `Content-Length` is added, unless it is here or the body is chunked."""
    body: bytes = b""
    closes: bool = False
    """Whether the connection is closed after it."""
    drips: bytes | None = None
    """What follows again and again until the tap hangs up; with an empty one nothing comes, and nothing ends."""


@dataclass(frozen=True)
class Deviation:
    """A deviation. It overrides the step at which it interferes."""

    name: str
    says: str
    expected: Outcome
    _: KW_ONLY
    kinds: Sequence[Kind] = (BY_KEY, JOURNAL, TWO_PART_KEY)
    """The kinds of tables that it is tried on."""
    combines: bool = True
    """Whether it is tried together with others; else a combination could be such that nobody can see it."""

    @property
    def request_timeout(self) -> float:
        """The seconds that the tap waits for a response."""
        return 60

    def begin(self, source: Source) -> None:
        """Change the rows of Sage before the faulty run."""

    def query(self, query: Query) -> Query:
        """Misunderstand a request."""
        return query

    def rows(self, query: Query, rows: list[Row]) -> list[Row]:
        """Give other rows than the request describes."""
        del query
        return rows

    def reply(self, query: Query, reply: Reply) -> Reply:
        """Send the rows in another way."""
        del query
        return reply

    def end(self, source: Source) -> None:
        """Repair the rows of Sage after the faulty run."""


class Moment(Enum):
    """When a deviation interferes."""

    ALWAYS = "always"
    LATER_PAGES = "at each page behind the first one, however often it is requested"
    FIRST_TRY_OF_LATER_PAGES = "at the first request for each page behind the first one"

    def includes(self, query: Query) -> bool:
        """Tell whether a request comes at this moment."""
        if self is Moment.ALWAYS:
            return True
        return query.is_later_page and (self is Moment.LATER_PAGES or query.attempt == 1)


ALWAYS, LATER_PAGES, ONCE = Moment.ALWAYS, Moment.LATER_PAGES, Moment.FIRST_TRY_OF_LATER_PAGES
