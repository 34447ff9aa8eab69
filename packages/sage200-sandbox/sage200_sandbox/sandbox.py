"""The sandbox: companies, tokens, faults and the HTTP server in one object."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING

from sage200_sandbox.companies import Company, Demo, demo
from sage200_sandbox.faults import ActiveFaults
from sage200_sandbox.oauth import AUTHORIZE_PATH, CLIENT_ID, CLIENT_SECRET, TOKEN_PATH
from sage200_sandbox.oauth.tokens import TokenIssuer
from sage200_sandbox.odata.options import PageSizes
from sage200_sandbox.server.between_pages import PageActions
from sage200_sandbox.server.http import Server
from sage200_sandbox.server.in_flight import InFlight
from sage200_sandbox.server.request_log import RequestLog
from sage200_sandbox.store import NO_ROWS, Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from sage200_sandbox.faults import Fault
    from sage200_sandbox.server.between_pages import Action
    from sage200_sandbox.server.request_log import LoggedRequest


class Sandbox:
    """A sandbox for Sage 200: the API, the sign-in and the companies, served over HTTP by threads of this process.

    Attributes:
        companies: The companies of the user.
        clock: Returns the current time. Tests can replace it.
        consents: Whether the user consents on the sign-in page.
        access_token_seconds: Lifetime of the access tokens that are issued from now on.
        default_top: Page size without `$top`; 500 (documented).
        top_limit: Largest page size; 5,000 (documented). A larger `$top` gets this many rows (inferred).
        tokens: Issues and revokes tokens.
        faults: The active faults.
        request_log: The requests so far.
        in_flight: The requests of this moment.
        page_actions: Actions that run after a page is read.
        closed: Error status by table, for tables that this user cannot read.
        directory: The table `sites`, which belongs to no company.
    """

    def __init__(self, data: Demo | None = None, *, companies: int = 1, port: int = 0) -> None:
        """Prepare the companies. The server starts with `start`, or with a `with` block.

        Args:
            data: Demo data of each company; None for companies without rows.
            companies: Number of companies.
            port: Port on 127.0.0.1; 0 chooses a free port.
        """
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.consents = True
        self.access_token_seconds = 3600
        self.default_top = 500
        self.top_limit = 5000
        self.tokens = TokenIssuer()
        self.faults = ActiveFaults()
        self.request_log = RequestLog()
        self.in_flight = InFlight()
        self.page_actions = PageActions()
        self.closed: dict[str, int] = {}
        self.companies = [
            Company(number, NO_ROWS if data is None else demo(data.seed, data.scale, number), self.now)
            for number in range(1, companies + 1)
        ]
        if data is not None:
            for company in self.companies:
                company.fill(data.postings)
        self.directory = Store(NO_ROWS)
        self.directory.replace("sites", [company.site() for company in self.companies])
        self._stopping = Event()
        self._server = Server(self, port)

    def __enter__(self) -> Self:
        """Start the server."""
        self.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop the server."""
        self.stop()

    def start(self) -> None:
        """Start the server.

        Raises:
            OSError: The port is not free.
        """
        self._server.start()

    def stop(self) -> None:
        """Close all connections and release the data."""
        self._stopping.set()
        self._server.stop()
        self.directory.close()
        for company in self.companies:
            company.close()

    @property
    def url(self) -> str:
        """Address of the server."""
        return self._server.url

    @property
    def api_url(self) -> str:
        """Base URL of the API of Sage 200 Professional."""
        return f"{self.url}/uk/sage200extra/accounts/v1"

    @property
    def standard_api_url(self) -> str:
        """Base URL of the API of Sage 200 Standard."""
        return f"{self.url}/uk/sage200/accounts/v1"

    @property
    def authorize_url(self) -> str:
        """The sign-in page. It redirects to the redirect_uri immediately, as if the user had signed in."""
        return f"{self.url}{AUTHORIZE_PATH}"

    @property
    def token_url(self) -> str:
        """The token endpoint."""
        return f"{self.url}{TOKEN_PATH}"

    def settings(self) -> dict[str, str]:
        """Return the settings for a client, with the refresh token of a new sign-in. They name no company."""
        return {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "refresh_token": self.new_refresh_token(),
            "api_url": self.api_url,
            "authorize_url": self.authorize_url,
            "token_url": self.token_url,
        }

    def new_refresh_token(self) -> str:
        """Sign a user in. Returns the refresh token."""
        return self.tokens.sign_in()

    def new_access_token(self) -> str:
        """Sign a user in and exchange the refresh token. Returns the access token."""
        return self.tokens.refresh(self.tokens.sign_in(), now=self.now(), seconds=self.access_token_seconds).access

    def expire_access_tokens(self) -> None:
        """Expire all access tokens issued so far. The API then returns 401."""
        self.tokens.expire_access_tokens()

    def revoke(self) -> None:
        """Revoke all refresh tokens issued so far. The token endpoint then returns invalid_grant."""
        self.tokens.revoke()

    def now(self) -> datetime:
        """Return the sandbox's current time."""
        return self.clock()

    def company(self, site_id: str | None, company_id: int | None) -> Company | None:
        """Return the company that the headers of a request name, or None if the user has no such company."""
        named = (site_id or "").lower(), company_id
        return next((each for each in self.companies if (each.site_id, each.company_id) == named), None)

    def fault(self, fault: Fault) -> None:
        """Add a fault to the active ones."""
        self.faults.add(fault)

    def clear_faults(self) -> None:
        """Remove all faults."""
        self.faults.clear()

    def closed_to(self, table: str, status: int) -> None:
        """Return this status for a table from now on: 403 without permission, 404 if this version of Sage lacks it."""
        self.closed[table] = status

    def between_pages(self, table: str, *, page: int = 1, do: Action) -> None:
        """Change data after a page is read and before its response is sent.

        Args:
            table: The table whose pages count.
            page: Number of the page, counted from now on.
            do: Changes in the company that is read, or a function that takes this company.
        """
        self.page_actions.add(table, page, do)

    def clear_page_actions(self) -> None:
        """Remove all actions that `between_pages` has planned."""
        self.page_actions.clear()

    @property
    def requests(self) -> list[LoggedRequest]:
        """The requests so far, in the order of their responses."""
        return self.request_log.read()

    @property
    def most_requests_at_once(self) -> int:
        """The largest number of requests that were in flight at the same time, those of the sign-in included."""
        return self.in_flight.most

    def forget_requests(self) -> None:
        """Empty `requests`, and measure `most_requests_at_once` again."""
        self.request_log.clear()
        self.in_flight.forget()

    @property
    def page_sizes(self) -> PageSizes:
        """The page sizes at this time."""
        return PageSizes(default=self.default_top, limit=self.top_limit)

    def pause(self, seconds: float) -> None:
        """Wait. The wait ends early when the sandbox stops."""
        if seconds:
            self._stopping.wait(seconds)
