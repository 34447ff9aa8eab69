"""The Meltano project of `make fleet`."""

from __future__ import annotations

from tools.fleet.project import selection
from tools.fleet.size import TABLES


def test_the_tables_are_selected_without_the_columns_that_are_not_selected_by_default() -> None:
    patterns = selection()
    assert set(patterns) >= {f"{table}.*" for table in TABLES}
    assert "!customers.is_head_office_with_branches" in patterns
    assert "!customers.name" not in patterns
