"""The report of the benchmark makes no result look better than it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools.bench import report
from tools.bench.report import Section, at_least, at_most, runs_table
from tools.bench.rounds import Runs
from tools.bench.run import Run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page in place of the real one."""
    path = tmp_path / "benchmarks.md"
    monkeypatch.setattr(report, "PAGE", path)
    return path


def test_a_claim_that_is_missed_says_so() -> None:
    claims = [at_least("faster", 11.9, 12), at_least("faster", 12.1, 12), at_most("slower", 1.6, 1.5)]
    assert [claim.cells()[-1] for claim in claims] == ["**no**", "yes", "**no**"]


def test_the_run_in_the_middle_is_shown() -> None:
    runs = Runs("a reader", [Run(wall=wall, cpu=1, records=10) for wall in (9, 2, 4)])
    assert "| a reader | 4.00 |" in runs_table({"a reader": runs})


def test_a_section_that_is_measured_again_replaces_the_old_one(page: Path) -> None:
    def section(title: str, about: str) -> str:
        return Section(title, about, [], []).text("here")

    order = ["First", "Second"]
    report.write({"Second": section("Second", "old")}, order)
    report.write({"First": section("First", "kept")}, order)
    report.write({"Second": section("Second", "new")}, order)
    parts = page.read_text(encoding="utf-8").split("\n## ")[1:]
    assert parts == ["First\n\nkept\n\nhere\n", "Second\n\nnew\n\nhere\n"]
