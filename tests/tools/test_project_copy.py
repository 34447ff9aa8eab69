"""The copy of the project that the fleet, the benchmark and the tests of the loaders run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tools.project_copy import plain_environment, selection

if TYPE_CHECKING:
    import pytest

SETTINGS = (
    *("AIRFLOW_HOME", "AIRFLOW__CORE__EXECUTOR", "MELTANO_ENVIRONMENT", "MELTANO_DATABASE_URI"),
    *("TAP_SAGE200_CLIENT_ID", "TAP_SAGE200__SELECT", "TARGET_POSTGRES_HOST", "TARGET_JSONL_DESTINATION_PATH"),
)


def test_the_settings_of_this_machine_are_left_out_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TARGETED", "kept")
    before = plain_environment()
    for name in SETTINGS:
        monkeypatch.setenv(name, "of this machine")
    assert plain_environment() == before
    assert before["TARGETED"] == "kept"
    assert before["PATH"] == os.environ["PATH"]


def test_tables_are_selected_without_the_columns_that_are_not_selected_by_default() -> None:
    patterns = selection(["customers", "banks"])
    assert set(patterns) >= {"customers.*", "banks.*", "!customers.is_head_office_with_branches"}
    assert "!customers.name" not in patterns
