"""The report shows measurements as they are."""

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
    """A temporary page."""
    path = tmp_path / "benchmarks.md"
    monkeypatch.setattr(report, "PAGE", path)
    return path


def test_a_missed_claim_is_shown_as_missed() -> None:
    claims = [at_least("faster", 11.9, 12), at_least("faster", 12.1, 12), at_most("slower", 1.6, 1.5)]
    assert [claim.cells()[-1] for claim in claims] == ["**no**", "yes", "**no**"]


def test_the_median_run_is_shown() -> None:
    runs = Runs("a reader", [Run(wall=wall, cpu=1, records=10) for wall in (9, 2, 4)])
    assert "| a reader | 4.00 |" in runs_table({"a reader": runs})


def test_a_new_measurement_replaces_the_old_section(page: Path) -> None:
    def section(title: str, about: str) -> str:
        return Section(title, about, [], []).text("here")

    order = ["First", "Second"]
    report.write({"Second": section("Second", "old")}, order)
    report.write({"First": section("First", "kept")}, order)
    report.write({"Second": section("Second", "new")}, order)
    parts = page.read_text(encoding="utf-8").split("\n## ")[1:]
    assert parts[0].startswith("How it was measured\n")
    assert parts[1:] == ["First\n\nkept\n\nhere\n", "Second\n\nnew\n\nhere\n"]


def test_the_summary_has_the_numbers_of_the_page(page: Path) -> None:
    claims = [
        at_least("200 ms: times faster than a stock SDK tap and the loader's defaults", 4.07, 4),
        at_most("x", 2, 1),
    ]
    report.write({"Into PostgreSQL": Section("Into PostgreSQL", "about", claims, []).text("here")}, ["Into PostgreSQL"])
    summary = page.read_text(encoding="utf-8").partition("\n## ")[0]
    assert "a stock tap of the Singer SDK takes 4.1 times as long" in summary
    assert "tap-rest-api-msdk" not in summary, "it was not measured"
    assert summary.rstrip().endswith("1 of 2 targets are reached; the others are marked **no**.")
