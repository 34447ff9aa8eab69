"""Warnings that concern several tables of a run. Each is one line, however many tables it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.sync.causes import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tap_sage200.sync.results import TableResult


def remarks(results: Sequence[TableResult]) -> Iterator[str]:
    """Return the warnings about a run."""
    for company in dict.fromkeys(result.company for result in results):
        of_company = [result for result in results if result.company == company]
        if gone_back := list(_gone_back(of_company)):
            yield problems.state.WENT_BACK.text(company=company or "Sage", tables=named(gone_back))


def _gone_back(results: Sequence[TableResult]) -> Iterator[TableResult]:
    """Return the tables of a company that may show an older Sage.

    If another table still has a row that is at least as new, Sage is not older. Then the rows were deleted.
    """
    latest = max((result.still_there for result in results if result.still_there is not None), default="")
    for result in results:
        if result.has_gone_back and (result.latest_lost is None or result.latest_lost > latest):
            yield result
