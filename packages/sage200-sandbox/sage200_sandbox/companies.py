"""A company of the sandbox, as a person at its desk sees it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from sage200_sandbox import volume
from sage200_sandbox.company import WITH_URN, company_rows, day_of_work
from sage200_sandbox.store import Snapshot, Store, blank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from sage200_sandbox.rows import Change, Row, Value
    from sage200_sandbox.store import Search

_COMPANIES_A_SITE = 2
_FIRST_SITE = UUID("5a9e0200-0000-4000-8000-000000000000")


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo data of each company.

    Attributes:
        seed: Which.
        scale: How much of it.
        postings: How many postings each company has at least, by as many earlier years as that takes.
    """

    seed: int = 1
    scale: int = 1
    postings: int = 0


@cache
def demo(seed: int, scale: int, number: int) -> Snapshot:
    """The demo company as it is before anybody touches it."""
    store = Store(blank())
    for table, rows in company_rows(seed=seed, scale=scale, number=number).items():
        store.replace(table, rows)
    start = store.snapshot()
    store.close()
    return start


class Company:
    """One company of the user.

    Attributes:
        number: Which one, from 1.
        site_id: Its site. Two companies share one, so that neither number alone names a company.
        company_id: Its number within the site.
        name: What its people call it.
    """

    def __init__(self, number: int, start: Snapshot, now: Callable[[], datetime]) -> None:
        """Opens the company with the rows of the snapshot."""
        site, place = divmod(number - 1, _COMPANIES_A_SITE)
        self.number = number
        self.site_id = str(UUID(int=_FIRST_SITE.int + site + 1))
        self.company_id = place + 1
        self._store = Store(start)
        self._now = now
        self.name = next((str(row["name"]) for row in self.rows("company_details")), f"Company {number}")

    def site(self) -> Row:
        """Its row in the table `sites`."""
        return {
            "company_id": self.company_id,
            "company_name": self.name,
            "site_id": self.site_id,
            "site_name": f"Sandbox {self.site_id[-2:]}",
            "site_short_name": f"SB{self.site_id[-2:]}",
        }

    def rows(self, table: str) -> list[Row]:
        """All rows as they are now, in the order of their keys, every field present.

        Raises:
            LookupError: for an unknown table.
        """
        return self._store.rows(table)

    def count(self, table: str) -> int:
        """How many rows the table has."""
        return self._store.count(table)

    def search(self, table: str, search: Search) -> list[list[str]]:
        """The rows sought, each as the JSON texts of all its fields."""
        return self._store.search(table, search)

    def related(self, table: str, column: str, values: Iterable[Value]) -> list[list[str]]:
        """The rows that have one of these values in a column, in the order of their keys, as `search` gives them."""
        return self._store.related(table, column, values)

    def change(self, change: Change) -> Row | None:
        """Does what a person does in Sage.

        The row's stamps become the sandbox's time, unless the change names one of them itself. An insert
        gets what it leaves out: a new id, the stamps, and what Sage keeps where nothing was entered.

        Returns:
            The row as it is then; None for one that is deleted.

        Raises:
            LookupError: for an unknown table, or a row that is not there.
            ValueError: if the values do not fit, or the key is taken.
        """
        return self._store.change(change, now=self._now())

    def replace(self, table: str, rows: Iterable[Mapping[str, Value]]) -> None:
        """Makes these all the rows of the table, exactly: no stamp moves, what a row leaves out is null.

        Raises:
            LookupError: for an unknown table.
            ValueError: if a row does not fit the table, or two have one key.
        """
        self._store.replace(table, rows)

    def fill(self, postings: int) -> None:
        """Gives the company earlier years, until it has so many postings: see `volume`.

        Raises:
            ValueError: if the company has no postings that may come again, or has its earlier years already.
        """
        volume.fill(self._store, postings)

    def clear(self, table: str) -> None:
        """Leaves the table without a row."""
        self._store.replace(table, [])

    def day_of_work(self) -> list[Change]:
        """Everybody works for a day. Returns what changed, in order."""
        store = self._store
        last_urn = max(store.highest(table, "urn") for table in WITH_URN)
        changes = day_of_work(self.rows, now=self._now(), last_id=store.last_id, last_urn=last_urn)
        for change in changes:
            self.change(change)
        return changes

    def close(self) -> None:
        """Lets the rows go."""
        self._store.close()
