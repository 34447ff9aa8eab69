"""Errors of the benchmark."""

from __future__ import annotations


class BenchError(Exception):
    """A measurement is invalid. The message is for the user."""
