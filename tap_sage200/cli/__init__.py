"""The command `sage200`: sign in, list companies, and check a set-up by hand."""

from __future__ import annotations

from tap_sage200.cli.main import cli

__all__ = ["cli"]
