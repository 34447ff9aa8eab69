"""Tables and helpers for tests of windows: runs with `end_date`, and a `start_date` that moves back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox.sample_rows import customers, row

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

    from tests.support.runs import Result

Config = dict[str, Any]
ENTRIES = "nominal_transaction_enquiry_views"
PERIODS = "financial_year_period_views"
ORDERS, LINES = "sop_orders", "sop_order_lines"
WINDOW = {"start_date": "2026-03-02T09:00:05Z", "end_date": "2026-03-02T09:00:20Z"}
"""It has the customers 5 to 19."""


@pytest.fixture(autouse=True)
def rows_(sage: Sandbox) -> None:
    """Rows of each kind of table."""
    company = sage.companies[0]
    company.replace("customers", customers(25))
    company.replace("currencies", [row("currencies", number) for number in range(1, 4)])
    company.replace(PERIODS, [row(PERIODS, 1, accounting_period_id=1)])
    company.replace(ENTRIES, [row(ENTRIES, number) for number in range(1, 6)])


@pytest.fixture
def config(config: Config, sage: Sandbox) -> Config:
    """Settings that name the company: nothing but tables is requested."""
    company = sage.companies[0]
    return config | {"site_id": company.site_id, "company_id": company.company_id}


def ids(result: Result, table: str = "customers") -> list[int]:
    return [record["id"] for record in result.records(table)]


def live(state: dict[str, Any]) -> dict[str, Any]:
    """Return what live runs keep of a table."""
    return {name: value for name, value in state.items() if name != "windows"}


def filters(sage: Sandbox) -> list[str]:
    """Return the filters of the requests since the last call."""
    found = [str(request.query.get("$filter")) for request in sage.requests]
    sage.forget_requests()
    return found


def streams_of(result: Result) -> set[str]:
    return {message["stream"] for message in result.messages if message["type"] == "SCHEMA"}


def summary_of(caplog: pytest.LogCaptureFixture, table: str = "customers") -> str:
    """Return the line of the last summary about a table."""
    lines = [record.getMessage() for record in caplog.records]
    return next(line for line in reversed(lines) if line.strip().startswith(f"{table} "))
