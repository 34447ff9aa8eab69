"""Tests tables for `sage200 check`: reads one row of each, with its nested rows, as a run does, and keeps nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.errors import AbsentError, UnavailableError
from tap_sage200.sync.context import RunContext
from tap_sage200.sync.read_limits import ReadLimits
from tap_sage200.sync.table_group import TableGroup
from tap_sage200.sync.table_sync import TableSync

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tap_sage200.api.client import Sage200Client
    from tap_sage200.cli.interruptible_clock import InterruptibleClock
    from tap_sage200.config.companies import Company
    from tap_sage200.config.settings import Settings
    from tap_sage200.records.decoder import Row
    from tap_sage200.singer.resource_stream import ResourceStream
    from tap_sage200.sync.results import TableResult

ROWS = 1
"""Rows to read of each table."""


class NoOutput:
    """Drops records and states: a record sink and the output of a run in one."""

    def write(self, rows: Sequence[Row]) -> None:
        """Drop the records of rows."""

    def end_page(self) -> bool:
        """Hold no row back."""
        return True

    def close(self) -> None:
        """Do nothing: no row is held back."""

    def flush(self) -> None:
        """Do nothing: nothing is buffered."""

    def save_state(self) -> None:
        """Keep no state."""


@dataclass(frozen=True, slots=True)
class TableCheck:
    """The result of one table of one company."""

    resource: type[ResourceStream]
    """The stream that reads the table: its own, or the one that it is nested in."""
    result: TableResult
    seconds: float
    """How long reading took, nested tables included."""

    @property
    def is_forbidden(self) -> bool:
        """Whether this user's role does not include the table."""
        error = self.result.error
        return error is not None and issubclass(error, UnavailableError) and not issubclass(error, AbsentError)


@dataclass(frozen=True, slots=True)
class TableChecker:
    """Tests a table of one company, and the selected tables that are nested in it."""

    run: RunContext
    stream: ResourceStream
    company: Company | None
    clock: Clock = SYSTEM_CLOCK

    def check(self) -> list[TableCheck]:
        """Read one row with everything that is selected below it.

        Raises:
            RunError: Nothing more can be read.
        """
        began, table, nothing = self.clock.monotonic(), self.stream.table, NoOutput()
        selected = [table, *table.selected_nested()] if table.is_selected else [*table.selected_nested()]
        syncs = {one: TableSync(one, self.run.results.begin(one.name, self.company), {}, nothing) for one in selected}
        limits = ReadLimits.sample(table.name, ROWS, page_size=ROWS)
        TableGroup(self.run, table, limits, self.company, syncs).read()
        seconds = self.clock.monotonic() - began
        return [TableCheck(type(self.stream), sync.result, seconds) for sync in syncs.values()]


def table_checkers(
    settings: Settings, api: Sage200Client, streams: Sequence[ResourceStream], companies: Sequence[Company]
) -> list[TableChecker]:
    """Return what to test: the selected tables of each company, and those that belong to no company.

    Args:
        settings: The settings of a run.
        api: The API client.
        streams: The streams of all resources.
        companies: The companies.
    """
    wanted = [stream for stream in streams if stream.table.is_wanted]
    shared = RunContext(replace(settings, page_size=ROWS), api, NoOutput())
    return [
        *(_checker(shared, stream, None) for stream in wanted if not stream.of_company),
        *(_checker(shared, stream, company) for company in companies for stream in wanted if stream.of_company),
    ]


def _checker(shared: RunContext, stream: ResourceStream, company: Company | None) -> TableChecker:
    # Results know which tables are read together, and checks run at the same time: each check needs its own results.
    run = RunContext(shared.settings, shared.api, shared.output, prefetcher=shared.prefetcher)
    return TableChecker(run, stream, company)


def run_all(todo: Sequence[TableChecker], *, concurrency: int, clock: InterruptibleClock) -> Iterator[TableCheck]:
    """Test tables, several at a time, and yield the results in order.

    Args:
        todo: The checkers.
        concurrency: How many to run at a time.
        clock: The clock of all retries. It is stopped at the end, so a check that is cancelled by Ctrl-C does not wait.

    Raises:
        RunError: Nothing more can be read: no further table is tested.
    """
    pool = ThreadPoolExecutor(concurrency, thread_name_prefix="check")
    try:
        for checked in pool.map(TableChecker.check, todo):
            yield from checked
    finally:
        clock.stop()
        pool.shutdown(wait=False, cancel_futures=True)  # a signal must not wait for requests in flight
