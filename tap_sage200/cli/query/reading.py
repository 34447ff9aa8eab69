"""Reads the rows of a query with the parts of a run: pagination, retries, tokens and decoding. No state is kept."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from tap_sage200.errors import RefusedError
from tap_sage200.pagination.base import SingleRequestPaginator
from tap_sage200.pagination.keyset import KeysetPaginator
from tap_sage200.pagination.ordered import OrderedPaginator
from tap_sage200.pagination.page_size import FIRST, PageSize
from tap_sage200.records.bad_values import log_new
from tap_sage200.sync.fetcher import PageFetcher
from tap_sage200.sync.query_length import LONGEST_QUERY, longest_query
from tap_sage200.sync.read_limits import ReadLimits
from tap_sage200.sync.table import Table
from tap_sage200.sync.table_group import TableGroup
from tap_sage200.sync.table_sync import TableSync

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence

    from tap_sage200.cli.query.output import QueryOutput
    from tap_sage200.config.companies import Company
    from tap_sage200.pagination.base import Options, Paginator
    from tap_sage200.sync.context import RunContext
    from tap_sage200.sync.table import ResourceTable

AnyTable = TypeVar("AnyTable", bound=Table)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableQuery(ABC):
    """The rows to read of a table."""

    limit: int | None
    """The most rows to read. None for all."""

    @property
    @abstractmethod
    def table(self) -> Table:
        """The table whose rows are shown."""

    @abstractmethod
    def pages(self, run: RunContext, sync: TableSync) -> Generator[None]:
        """Read rows into the sink of the sync, and stop after each page."""

    def read(self, run: RunContext, company: Company | None, output: QueryOutput) -> None:
        """Write the rows to the output, page by page, until it has enough.

        Raises:
            Sage200Error: The rows cannot be read.
        """
        sync = TableSync(self.table, run.results.begin(self.table.name, company), {}, output)
        with closing(self.pages(run, sync)) as pages:
            for _ in pages:
                log_new(sync.result.bad_values.values(), sync.result.where)
                output.end_page()
                if output.has_enough:
                    break
        output.close()

    def _prefetch(self, run: RunContext) -> int:
        """Return how many pages may be requested while one is written: none if the first one has all rows."""
        return 0 if self.limit is not None and self.limit <= FIRST else run.prefetcher.depth

    def _page_size(self, root: ResourceTable) -> int:
        """Return the most rows of a page."""
        return root.options.page_size if self.limit is None else min(self.limit, root.options.page_size)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceQuery(TableQuery):
    """The rows to read of a resource of its own."""

    resource: ResourceTable
    """The table, with the columns to read and the condition."""
    order: Mapping[str, str] = field(default_factory=dict)
    """The columns to order by, each with its direction; empty for the order of the key."""
    skip: int = 0
    """The number of rows to leave out at the beginning."""

    @property
    def table(self) -> Table:
        """The resource."""
        return self.resource

    def pages(self, run: RunContext, sync: TableSync) -> Generator[None]:
        """Read page by page. If Sage refuses to send only some columns, read all columns.

        Raises:
            Sage200Error: The rows cannot be read.
        """
        fetcher = self._fetcher(run, sync, self._select())
        try:
            yield from self._read(fetcher, sync)
        except RefusedError:
            if "$select" not in fetcher.always or fetcher.has_answered:
                raise
            yield from self._read(self._fetcher(run, sync, ()), sync)

    def _read(self, fetcher: PageFetcher, sync: TableSync) -> Generator[None]:
        try:
            for page in self._paginator(fetcher.size).pages(fetcher):
                for rows in page.chunks():
                    sync.write(rows)
                yield
        finally:
            fetcher.expect(())

    def _paginator(self, size: PageSize) -> Paginator:
        table, key = self.resource, self.resource.seek_key
        if table.is_one_object:
            return SingleRequestPaginator()
        if key is not None and not self.skip and self.order in ({}, {key: "asc"}):
            return KeysetPaginator(key, size)
        order = {**self.order, **{part: "asc" for part in table.key if part not in self.order}}
        return OrderedPaginator([f"{name} {direction}" for name, direction in order.items()], size, skip=self.skip)

    def _select(self) -> Sequence[str]:
        """Return the columns for `$select`, if their names do not make the query too long."""
        table = self.resource
        if table.is_one_object:
            return ()
        room = LONGEST_QUERY - longest_query(table) - len("&$select=")
        return table.select(table.recorded, most=room // len("%2C"))

    def _fetcher(self, run: RunContext, sync: TableSync, select: Sequence[str]) -> PageFetcher:
        table, always = self.resource, self._always(select)
        return PageFetcher(
            run=run,
            path=table.path,
            company=sync.result.company,
            stream=table.name,
            decoder=run.record_decoder(sync, {}),
            key=table.key,
            is_one_object=table.is_one_object,
            always=always,
            size=PageSize(table.name, self._page_size(table)),
            condition=table.options.where,
            query=table.options.query,
            prefetch=self._prefetch(run),
        )

    def _always(self, select: Sequence[str]) -> Options:
        if expands := sorted(self.resource.column_expands):
            return {"$expand": ",".join(expands)}
        return {"$select": ",".join(select)} if select else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupQuery(TableQuery):
    """The rows to read of a table that only the reader of a run can read: it is nested in the rows of a resource."""

    root: ResourceTable
    """The resource that is requested."""
    name: str
    """The name of the table."""

    @property
    def table(self) -> Table:
        """The table, as the resource has it."""
        return next(table for table in _tables_in(self.root) if table.name == self.name)

    def pages(self, run: RunContext, sync: TableSync) -> Generator[None]:
        """Read the rows of a page of the resource, and go on with the next page.

        Raises:
            Sage200Error: The rows cannot be read.
        """
        size, prefetch = self._page_size(self.root), self._prefetch(run)
        limits = ReadLimits.of(self.root.name, page_size=size, prefetch=prefetch)
        yield from TableGroup(run, self.root, limits, sync.result.company, {sync.table: sync}).pages()


def read_in_full(table: AnyTable) -> AnyTable:
    """Return a table, with those nested in it, that is read from its beginning and with all columns but slow ones."""
    columns = frozenset(name for name, column in table.columns.items() if "x-slow" not in column)
    nested = [read_in_full(one) for one in table.nested]
    return replace(table, selected_columns=columns, replication_key=None, nested=nested)


def _tables_in(table: Table) -> Iterator[Table]:
    """Return a table and the tables nested in it, at any depth."""
    yield table
    for one in table.nested:
        yield from _tables_in(one)
