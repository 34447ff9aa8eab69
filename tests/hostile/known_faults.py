"""The deviations that the tap does not stand yet. A fault that is mended fails here until its lines are deleted."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.hostile.deviation import Deviation, Start
    from tests.hostile.source import Kind

KNOWN_FAULTS: dict[str, str] = {
    "an empty page ends the table": r"""
        empty after one response | by key, journal, first load of nested, two-part key
        empty after three responses | by key, journal, first load of nested, two-part key
        empty after two responses | by key, journal, first load of nested, two-part key
        empty later pages | by key, journal, first load of nested
        empty once | by key, two-part key
    """,
    "the first row is taken for the last one where `desc` has no effect": r"""
        ignores $orderby | by key
        never descending | by key
    """,
    "a page that is shorter than requested ends the table": r"""
        cap by bytes | by key, two-part key
        cap from page two | two-part key
        cap of 1 row | by key, two-part key
        cap of 7 rows | by key, two-part key
        cap once | two-part key
        cap that moves | by key, two-part key
        short by one row later | by key, two-part key
        short by one row | by key, two-part key
    """,
    "the link to the next page is ignored": r"""
        next link | by key, two-part key
        old next link | by key, two-part key
    """,
    "403 or 404 in the middle of a table skips it": r"""
        403 for ever | by key, by parent, fixed list, journal, nested, two-part key
        404 for ever | by key, by parent, fixed list, journal, nested, two-part key
    """,
    "the same row twice fails the table": r"""
        rows twice | by key, first load of by parent, journal, first load of nested, two-part key
    """,
    "rows that an expansion did not bring count as none": r"""
        ignores $expand | first load of nested, nested
        no nested rows | nested
    """,
    "the last row, sent again in place of a page, ends the table": r"""
        page before, later | by key, journal, first load of nested
        page before, once | by key, journal, first load of nested
        page before | by key, journal, first load of nested
    """,
}
"""What happens, with the deviations that show it: on which kinds of tables, in a run that reads changes or at first."""


def known_fault(deviation: Deviation, kind: Kind, start: Start) -> list[pytest.MarkDecorator]:
    """Return the mark of a case that is known to fail, or none."""
    reason = _reasons().get((deviation.name, kind.name, start.value))
    return [] if reason is None else [pytest.mark.xfail(reason=reason, strict=True)]


def known_faults() -> int:
    """Count the cases that are known to fail."""
    return len(_reasons())


@cache
def _reasons() -> dict[tuple[str, str, str], str]:
    reasons = {}
    for reason, lines in KNOWN_FAULTS.items():
        for line in lines.strip().splitlines():
            name, _, cases = line.strip().rpartition(" | ")
            for case in cases.split(", "):
                start, _, kind = case.rpartition(" of ")
                reasons[name, kind, start or "incremental"] = reason
    return reasons
