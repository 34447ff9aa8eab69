"""Find lost rows: missing from the target, or older than the start of the run."""

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
    """Describe the rows that a successful run did not load, or loaded incorrectly.

    If a row existed at the start of the run and still exists, the target must hold its version from then or a later
    one. Every row in the target must have existed in the source.
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
            yield f"{name}: {key} is older than the start of the run: {wrong[-1]}"
        elif not row_versions.knows(place, key):
            yield f"{name}: {key} never existed in the source"


def _difference(table: str, row: Row, record: Record) -> str:
    """Describe the sent fields that differ between row and record; empty if none."""
    compared = resources()[table].sent & record.keys()
    wrong = sorted(name for name in compared if not _equal(row[name], record[name]))
    return ", ".join(f"{name} is {record[name]}, not {row[name]}" for name in wrong)


def _equal(value: Value, loaded: object) -> bool:
    if isinstance(value, datetime):
        return isinstance(loaded, str) and datetime.fromisoformat(loaded) == value
    return bool(value == loaded)
