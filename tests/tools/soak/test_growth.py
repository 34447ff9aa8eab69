"""The soak test finds values that grow."""

from __future__ import annotations

import pytest

from tools.soak.errors import SoakError
from tools.soak.growth import check_growth


def test_growth_within_the_limit_passes() -> None:
    said = check_growth("MiB", [100.0] * 9 + [104.0] * 3, 0.05)
    assert said == "MiB: 100 in the first quarter, 104 in the last (+4.0%)"


def test_growth_above_the_limit_fails() -> None:
    with pytest.raises(SoakError, match="106 in the last"):
        check_growth("MiB", [100.0] * 9 + [106.0] * 3, 0.05)


def test_one_large_value_is_not_growth() -> None:
    assert "(+0.0%)" in check_growth("MiB", [100.0] * 11 + [900.0], 0.05)


def test_few_values_show_no_growth() -> None:
    assert "too few to detect growth" in check_growth("MiB", [100.0, 900.0], 0.05)
