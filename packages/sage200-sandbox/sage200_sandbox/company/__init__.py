"""The demo company: its rows in every table, and a day of its work. Pure functions, no store, no server."""

from __future__ import annotations

from sage200_sandbox.company.day import day_of_work
from sage200_sandbox.company.story import company_rows
from sage200_sandbox.company.workday import WITH_URN

__all__ = ["WITH_URN", "company_rows", "day_of_work"]
