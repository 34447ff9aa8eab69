"""The deviations that the tap does not stand yet. A fault that is mended fails here until its lines are deleted."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.hostile.deviation import Deviation, Start
    from tests.hostile.source import Kind

KNOWN_FAULTS: dict[str, str] = {
    "403 or 404 in the middle of a table skips it": r"""
        403 for ever | by key, by parent, fixed list, journal, nested, two-part key
        404 for ever | by key, by parent, fixed list, journal, nested, two-part key
    """,
    "entries that are committed late are lost": r"""
        late entries | journal
    """,
    "a clock that is ahead of Sage's moves the bookmark too far": r"""
        clock ahead | by key, two-part key, nested
    """,
    "a body is unpacked whatever its size": r"""
        vast gzip | by key
    """,
    "deep nesting ends in a traceback": r"""
        deep field | by key
        deep known field | by key
    """,
    "a field whose name is no identifier fails the table with a traceback": r"""
        unknown field '' | by key
        unknown field '1st' | by key
        unknown field '@odata.etag' | by key
        unknown field 'a.b' | by key
        unknown field 'a\nb' | by key
        unknown field 'custom-field' | by key
        unknown field 'my field' | by key
        unknown nested field with a blank | nested
    """,
    "a value that its column cannot hold fails the table": r"""
        active_date_time_from '[]' | by key
        currency_id '"abc"' | by key
        currency_id '1.5' | by key
        currency_id '99999... (5000)' | by key
        currency_id 'NaN' | by key
        currency_id '[1]' | by key
        debit '"1,234.50"' | journal
        debit '[1]' | journal
        debit 'true' | journal
        description '"\udce9t\udce9"' | by key
        description 'NaN' | by key
        description '[1]' | by key
        is_active '"yes"' | by key
        is_active '2' | by key
    """,
    "a value that its column cannot hold goes out as it came": r"""
        active_date_time_from '""' | by key
        active_date_time_from '"/Date(1456220400000)/"' | by key
        active_date_time_from '"0000-00-00T00:00:00Z"' | by key
        active_date_time_from '"10000-01-01T00:00:00Z"' | by key
        active_date_time_from '"2024-02-30T00:00:00Z"' | by key
        active_date_time_from '"tomorrow"' | by key
        active_date_time_from '20240223' | by key
        active_date_time_from 'true' | by key
        currency_id '-9223372036854775809' | by key
        currency_id '1e30000' | by key
        currency_id '9223372036854775808' | by key
        debit '-Infinity' | journal
        debit '11111... (39)' | journal
        debit '1e400' | journal
        debit '99999... (5000)' | journal
        debit 'Infinity' | journal
        debit 'NaN' | journal
        key '1e30000' | by key, journal
    """,
    "half of a surrogate pair ends in a traceback": r"""
        description '"\\ud800"' | by key
    """,
    "more than 64 blanks around the JSON fail the table": r"""
        blanks | by key
    """,
    "rows that an expansion did not bring count as none": r"""
        ignores $expand | first load of nested, nested
        no nested rows | nested
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
