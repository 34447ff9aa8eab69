"""What can go wrong in the demo."""

from __future__ import annotations


class DemoError(Exception):
    """The demo cannot go on, or found what must not be; the message is for the person in front of it."""
