"""Words that all pages of the dictionary use."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def names(of: Iterable[str]) -> str:
    """Write names of columns."""
    return ", ".join(f"`{name}`" for name in of)
