"""Fetches the rows of tables that Sage returns for one parent at a time."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.api.prefetch import PrefetchQueue
from tap_sage200.errors import AbsentError, Sage200Error, UnavailableError, WithdrawnError
from tap_sage200.pagination.page_size import PageSize
from tap_sage200.sync.fetcher import PageFetcher

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tap_sage200.config.companies import Company
    from tap_sage200.records.decoder import Row
    from tap_sage200.sync.context import RunContext
    from tap_sage200.sync.nesting import RequestedRows


class ParentFetcher:
    """Requests the rows of each parent, and prefetches the rows of the next parents."""

    def __init__(self, run: RunContext, company: Company | None, stream: str, *, prefetch: int) -> None:
        """Prepare. No request is made.

        Args:
            run: The context of the run.
            company: The company.
            stream: The table that the requests count for.
            prefetch: The number of pages of one parent that may be requested while one is written.
        """
        self._run = run
        self._company = company
        self._stream = stream
        self._prefetch = prefetch
        self._page_sizes: dict[str, PageSize] = {}
        self._queue = PrefetchQueue(run.prefetcher)

    def fetch(self, node: RequestedRows, path: str) -> Iterator[Row]:
        """Fetch all rows of a path.

        Raises:
            AbsentError: Sage seems not to have the resource: it responds with 404 for each parent.
            WithdrawnError: Sage has returned the rows of some parents, and refuses those of this one.
            Sage200Error: The rows cannot be read.
        """
        fetcher = self._fetcher(node, path)
        try:
            for page in node.paginator(fetcher.size).pages(fetcher):
                yield from chain.from_iterable(page.chunks())
            node.note_answer()
        except UnavailableError as error:
            if isinstance(error, AbsentError):
                node.note_absence()
                if not node.is_missing():
                    return
            node.has_failed = True
            if node.has_answered:
                raise WithdrawnError(problems.rows.WITHDRAWN, reason=error) from error
            raise
        except Sage200Error:
            node.has_failed = True
            raise
        finally:
            fetcher.expect(())

    def expect(self, nodes: Sequence[RequestedRows], parents: Sequence[Row]) -> None:
        """Prefetch the first page for each parent, in this order, and drop all other prefetched pages."""
        wanted = []
        for parent in parents:
            for node in nodes:
                path = node.path_for((parent,))
                if path not in node.requested:
                    fetcher = self._fetcher(node, path)
                    wanted.append(fetcher.request(node.paginator(fetcher.size).first()))
        self._queue.expect(wanted)

    def _fetcher(self, node: RequestedRows, path: str) -> PageFetcher:
        return PageFetcher(
            run=self._run,
            path=path,
            company=self._company,
            stream=self._stream,
            decoder=node.decoder,
            key=node.key,
            is_one_object=node.gives_one_object,
            always={"$expand": ",".join(sorted(node.expands))} if node.expands else {},
            size=self._page_sizes.setdefault(node.path, PageSize(node.path, self._run.settings.page_size)),
            prefetch=self._prefetch,
        )
