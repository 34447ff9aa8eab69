"""The companies of a sandbox."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from sage200_sandbox.company import WITH_URN, company_rows, day_of_work
from sage200_sandbox.store import NO_ROWS, Snapshot, Store
from sage200_sandbox.volume.earlier_years import fill

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from sage200_sandbox.rows import Change, Row, Value

_COMPANIES_PER_SITE = 2
_FIRST_SITE = UUID("5a9e0200-0000-4000-8000-000000000000")


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo data of each company.

    Attributes:
        seed: Seed of the data. Equal seeds give equal rows.
        scale: Size of the data. 2 gives about twice the rows.
        postings: Minimum number of postings in each company. Earlier years are added until it is reached.
    """

    seed: int = 1
    scale: int = 1
    postings: int = 0


@cache
def demo(seed: int, scale: int, number: int) -> Snapshot:
    """Return the rows of a demo company before any change."""
    store = Store(NO_ROWS)
    for table, rows in company_rows(seed=seed, scale=scale, number=number).items():
        store.replace(table, rows)
    start = store.snapshot()
    store.close()
    return start


class Company:
    """One company of the user.

    Attributes:
        number: Position among the companies, from 1.
        site_id: Its site. Two companies share one site.
        company_id: Its number within the site. Only `site_id` and `company_id` together name a company.
        name: Its name.
        store: Its database.
    """

    def __init__(self, number: int, start: Snapshot, now: Callable[[], datetime]) -> None:
        """Open the company with the rows of the snapshot."""
        site, place = divmod(number - 1, _COMPANIES_PER_SITE)
        self.number = number
        self.site_id = str(UUID(int=_FIRST_SITE.int + site + 1))
        self.company_id = place + 1
        self.store = Store(start)
        self._now = now
        self.name = next((str(row["name"]) for row in self.rows("company_details")), f"Company {number}")

    def site(self) -> Row:
        """Return its row in the table `sites`."""
        return {
            "company_id": self.company_id,
            "company_name": self.name,
            "site_id": self.site_id,
            "site_name": f"Sandbox {self.site_id[-2:]}",
            "site_short_name": f"SB{self.site_id[-2:]}",
            "tenant_id": UUID(self.site_id).int - _FIRST_SITE.int,
        }

    def rows(self, table: str) -> list[Row]:
        """Return all rows of a table in the order of their keys, with every field.

        Raises:
            LookupError: The table is unknown.
        """
        return self.store.rows(table)

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        return self.store.count(table)

    def change(self, change: Change) -> Row | None:
        """Change one row, as a user of Sage does.

        The timestamps of the row become the sandbox's time, unless the change sets one of them. An insert also gets a
        new id, and Sage's values for missing input.

        Returns:
            The row after the change; None for a deleted row.

        Raises:
            LookupError: The table or the row does not exist.
            ValueError: A value does not fit its field, or the key is taken.
        """
        return self.store.change(change, now=self._now())

    def replace(self, table: str, rows: Iterable[Mapping[str, Value]]) -> None:
        """Replace all rows of a table. Timestamps do not change, and missing fields are null.

        Raises:
            LookupError: The table is unknown.
            ValueError: A row does not fit the table, or two rows have one key.
        """
        self.store.replace(table, rows)

    def fill(self, postings: int) -> None:
        """Add earlier years until the company has this many postings: see `volume`.

        Raises:
            ValueError: The company has no settled postings, or already has its earlier years.
        """
        fill(self.store, postings)

    def clear(self, table: str) -> None:
        """Remove all rows of a table."""
        self.store.replace(table, [])

    def day_of_work(self) -> list[Change]:
        """Simulate a day of work. Returns the changes in their order."""
        last_urn = max(self.store.highest(table, "urn") for table in WITH_URN)
        changes = day_of_work(self.rows, now=self._now(), last_id=self.store.last_id, last_urn=last_urn)
        for change in changes:
            self.change(change)
        return changes

    def close(self) -> None:
        """Release the rows."""
        self.store.close()
