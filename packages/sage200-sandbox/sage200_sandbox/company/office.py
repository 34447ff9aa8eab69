"""The seed, the counters and the calendar of a company.

The demo data is the company's year from April 2025 to March 2026. On 28 February 2024, the company was set up, and an
upgrade updated all its master tables. Many rows therefore share a timestamp (seen).
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
    """The first day of the next month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def months(start: datetime, number: int) -> list[datetime]:
    """The first days of this number of months. `start` is the first one."""
    firsts = [start]
    while len(firsts) < number:
        firsts.append(next_month(firsts[-1]))
    return firsts


def midnight(moment: datetime) -> datetime:
    """The date of a time."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


def last_working_day(month: datetime) -> datetime:
    """The last day of the month that is not at a weekend."""
    day = next_month(month) - timedelta(days=1)
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def working_day(day: datetime, after: int = 0) -> datetime:
    """The working day that is this number of working days after a day. Weekends count as the Monday after them."""
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return working_day(day + timedelta(days=1), after - 1) if after else day


class Office:
    """Issues ids, URNs, times and random numbers. Each company has its own.

    All callers share `random`. They use it in a fixed order, so equal arguments give equal rows.
    """

    def __init__(self, *, seed: int, scale: int, number: int) -> None:
        """Start the counters of company `number`, counted from 1."""
        self.number = number
        self.scale = scale
        self.random = Random(f"{seed} {scale} {number}")
        self.home: Home = HOMES[(number - 1) % len(HOMES)]
        self._ids = count(1000 + 729 * number)
        self._urns = count(number)
        self._masters = count(1)

    @property
    def name(self) -> str:
        """The company's name. The names of the third and later companies have a number."""
        return self.home.company if self.number <= len(HOMES) else f"{self.home.company} {self.number}"

    def next_id(self) -> int:
        """The next id. All tables share one counter (seen)."""
        return next(self._ids)

    def next_urn(self) -> int:
        """The next unique reference number of a posting. All ledgers share one counter (inferred)."""
        return next(self._urns)

    def sized(self, small_firm: int) -> int:
        """A number for this company. `small_firm` is the number for a small firm."""
        return max(1, round(small_firm * self.scale * self.home.size))

    def moment(self, day: datetime, *, hour: int = 9) -> datetime:
        """A random time in an hour. Its milliseconds end in 0, 3 or 7, as in SQL Server (seen)."""
        chance = self.random
        milliseconds = chance.randrange(100) * 10 + chance.choice((0, 3, 7))
        seconds = chance.randrange(3600)
        return day + timedelta(hours=hour, seconds=seconds, milliseconds=milliseconds)

    def working_days(self, number: int) -> list[datetime]:
        """This number of random working days of the year, sorted. The last week is left out: deliveries come later."""
        span = (YEAR_END - YEAR_START).days - 6
        days = (working_day(YEAR_START + timedelta(days=self.random.randrange(span))) for _ in range(number))
        return sorted(days)

    def master(self, table: str) -> dict[str, Value]:
        """The id and the timestamps of the next row of a master table."""
        return {**self.timestamps(table), "id": self.next_id()}

    def timestamps(self, table: str) -> dict[str, Value]:
        """The timestamps of the next row of a master table.

        The upgrade was the last update of most rows. Every ninth row was updated later. Every 23rd row was created
        after its last update, like rows of a restored company (seen, reason inferred).
        """
        turn = next(self._masters)
        created = self.moment(SET_UP, hour=13)
        updated = UPGRADE + timedelta(seconds=len(table) % 2, milliseconds=sum(map(ord, table)) % 1000)
        if turn % _TOUCHED_LATER == 0:
            updated = self.moment(working_day(SET_UP + timedelta(days=1 + turn % 300)))
        elif turn % _CREATED_LATER == 0:
            created = self.moment(datetime(2024, 7, 1 + turn % 28, tzinfo=UTC))
        return {"date_time_created": created, "date_time_updated": updated}
