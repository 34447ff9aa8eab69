"""The command `sage200`: what a person does by hand."""

from __future__ import annotations

from tap_sage200.cli.main import cli

__all__ = ["cli"]
