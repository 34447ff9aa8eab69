"""Detects growth: compares the median of the last quarter with that of the first."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from tools.soak.errors import SoakError

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUARTERS = 4
_LEAST = 3
"""How many values a quarter must have; the median of fewer says nothing."""


def check_growth(what: str, values: Sequence[float], share: float) -> str:
    """Describe how much something grew.

    Args:
        what: A description of the values.
        values: The values in the order of time.
        share: By how much the last quarter may be above the first.

    Raises:
        SoakError: It grew by more.
    """
    quarter = len(values) // _QUARTERS
    if quarter < _LEAST:
        return f"{what}: {len(values)} values, too few to tell whether it grows"
    first, last = median(values[:quarter]), median(values[-quarter:])
    said = f"{what}: {first:,.0f} in the first quarter, {last:,.0f} in the last ({last / first - 1:+.1%})"
    if last > first * (1 + share):
        msg = f"{said}. It may grow by {share:.0%}."
        raise SoakError(msg)
    return said
