"""The lenient decoder: makes a complete record of a row that does not fit the typed decoder.

Sage omits null values from its JSON (seen). A record must contain them: otherwise the warehouse would keep a date that
was cleared in Sage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tap_sage200 import problems
from tap_sage200.errors import UnexpectedPageError
from tap_sage200.records.conversion import ABSENT, mended, read_as

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_sage200.problems.problem import Problem
    from tap_sage200.records.body import SageRow
    from tap_sage200.records.columns import Columns
    from tap_sage200.records.conversion import Scalar

BadColumns = dict[str, "Problem"]
"""The columns of a row that cannot hold what Sage sent, each with what became of the value."""


class LenientDecoder:
    """Makes complete records of the rows of one table."""

    def __init__(self, columns: Columns) -> None:
        """Prepare the columns."""
        self._kinds = columns.kinds
        self._references = columns.references
        self._strict = {*columns.key, *columns.timestamps}
        self._required = columns.required
        # Sage writes an absent reference or text the same way (seen).
        self._absent = {part: ABSENT[self._kinds[part]] for part in columns.parts}

    def record(self, row: Mapping[str, Any]) -> tuple[SageRow, BadColumns]:
        """Make a record with exactly the columns of the schema. Absent columns are null.

        Returns:
            The record, and its columns that cannot hold what Sage sent.

        Raises:
            ValueError: The key or a timestamp cannot be read.
            UnexpectedPageError: The row has no key.
        """
        record: SageRow = {}
        bad: BadColumns = {}
        for name, kind in self._kinds.items():
            record[name], problem = _held(kind, self._sent(row, name))
            if problem is not None:
                bad[name] = problem
        for name in bad.keys() & self._strict:
            raise ValueError(problems.rows.WRONG_VALUE.text(name=name, type=self._kinds[name]))
        for name in self._required:
            if record[name] is None:
                raise UnexpectedPageError(problems.rows.NO_KEY, key=name)
        return record | {name: absent for name, absent in self._absent.items() if record[name] is None}, bad

    def _sent(self, row: Mapping[str, Any], name: str) -> object:
        """Return the value of a column as Sage sent it, perhaps as the key of an expanded object."""
        value = row.get(name)
        if value is None and name in self._references and isinstance(related := row.get(self._references[name]), dict):
            return related.get("id")
        return value


def _held(kind: str, value: object) -> tuple[Scalar | None, Problem | None]:
    """Return what a column of this kind holds of a value, and the problem if that is not the value itself."""
    try:
        read = read_as(kind, value)
    except ValueError:
        return None, problems.rows.LOST_VALUES
    if isinstance(read, str) and (text := mended(read)) != read:
        return text, problems.rows.MENDED_TEXTS
    return read, None
