"""Errors of the soak."""

from __future__ import annotations


class SoakError(Exception):
    """Rows were lost, memory grew, or a run failed without a fault. The message has the details."""
