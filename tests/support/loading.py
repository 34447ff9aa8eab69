"""A loader for tests of the engine: it keeps records and states, and it may die after a number of records."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


class Died(BaseException):
    """The run was killed."""


@dataclass
class Loader:
    """The output of a run."""

    state: Any = None
    """The state, which the engine changes."""
    saved: Any = None
    """The state as it was saved last."""
    dies_after: int | None = None
    """After how many records the run is killed."""

    def count(self) -> None:
        """Count a record."""
        if self.dies_after is not None:
            self.dies_after -= 1
            if self.dies_after < 0:
                raise Died

    def flush(self) -> None:
        """Do nothing: no record is buffered."""

    def save_state(self) -> None:
        """Save the state."""
        self.saved = json.loads(json.dumps(self.state))


@dataclass
class LoadedTable:
    """The record sink of a table, which upserts by key."""

    columns: Sequence[str]
    key: Sequence[str]
    rows: dict[Any, dict[str, Any]] = field(default_factory=dict)
    loader: Loader = field(default_factory=Loader)

    def write(self, rows: Sequence[Any]) -> None:
        """Keep the records of rows."""
        for row in rows:
            self.loader.count()
            self.rows[attrgetter(*self.key)(row)] = {name: getattr(row, name) for name in self.columns}

    def end_page(self) -> bool:
        """Hold no row back."""
        return True

    def close(self) -> None:
        """Do nothing: no row is held back."""
