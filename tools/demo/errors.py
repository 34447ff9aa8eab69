"""Errors of the demo."""

from __future__ import annotations


class DemoError(Exception):
    """The demo cannot go on, or it found a difference; the message is for the user."""
