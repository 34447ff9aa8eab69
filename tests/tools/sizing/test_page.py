"""The section Sizing has the tables that the simulation computes, from the costs that its text names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.sizing.page import DAILY, QUIET, tables
from tools.sizing.simulation import Fleet, simulate

PAGE = (Path(__file__).parents[3] / "docs" / "fleet.md").read_text(encoding="utf-8")


def test_the_page_has_the_tables_of_the_simulation() -> None:
    assert f"\n{tables()}\n" in PAGE, "make sizing"


def test_the_page_names_the_costs_behind_the_tables() -> None:
    text = " ".join(PAGE.partition("## Sizing")[2].split())
    for cost in (f"{QUIET.requests} requests", f"{QUIET.cpu:g} s", f"{DAILY.requests} requests", f"{DAILY.cpu:g} s"):
        assert cost in text


def test_125_companies_fill_an_hour_at_five_requests_per_second() -> None:
    assert simulate(Fleet(QUIET, workers=5, sage=5, companies=125)).seconds == pytest.approx(3600)
