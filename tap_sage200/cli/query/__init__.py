"""`sage200 query`: show rows of a table."""

from __future__ import annotations

from tap_sage200.cli.query.command import query

__all__ = ["query"]
