"""The command `sage200`: sign in, list companies, check a set-up, and look at tables and rows by hand."""

from __future__ import annotations

from tap_sage200.cli.main import cli

__all__ = ["cli"]
