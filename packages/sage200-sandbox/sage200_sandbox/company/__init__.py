"""The demo company: the rows of all tables, and the changes of a day of work. It needs no store and no server."""

from __future__ import annotations

from sage200_sandbox.company.assembly import company_rows
from sage200_sandbox.company.day import day_of_work
from sage200_sandbox.company.workday import WITH_URN

__all__ = ["WITH_URN", "company_rows", "day_of_work"]
