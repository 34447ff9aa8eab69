"""Errors of the fleet."""

from __future__ import annotations


class FleetError(Exception):
    """The fleet cannot continue, or found something wrong. The message is for the user."""
