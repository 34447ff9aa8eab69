"""The command `sage200 companies`: list the companies, and divide them into shards that a scheduler runs."""

from __future__ import annotations

from tap_sage200.cli.companies.command import companies, sites

__all__ = ["companies", "sites"]
