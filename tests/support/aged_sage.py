"""A Sage with the view of balances by ageing period, which knows the two query options of that view."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from tests.support.json_server import SITE, JsonServer

VIEW = "/sales_aged_transaction_period_views"
DATES = ("transactiondate", "duedate", "calendarmonth")
KNOWN = {"$orderby", "$top", "$skip", "$select", "$ageingdatetype", "$periodnumber"}


@dataclass
class AgedSage(JsonServer):
    """Serves some rows for each date and period. The value of a row tells which ones were asked for."""

    customers: int = 7
    """The customers of the current period. Each earlier period has one fewer."""
    refused: set[str] = field(default_factory=set)
    """The periods that it refuses."""
    queries: list[dict[str, str]] = field(default_factory=list)
    """The query options of each request."""

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of a run against it."""
        return {"access_token": "access-0", "api_url": self.url, "site_id": SITE, "company_id": 1}

    def answer(self, company: int, path: str, options: dict[str, str]) -> tuple[int, bytes]:
        """Answer a request for the view."""
        del company
        self.queries.append(options)
        status, content = self._answer(path, options)
        return status, json.dumps(content).encode()

    def _answer(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        dates, period = query.get("$ageingdatetype", "duedate"), query.get("$periodnumber", "0")
        if path != VIEW:
            return 404, {"Message": "Not found"}
        if query.keys() - KNOWN or dates not in DATES or not period.isdecimal() or period in self.refused:
            return 400, {"Message": "The query is not valid"}
        rows = self.rows(dates, int(period))
        if query.get("$orderby", "").endswith("desc"):
            rows.reverse()
        skip, top = int(query.get("$skip", 0)), int(query.get("$top", 500))
        chosen = query["$select"].split(",") if "$select" in query else None
        page = rows[skip : skip + top]
        return 200, [{name: value for name, value in row.items() if not chosen or name in chosen} for row in page]

    def rows(self, dates: str, period: int) -> list[dict[str, Any]]:
        """Return the rows for a date and a period."""
        value = 1000 * DATES.index(dates) + 100 * period
        return [
            {
                "customer_id": customer,
                "ageing_period_name": "Current",
                "ageing_date": "2026-03-31T00:00:00Z",
                "base_outstanding_value": value + customer,
            }
            for customer in range(1, self.customers - period + 1)
        ]
