"""A short soak test: a few runs against a company that changes and fails lose no row."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Demo, Sandbox

from tap_sage200 import timestamps
from tools.soak.errors import SoakError
from tools.soak.soak import Soak
from tools.soak.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROWS = 150
SEED = 4


@pytest.fixture(scope="module")
def sage() -> Iterator[Sandbox]:
    with Sandbox(Demo(), companies=2) as sage:
        yield sage


class Forgetful(Target):
    """A target that loses every hundredth row."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = 0

    def take(self, message: dict[str, Any]) -> bool:
        if message["type"] == "RECORD":
            self._rows += 1
            if not self._rows % 100:
                return True
        return super().take(message)


def test_a_short_soak_loses_no_row(sage: Sandbox, tmp_path: Path) -> None:
    soak = Soak(sage, Target(), tmp_path, seed=SEED, rows=ROWS)
    soak.soak(lambda runs: runs == 3)
    assert soak.runs > 3
    assert soak.successes


def test_the_soak_detects_a_target_that_loses_rows(sage: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(SoakError, match="was not loaded"):
        Soak(sage, Forgetful(), tmp_path, seed=SEED, rows=ROWS).soak(lambda _: False)


def test_the_soak_detects_a_bookmark_that_is_too_late(sage: Sandbox, tmp_path: Path) -> None:
    target = Target()

    def hurry(runs: int) -> bool:
        for one in target.state.get("bookmarks", {}).get("customers", {}).get("partitions", []):
            # A time that is further ahead would be noticed by the tap.
            one["replication_key_value"] = timestamps.to_text(timestamps.now() + timedelta(minutes=1))
        return runs > 20

    with pytest.raises(SoakError, match=r"customers, company \d: .* is older than the start of the run"):
        Soak(sage, target, tmp_path, seed=SEED, rows=ROWS).soak(hurry)
