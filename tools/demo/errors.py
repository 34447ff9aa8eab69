"""Errors of the demo."""

from __future__ import annotations


class DemoError(Exception):
    """The demo cannot continue, or found a difference. The message is for the user."""
