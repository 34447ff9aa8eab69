"""A check with few tables, and what it found."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tap_sage200.cli.check_steps import findings
from tap_sage200.cli.interruptible_clock import InterruptibleClock
from tap_sage200.tap import TapSage200
from tests.support.runs import catalog_of

if TYPE_CHECKING:
    from tap_sage200.cli.finding import Finding


def catalog(*streams: str) -> Path:
    """A catalogue of which these streams are selected."""
    file = Path("catalog.json")
    file.write_text(json.dumps(catalog_of(_tap(), streams)))
    return file


@cache
def _tap() -> TapSage200:
    return TapSage200(config={}, validate_config=False, setup_mapper=False)


class NoWaits(InterruptibleClock):
    """Only notes how long somebody would have waited."""

    def __init__(self, noted: list[float]) -> None:
        """Note it there."""
        super().__init__()
        self._noted = noted

    def sleep(self, seconds: float) -> None:
        """Note it."""
        self._noted.append(seconds)


def check(config: dict[str, Any], *streams: str, waits: list[float] | None = None) -> list[Finding]:
    """Check a set-up with these tables, without ever sleeping."""
    return list(findings(config, catalog(*streams), NoWaits([] if waits is None else waits)))


def of_step(found: list[Finding], step: str) -> list[Finding]:
    """The findings of a step."""
    return [finding for finding in found if finding.step == step]


def of_table(found: list[Finding], table: str, company_id: int = 1) -> Finding:
    """What was found of a table of a company."""
    [finding] = [one for one in found if one.table == table and one.company and one.company.company_id == company_id]
    return finding


def wrong(found: list[Finding]) -> list[str]:
    """The steps, or tables, that are wrong."""
    return [finding.table or finding.step for finding in found if finding.is_wrong]
