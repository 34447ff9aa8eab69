"""What can go wrong in the soak."""

from __future__ import annotations


class SoakError(Exception):
    """Something was lost, or grew, or failed for no reason; the message says what."""
