"""Detect growth: compare the median of the last quarter with that of the first."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from tools.soak.errors import SoakError

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUARTERS = 4
_LEAST = 3
"""Minimum of values per quarter. A median of fewer values has no meaning."""


def check_growth(what: str, values: Sequence[float], share: float) -> str:
    """Describe the growth of a figure.

    Args:
        what: A description of the values.
        values: The values in chronological order.
        share: The maximum growth from the first to the last quarter.

    Raises:
        SoakError: The figure grew by more.
    """
    quarter = len(values) // _QUARTERS
    if quarter < _LEAST:
        return f"{what}: {len(values)} values, too few to detect growth"
    first, last = median(values[:quarter]), median(values[-quarter:])
    said = f"{what}: {first:,.0f} in the first quarter, {last:,.0f} in the last ({last / first - 1:+.1%})"
    if last > first * (1 + share):
        msg = f"{said}. The limit is {share:.0%}."
        raise SoakError(msg)
    return said
