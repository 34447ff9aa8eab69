"""The demo company: its rows in every table, and a day of its work. Pure functions, no store, no server."""

from __future__ import annotations

from tap_sage200.sandbox.company.day import day_of_work
from tap_sage200.sandbox.company.story import company_rows
from tap_sage200.sandbox.company.workday import WITH_URN

__all__ = ["WITH_URN", "company_rows", "day_of_work"]
