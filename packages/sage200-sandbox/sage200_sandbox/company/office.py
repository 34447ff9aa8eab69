"""The office where the story happens: its chance, its counters and its clock.

The story is the company's year from April 2025 to March 2026. The company was set up, and all its masters
were touched by an upgrade, on 28 February 2024, which is why many rows share a stamp (seen).
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import TYPE_CHECKING

from sage200_sandbox.company.countries import HOMES

if TYPE_CHECKING:
    from sage200_sandbox.company.countries import Home
    from sage200_sandbox.rows import Value

YEAR_START = datetime(2025, 4, 1, tzinfo=UTC)
YEAR_END = datetime(2026, 3, 31, tzinfo=UTC)
SET_UP = datetime(2024, 2, 28, tzinfo=UTC)
UPGRADE = SET_UP + timedelta(hours=14, minutes=23, seconds=45)
USER = "Demo Site"

_SATURDAY = 5
_TOUCHED_LATER = 9
_CREATED_LATER = 23


def next_month(day: datetime) -> datetime:
    """The first day of the month after this day's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def months(start: datetime, number: int) -> list[datetime]:
    """The first days of so many months, from the one that begins with `start`."""
    firsts = [start]
    while len(firsts) < number:
        firsts.append(next_month(firsts[-1]))
    return firsts


def midnight(moment: datetime) -> datetime:
    """The day of a moment."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def last_working_day(month: datetime) -> datetime:
    """The last day of the month that is not on a weekend."""
    day = next_month(month) - timedelta(days=1)
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def working_day(day: datetime, after: int = 0) -> datetime:
    """This day (or the Monday after, on a weekend), and then so many working days later."""
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return working_day(day + timedelta(days=1), after - 1) if after else day


class Office:
    """Hands out ids, URNs and moments in order, and chances from the seed; one is made for each company.

    `random` may be used by everybody: the order of use is the order of the story, so equal arguments give an
    equal story.
    """

    def __init__(self, *, seed: int, scale: int, number: int) -> None:
        """Open the office of company `number`, counted from 1."""
        self.number = number
        self.scale = scale
        self.random = Random(f"{seed} {scale} {number}")
        self.home: Home = HOMES[(number - 1) % len(HOMES)]
        self._ids = count(1000 + 729 * number)
        self._urns = count(number)
        self._masters = count(1)

    @property
    def name(self) -> str:
        """The company's name; from the third on with its number."""
        return self.home.company if self.number <= len(HOMES) else f"{self.home.company} {self.number}"

    def next_id(self) -> int:
        """The next id: one counter serves all tables (seen)."""
        return next(self._ids)

    def next_urn(self) -> int:
        """The next unique reference number of a posting; all ledgers share the counter (inferred)."""
        return next(self._urns)

    def sized(self, small_firm: int) -> int:
        """How many of something that a small firm has so many of."""
        return max(1, round(small_firm * self.scale * self.home.size))

    def moment(self, day: datetime, *, hour: int = 9) -> datetime:
        """A moment in that hour; milliseconds end in 0, 3 or 7, as SQL Server stores them (seen)."""
        chance = self.random
        milliseconds = chance.randrange(100) * 10 + chance.choice((0, 3, 7))
        seconds = chance.randrange(3600)
        return day + timedelta(hours=hour, seconds=seconds, milliseconds=milliseconds)

    def working_days(self, number: int) -> list[datetime]:
        """So many working days of the year, sorted; the last week is left for what follows."""
        span = (YEAR_END - YEAR_START).days - 6
        days = (working_day(YEAR_START + timedelta(days=self.random.randrange(span))) for _ in range(number))
        return sorted(days)

    def master(self, table: str) -> dict[str, Value]:
        """An id and stamps for the next row of a master table."""
        return {**self.stamps(table), "id": self.next_id()}

    def stamps(self, table: str) -> dict[str, Value]:
        """When the next row of a master table was made and last changed.

        Most rows were last touched by the upgrade; every ninth was touched later; and every 23rd has a
        creation later than its update, as rows brought over from a restored company have (seen, reason
        inferred).
        """
        turn = next(self._masters)
        created = self.moment(SET_UP, hour=13)
        updated = UPGRADE + timedelta(seconds=len(table) % 2, milliseconds=sum(map(ord, table)) % 1000)
        if turn % _TOUCHED_LATER == 0:
            updated = self.moment(working_day(SET_UP + timedelta(days=1 + turn % 300)))
        elif turn % _CREATED_LATER == 0:
            created = self.moment(datetime(2024, 7, 1 + turn % 28, tzinfo=UTC))
        return {"date_time_created": created, "date_time_updated": updated}
