"""Tells whether a person sees the output."""

from __future__ import annotations

import sys


def is_terminal() -> bool:
    """Return whether standard output is a terminal. A process can be started without standard output."""
    return sys.stdout is not None and sys.stdout.isatty()
