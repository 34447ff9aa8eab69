"""What can go wrong in the benchmark."""

from __future__ import annotations


class BenchError(Exception):
    """A measurement would mean nothing; the message is for the person in front of it."""
