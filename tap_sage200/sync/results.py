"""How a run goes, table by table: what became of each, and whether the run failed."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.errors import CompanyError, RunError, RunFailedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tap_sage200.api.request import Exchange
    from tap_sage200.config.companies import Company


TABLES_OF_PATIENCE = 3
"""After so many tables in a row that Sage would not give, the others are not tried."""


@dataclass(slots=True)
class TableResult:
    """How one table of one company went."""

    stream: str
    company: Company | None
    rows: int = 0
    requests: int = 0
    """The requests for it and the tables read with it, retries included."""
    seconds: float = 0.0
    """How long these took."""
    read_with: str | None = None
    """The table whose requests brought the rows of this one too; None where it had its own."""
    bookmark_from: str | None = None
    """The bookmark before; None where there is none."""
    bookmark_to: str | None = None
    """The bookmark after."""
    settled: bool = False
    """Whether no more becomes of it: it was read to its end, skipped, or failed."""
    skipped: str | None = None
    """Why the table was left out."""
    failed: str | None = None
    """Why the table could not be read to its end."""
    gave_up: bool = False
    """Whether it failed because Sage kept failing in ways that may pass."""
    remarks: list[str] = field(default_factory=list)
    """What somebody should look at although nothing failed."""

    @property
    def where(self) -> str:
        """Name the table and the company."""
        return self.stream if self.company is None else f"{self.stream}, {self.company}"


class RunResults:
    """Collects the results of a run."""

    def __init__(self, clock: Clock = SYSTEM_CLOCK) -> None:
        """Begin with none, now."""
        self.all: list[TableResult] = []
        """All tables that were begun, in that order."""
        self.under_way: Sequence[TableResult] = ()
        """The tables that are being read together, the requested one first."""
        self._clock = clock
        self._began = clock.monotonic()
        self._settled: list[TableResult] = []
        self._refused: dict[Company | None, CompanyError] = {}
        self._by_table: dict[tuple[str, Company | None], TableResult] = {}
        self._prefetched: Counter[tuple[str, Company | None]] = Counter()
        self._counting = Lock()

    @property
    def seconds(self) -> float:
        """How long the run has taken so far."""
        return self._clock.monotonic() - self._began

    def begin(self, stream: str, company: Company | None) -> TableResult:
        """Note that a table of a company is being read."""
        result = TableResult(stream, company)
        with self._counting:
            result.requests = self._prefetched.pop((stream, company), 0)
            self._by_table[stream, company] = result
        self.all.append(result)
        return result

    @contextmanager
    def reading(self, results: Sequence[TableResult]) -> Iterator[None]:
        """Time the reading of some tables together. Requests and time count for the first of them."""
        lead, began = results[0], self._clock.monotonic()
        for result in results:
            result.read_with = None if result is lead else lead.stream
        self.under_way = results
        try:
            yield
        finally:
            self.under_way = ()
            lead.seconds += self._clock.monotonic() - began

    def on_exchange(self, exchange: Exchange) -> None:
        """Count a request for the table that it was for, which may not have begun yet; called in any thread."""
        table = exchange.request.table, exchange.request.company
        with self._counting:
            if (result := self._by_table.get(table)) is None:
                self._prefetched[table] += 1
            else:
                result.requests += 1

    def refuse(self, company: Company | None, why: CompanyError) -> None:
        """Note that Sage refuses a company, so that its other tables need not be tried."""
        self._refused[company] = why

    def is_refused(self, company: Company | None) -> bool:
        """Tell whether Sage refuses a company."""
        return company in self._refused

    def raise_if_refused(self, company: Company | None) -> None:
        """Spare the tables of a company that Sage refuses.

        Raises:
            CompanyError: Sage refuses it.
        """
        if company in self._refused:
            raise self._refused[company].with_traceback(None)

    def settle(self, results: Iterable[TableResult]) -> None:
        """Note that no more becomes of tables, and end a run in which table after table only costs patience.

        Raises:
            RunError: Sage gave nothing for the last `TABLES_OF_PATIENCE` tables.
        """
        for result in results:
            result.settled = True
            self._settled.append(result)
        last = self._settled[-TABLES_OF_PATIENCE:]
        if len(last) == TABLES_OF_PATIENCE and all(result.gave_up for result in last):
            where, reason = last[-1].where, last[-1].failed
            raise RunError(problems.run.GIVING_UP, where=where, reason=reason, others=len(last) - 1)

    def raise_if_failed(self) -> None:
        """End a run that did not read everything.

        Raises:
            RunFailedError: At least one table failed, and the message names each with its reason; or a company has
                none of the tables at all.
        """
        failed = [result for result in self.all if result.failed is not None]
        if failed:
            reasons = "; ".join(f"{result.where}: {result.failed}" for result in failed)
            raise RunFailedError(problems.run.RUN_FAILED, failed=len(failed), tables=len(self.all), reasons=reasons)
        for company in dict.fromkeys(result.company for result in self.all):
            self._raise_if_nothing_was_there(company)

    def _raise_if_nothing_was_there(self, company: Company | None) -> None:
        skipped = [result.skipped for result in self.all if result.company == company]
        if len(skipped) > 1 and all(why is not None for why in skipped):
            raise RunFailedError(
                problems.run.NOTHING_THERE, tables=len(skipped), company=company or "Sage", reason=skipped[0]
            )
