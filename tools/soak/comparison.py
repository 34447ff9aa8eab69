"""Finds lost rows: the target lacks them, or holds a version that was outdated when the run began."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sage200_sandbox.facts import resources

from tools.soak.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sage200_sandbox.companies import Company
    from sage200_sandbox.rows import Row, Value

    from tools.soak.row_versions import RowVersions
    from tools.soak.target import Record, Target


def lost(companies: Iterable[Company], row_versions: RowVersions, target: Target) -> Iterator[str]:
    """Say what a run that has just succeeded did not bring, or brought wrongly.

    A row that was there when the run began and still is must be held as it was then or later; whatever is held must
    have been in the source once.
    """
    with row_versions.lock:
        for company in companies:
            for table in TABLES:
                yield from _lost(company, table.name, row_versions, target)


def _lost(company: Company, table: str, row_versions: RowVersions, target: Target) -> Iterator[str]:
    place, name = (company.number, table), f"{table}, company {company.number}"
    whose = {"site_id": company.site_id, "company_id": company.company_id}
    held = {
        tuple(record[part] for part in resources()[table].key): record
        for record in target.held[table].values()
        if whose.items() <= record.items()
    }
    for key in row_versions.due(place):
        if key not in held:
            yield f"{name}: {key} was not loaded"
    for key, record in held.items():
        versions = row_versions.versions(place, key)
        wrong = [_difference(table, row, record) for row in versions]
        if all(wrong) and wrong:
            yield f"{name}: {key} is not as it was when the run began, or later: {wrong[-1]}"
        elif not row_versions.knows(place, key):
            yield f"{name}: {key} was never there"


def _difference(table: str, row: Row, record: Record) -> str:
    """Say in which of the fields that Sage sends a record is not the row; nothing if it is in none."""
    compared = resources()[table].sent & record.keys()
    wrong = sorted(name for name in compared if not _equal(row[name], record[name]))
    return ", ".join(f"{name} is {record[name]}, not {row[name]}" for name in wrong)


def _equal(value: Value, loaded: object) -> bool:
    if isinstance(value, datetime):
        return isinstance(loaded, str) and datetime.fromisoformat(loaded) == value
    return bool(value == loaded)
