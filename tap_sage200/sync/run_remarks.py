"""Warnings that concern several tables of a run. Each is one line, however many tables it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200 import problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tap_sage200.sync.results import TableResult

NAMED = 5
"""How many tables a line names."""


def remarks(results: Sequence[TableResult]) -> Iterator[str]:
    """Return the warnings about a run."""
    lacking = [result for result in results if result.lacks_before is not None]
    if lacking:
        begun = max(result.lacks_before or "" for result in lacking)
        yield problems.state.ROWS_BEFORE.text(begun=begun, tables=_named(lacking))
    for company in dict.fromkeys(result.company for result in results):
        of_company = [result for result in results if result.company == company]
        if gone_back := list(_gone_back(of_company)):
            yield problems.state.WENT_BACK.text(company=company or "Sage", tables=_named(gone_back))


def _gone_back(results: Sequence[TableResult]) -> Iterator[TableResult]:
    """Return the tables of a company that may show an older Sage.

    If another table still has a row that is at least as new, Sage is not older. Then the rows were deleted.
    """
    latest = max((result.still_there for result in results if result.still_there is not None), default="")
    for result in results:
        if result.has_gone_back and (result.latest_lost is None or result.latest_lost > latest):
            yield result


def _named(results: Iterable[TableResult]) -> str:
    names = list(dict.fromkeys(result.stream for result in results))
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")
