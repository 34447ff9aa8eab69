"""The results of a run, table by table, and whether the run failed."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.errors import CompanyError, RunFailedError, cause_of
from tap_sage200.sync import causes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tap_sage200.api.request import Exchange
    from tap_sage200.config.companies import Company
    from tap_sage200.records.bad_values import BadColumn


@dataclass(slots=True)
class TableResult:
    """The result of one table of one company."""

    stream: str
    company: Company | None
    rows: int = 0
    requests: int = 0
    """The requests for this table and the tables read with it, retries included."""
    seconds: float = 0.0
    """How long reading took."""
    read_with: str | None = None
    """The table whose requests returned the rows of this one too; None where this one had its own requests."""
    condition: str | None = None
    """The condition of the settings that the rows meet."""
    bookmark_from: str | None = None
    """The bookmark before the run; None without one."""
    bookmark_to: str | None = None
    """The bookmark after the run."""
    settled: bool = False
    """Whether the result is final: the table was read to its end, skipped, or failed."""
    not_read: str | None = None
    """Why the settings do not read the table in this run, in two words."""
    skipped: str | None = None
    """Why the table was skipped."""
    failed: str | None = None
    """Why the table could not be read to its end."""
    cause: str | None = None
    """The reason without what differs from table to table. None if nothing does."""
    error: type[Exception] | None = None
    """The type of the error that the table was skipped for, or failed with."""
    still_there: str | None = None
    """The bookmark as a time, if Sage still has the row that set it, unchanged."""
    has_gone_back: bool = False
    """Whether Sage no longer has rows as new as the bookmark."""
    latest_lost: str | None = None
    """The latest change that Sage no longer has; None if it is no time."""
    remarks: list[str] = field(default_factory=list)
    """Warnings about a table that did not fail."""
    bad_values: dict[tuple[str, str], BadColumn] = field(default_factory=dict)
    """The values that their columns cannot hold, by column and message."""

    @property
    def where(self) -> str:
        """The table and the company."""
        return self.stream if self.company is None else f"{self.stream}, {self.company}"


class RunResults:
    """Collects the results of a run."""

    def __init__(self, clock: Clock = SYSTEM_CLOCK) -> None:
        """Begin a run now, without results."""
        self.all: list[TableResult] = []
        """All tables that were begun, in that order."""
        self.under_way: Sequence[TableResult] = ()
        """The tables that are being read together, the requested one first."""
        self._clock = clock
        self._began = clock.monotonic()
        self._refused: dict[Company | None, CompanyError] = {}
        self._by_table: dict[tuple[str, Company | None], TableResult] = {}
        self._prefetched: Counter[tuple[str, Company | None]] = Counter()
        self._counting = Lock()

    @property
    def seconds(self) -> float:
        """How long the run has taken so far."""
        return self._clock.monotonic() - self._began

    def begin(self, stream: str, company: Company | None) -> TableResult:
        """Add a table of a company."""
        result = TableResult(stream, company)
        with self._counting:
            result.requests = self._prefetched.pop((stream, company), 0)
            self._by_table[stream, company] = result
        self.all.append(result)
        return result

    def fail(self, stream: str, why: Exception) -> None:
        """Add a table that cannot be read from any company."""
        result = self.begin(stream, None)
        result.error, result.cause, result.failed, result.settled = type(why), cause_of(why), str(why), True

    @contextmanager
    def reading(self, results: Sequence[TableResult]) -> Iterator[None]:
        """Measure the time of reading some tables together. Requests and time count for the first of them."""
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
        """Count a request for its table, which may not have begun yet. Any thread may call this."""
        table = exchange.request.table, exchange.request.company
        with self._counting:
            if (result := self._by_table.get(table)) is None:
                self._prefetched[table] += 1
            else:
                result.requests += 1

    def refuse(self, company: Company | None, why: CompanyError) -> None:
        """Note that Sage refuses a company, or does not respond for it: its other tables are not tried."""
        self._refused[company] = why

    def is_refused(self, company: Company | None) -> bool:
        """Tell whether Sage refuses a company."""
        return company in self._refused

    def raise_if_refused(self, company: Company | None) -> None:
        """Check that Sage did not refuse a company.

        Raises:
            CompanyError: Sage refused the company.
        """
        if company in self._refused:
            raise self._refused[company].with_traceback(None)

    def settle(self, results: Iterable[TableResult]) -> None:
        """Note that results of one reading are final."""
        for result in results:
            result.settled = True

    def leave_out(self, stream: str, company: Company | None, why: str) -> None:
        """Add a table that the settings do not read in this run."""
        result = self.begin(stream, company)
        result.not_read, result.settled = why, True

    def raise_if_failed(self) -> None:
        """Check that everything was read.

        Raises:
            RunFailedError: At least one table failed, and the message names the only cause, or the tables; or a company
                has none of the tables.
        """
        failed = [result for result in self.all if result.failed is not None]
        if failed:
            raise _run_failed(failed, tables=len(self.all))
        for company in dict.fromkeys(result.company for result in self.all):
            self._raise_if_nothing_was_there(company)

    def _raise_if_nothing_was_there(self, company: Company | None) -> None:
        skipped = [result.skipped for result in self.all if result.company == company]
        is_all_of_run = len(skipped) == len(self.all)
        if (len(skipped) > 1 or is_all_of_run) and all(why is not None for why in skipped):
            raise RunFailedError(
                problems.run.NOTHING_THERE, tables=len(skipped), company=company or "Sage", reason=skipped[0]
            )


def _run_failed(failed: Sequence[TableResult], *, tables: int) -> RunFailedError:
    """Return the error of a run with failed tables. Several causes are lines of their own, before the last one."""
    found, companies = causes.of_failed(failed), causes.companies(failed)
    in_companies = f" in {companies}" if companies else ""
    counts = {"failed": len(failed), "tables": tables, "in_companies": in_companies}
    if len(found) == 1:
        return RunFailedError(problems.run.RUN_FAILED, **counts, cause=found[0])
    return RunFailedError(problems.run.RUN_FAILED_FOR_REASONS, **counts, where=causes.wheres(found))
