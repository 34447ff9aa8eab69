"""Groups tables by what has happened to them, so that one cause is reported once, however many tables it concerns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tap_sage200.config.companies import Company
    from tap_sage200.sync.results import TableResult

NAMED = 3
"""How many tables a line names."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why some tables were skipped, or failed."""

    reason: str
    """The message for the first of them."""
    results: Sequence[TableResult]
    """The results of the tables, at least one."""

    @property
    def where(self) -> str:
        """The table and the company; of several tables the number and the first names."""
        if len(self.results) == 1:
            return self.results[0].where
        companies = len({result.company for result in self.results} - {None})
        place = f" of {self.company or f'{companies} companies'}" if self.company or companies > 1 else ""
        return f"{len(self.results):,} tables{place} ({named(self.results)})"

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(result.rows for result in self.results)

    @property
    def company(self) -> Company | None:
        """The company of all tables. None if there are several, or none."""
        companies = {result.company for result in self.results}
        return next(iter(companies)) if len(companies) == 1 else None

    def __str__(self) -> str:
        """Return the tables with the reason."""
        return f"{self.where}: {self.reason}"


def wheres(causes: Sequence[Cause]) -> str:
    """Return the tables of the first causes, and the number of other causes."""
    more = len(causes) - NAMED
    return "; ".join(cause.where for cause in causes[:NAMED]) + (f"; and {more} more" if more > 0 else "")


def of_skipped(results: Iterable[TableResult]) -> Sequence[Cause]:
    """Return why tables were skipped."""
    return [*_grouped((result, result.skipped) for result in results)]


def of_failed(results: Iterable[TableResult]) -> Sequence[Cause]:
    """Return why tables failed."""
    return [*_grouped((result, result.failed) for result in results)]


def companies(results: Iterable[TableResult]) -> str:
    """Return the companies of some tables, those of a site together. Empty if there is only one, or none."""
    found = {result.company for result in results if result.company is not None}
    if len(found) < 2:  # noqa: PLR2004 - more than one
        return ""
    sites: defaultdict[str, list[int]] = defaultdict(list)
    for company in found:
        sites[company.site_id].append(company.company_id)
    return "; ".join(f"{_plural(sorted(sites[site_id]))} of site {site_id}" for site_id in sorted(sites))


def _plural(ids: Sequence[int]) -> str:
    return f"company {ids[0]}" if len(ids) == 1 else f"companies {', '.join(map(str, ids))}"


def named(results: Iterable[TableResult]) -> str:
    """Return the names of the first tables, and the number of the others."""
    names = list(dict.fromkeys(result.stream for result in results))
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _grouped(reasons: Iterable[tuple[TableResult, str | None]]) -> Iterator[Cause]:
    groups: dict[str, tuple[str, list[TableResult]]] = {}
    for result, reason in reasons:
        if reason is not None:
            groups.setdefault(result.cause or reason, (reason, []))[1].append(result)
    return (Cause(reason, of_it) for reason, of_it in groups.values())
