"""`sage200 check` with few tables, and its findings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tap_sage200.cli.check_steps import findings
from tap_sage200.cli.interruptible_clock import InterruptibleClock
from tests.support.runs import catalog_of

if TYPE_CHECKING:
    from tap_sage200.cli.finding import Finding


def catalog(*streams: str, config: dict[str, Any] | None = None) -> Path:
    """Write a catalogue with these streams selected, and return its file."""
    file = Path("catalog.json")
    file.write_text(json.dumps(catalog_of(*streams, config=config)))
    return file


class NoWaits(InterruptibleClock):
    """A clock that records the waits and does not wait."""

    def __init__(self, noted: list[float]) -> None:
        """Record waits in this list."""
        super().__init__()
        self._noted = noted

    def sleep(self, seconds: float) -> None:
        """Record a wait."""
        self._noted.append(seconds)


def check(config: dict[str, Any], *streams: str, waits: list[float] | None = None) -> list[Finding]:
    """Check a setup with these tables, and never sleep."""
    return list(findings(config, catalog(*streams, config=config), NoWaits([] if waits is None else waits)))


def of_step(found: list[Finding], step: str) -> list[Finding]:
    """Return the findings of a step."""
    return [finding for finding in found if finding.step == step]


def of_table(found: list[Finding], table: str, company_id: int = 1) -> Finding:
    """Return the finding for a table of a company."""
    [finding] = [one for one in found if one.table == table and one.company and one.company.company_id == company_id]
    return finding


def wrong(found: list[Finding]) -> list[str]:
    """Return the tables that are wrong, and the steps that are wrong."""
    return [finding.table or finding.step for finding in found if finding.is_wrong]
