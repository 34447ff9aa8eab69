"""Changes that happen between two pages of a walk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TypeAlias

from sage200_sandbox.companies import Company
from sage200_sandbox.rows import Change

Deed: TypeAlias = Sequence[Change] | Callable[[Company], object]
"""What happens: changes, or anything that can be done with a company."""


@dataclass(slots=True)
class _Turn:
    """A deed, and how many pages of the table come before it."""

    table: str
    pages_left: int
    deed: Deed


class PageTurns:
    """Deeds that wait for their page."""

    def __init__(self) -> None:
        """Nothing waits."""
        self._turns: list[_Turn] = []
        self._lock = Lock()

    def add(self, table: str, page: int, deed: Deed) -> None:
        """The deed happens once that many more pages of the table are read."""
        with self._lock:
            self._turns.append(_Turn(table, page, deed))

    def turn(self, table: str, company: Company) -> None:
        """A page of the table was read: does what has waited for it, before the answer leaves."""
        for deed in self._due(table):
            if callable(deed):
                deed(company)
            else:
                for change in deed:
                    company.change(change)

    def _due(self, table: str) -> list[Deed]:
        with self._lock:
            for turn in self._turns:
                turn.pages_left -= turn.table == table
            due = [turn.deed for turn in self._turns if not turn.pages_left]
            self._turns = [turn for turn in self._turns if turn.pages_left]
        return due
