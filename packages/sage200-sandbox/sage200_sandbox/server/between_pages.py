"""Changes between two pages of a table while a client reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TypeAlias

from sage200_sandbox.companies import Company
from sage200_sandbox.rows import Change

Action: TypeAlias = Sequence[Change] | Callable[[Company], object]
"""Changes of a company, or a function that takes the company."""


@dataclass(slots=True)
class _Planned:
    """An action, and the number of pages until it runs."""

    table: str
    pages_left: int
    action: Action


class PageActions:
    """Actions that run after a page is read."""

    def __init__(self) -> None:
        """Start without actions."""
        self._planned: list[_Planned] = []
        self._lock = Lock()

    def add(self, table: str, page: int, action: Action) -> None:
        """Plan an action. It runs after this number of further pages of the table."""
        with self._lock:
            self._planned.append(_Planned(table, page, action))

    def clear(self) -> None:
        """Remove all planned actions."""
        with self._lock:
            self._planned.clear()

    def page_was_read(self, table: str, company: Company) -> None:
        """Count a page of the table, and run the actions that are due."""
        for action in self._due(table):
            if callable(action):
                action(company)
            else:
                for change in action:
                    company.change(change)

    def _due(self, table: str) -> list[Action]:
        with self._lock:
            for planned in self._planned:
                planned.pages_left -= planned.table == table
            due = [planned.action for planned in self._planned if not planned.pages_left]
            self._planned = [planned for planned in self._planned if planned.pages_left]
        return due
