"""Values that their columns cannot hold: null and a report, or fail."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tap_sage200 import problems
from tap_sage200.errors import StreamError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tap_sage200.problems.problem import Problem

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class BadColumn:
    """The values of one column that are not what Sage sent, for one reason."""

    column: str
    problem: Problem
    """What became of the values."""
    first: Any
    """The first row with such a value."""
    key: Sequence[str]
    """The key columns of the row."""
    count: int = 0
    is_logged: bool = False

    def __str__(self) -> str:
        """Describe the values, for the log. The key of a nested row is complete when the row has been written."""
        return self.problem.text(column=self.column, count=f"{self.count:,}", row=_named(self.first, self.key))


class BadValues:
    """Collects the bad values of one table of one company, until the report of the run."""

    def __init__(self, policy: str, key: Sequence[str], found: dict[tuple[str, str], BadColumn]) -> None:
        """Begin.

        Args:
            policy: The setting `on_bad_value`: `null` or `fail`.
            key: The key columns of the table.
            found: Receives the bad values, by column and message.
        """
        self._policy = policy
        self._key = key
        self._found = found

    def report(self, column: str, problem: Problem, row: object) -> None:
        """Report a value that a column cannot hold.

        Raises:
            StreamError: The policy is `fail`.
        """
        if self._policy == "fail":
            raise StreamError(problems.rows.BAD_VALUE, column=column, row=_named(row, self._key))
        found = self._found.setdefault((column, problem.message), BadColumn(column, problem, row, self._key))
        found.count += 1


def log_new(found: Iterable[BadColumn], where: str) -> None:
    """Log the bad values of each column once, when the first page that has some is written."""
    for one in found:
        if not one.is_logged:
            one.is_logged = True
            logger.warning("%s: %s", where, one)


def _named(row: object, key: Sequence[str]) -> str:
    """Name a row by its key, as far as it is known."""
    parts = [(part, getattr(row, part, None)) for part in key]
    return ", ".join(f"{part} {value}" for part, value in parts if value is not None) or "an unknown key"
