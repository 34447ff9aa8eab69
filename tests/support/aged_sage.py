"""A Sage with the view of balances by ageing period, which knows the two query options of that view."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from typing import Self

SITE = "5a9e0200-0000-4000-8000-000000000001"
VIEW = "/sales_aged_transaction_period_views"
DATES = ("transactiondate", "duedate", "calendarmonth")
KNOWN = {"$orderby", "$top", "$skip", "$select", "$ageingdatetype", "$periodnumber"}


@dataclass
class AgedSage:
    """Serves some rows for each date and period. The value of a row tells which ones were asked for."""

    customers: int = 7
    """The customers of the current period. Each earlier period has one fewer."""
    refused: set[str] = field(default_factory=set)
    """The periods that it refuses."""
    queries: list[dict[str, str]] = field(default_factory=list)
    """The query options of each request."""

    def __enter__(self) -> Self:
        """Start the server."""
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                status, rows = owner.answer(self.path)
                body = json.dumps(rows).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        Thread(target=self._server.serve_forever, args=[0.01], daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the server."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def settings(self) -> dict[str, Any]:
        """The settings of a run against it."""
        address = f"http://127.0.0.1:{self._server.server_port}"
        return {"access_token": "access-0", "api_url": address, "site_id": SITE, "company_id": 1}

    def answer(self, path: str) -> tuple[int, Any]:
        """Answer a request for the view."""
        query = dict(parse_qsl(urlsplit(path).query))
        self.queries.append(query)
        dates, period = query.get("$ageingdatetype", "duedate"), query.get("$periodnumber", "0")
        if urlsplit(path).path != VIEW:
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
