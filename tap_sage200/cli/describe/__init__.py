"""`sage200 describe`: make a custom table of a resource that the tap does not know."""

from __future__ import annotations

from tap_sage200.cli.describe.command import describe

__all__ = ["describe"]
