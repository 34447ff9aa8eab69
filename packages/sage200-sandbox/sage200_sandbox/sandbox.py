"""A Sage 200 of our own on loopback."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Event
from typing import TYPE_CHECKING

from sage200_sandbox.companies import Company, Demo, demo
from sage200_sandbox.faults import FaultBoard
from sage200_sandbox.journal import Journal
from sage200_sandbox.oauth import AUTHORIZE_PATH, CLIENT_ID, CLIENT_SECRET, TOKEN_PATH
from sage200_sandbox.odata import PageSizes
from sage200_sandbox.page_turns import PageTurns
from sage200_sandbox.server import Server
from sage200_sandbox.store import Store, blank
from sage200_sandbox.tokens import TokenDesk

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from sage200_sandbox.faults import Fault
    from sage200_sandbox.journal import Asked
    from sage200_sandbox.page_turns import Deed


class Sandbox:
    """A Sage 200 with its sign-in and its companies, served over HTTP from threads of this process.

    Attributes:
        companies: The companies that the user may see.
        clock: What tells the time; a test may set another.
        consents: Whether the person who signs in in the browser lets the application in.
        access_token_seconds: How long access tokens live that are issued from now on.
        default_top: Rows on a page without `$top`; 500 (documented).
        top_limit: Rows on a page at most; 5,000 (documented). A larger `$top` gets this many (inferred).
        desk: The tokens.
        faults: What goes wrong on purpose.
        journal: What was asked.
        turns: What happens between pages.
        closed: The status that a table answers to this user in place of its rows.
        directory: Where the table `sites` is, which belongs to no company.
    """

    def __init__(self, data: Demo | None = None, *, companies: int = 1, port: int = 0) -> None:
        """Prepares the companies.

        Args:
            data: What they begin with; None for companies without a row.
            companies: How many companies.
            port: Where to listen on loopback; 0 takes a free one.
        """
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.consents = True
        self.access_token_seconds = 3600
        self.default_top = 500
        self.top_limit = 5000
        self.desk = TokenDesk()
        self.faults = FaultBoard()
        self.journal = Journal()
        self.turns = PageTurns()
        self.closed: dict[str, int] = {}
        self.companies = [
            Company(number, blank() if data is None else demo(data.seed, data.scale, number), self.now)
            for number in range(1, companies + 1)
        ]
        if data is not None:
            for company in self.companies:
                company.fill(data.postings)
        self.directory = Store(blank())
        self.directory.replace("sites", [company.site() for company in self.companies])
        self._stopping = Event()
        self._server = Server(self, port)

    def __enter__(self) -> Self:
        """Starts."""
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stops."""
        self.stop()

    def start(self) -> None:
        """Listens."""
        self._server.start()

    def stop(self) -> None:
        """Ends every connection and lets the data go."""
        self._stopping.set()
        self._server.stop()
        self.directory.close()
        for company in self.companies:
            company.close()

    @property
    def url(self) -> str:
        """Where the sandbox listens."""
        return self._server.url

    @property
    def api_url(self) -> str:
        """The base address of Professional."""
        return f"{self.url}/uk/sage200extra/accounts/v1"

    @property
    def standard_api_url(self) -> str:
        """The base address of Standard."""
        return f"{self.url}/uk/sage200/accounts/v1"

    @property
    def authorize_url(self) -> str:
        """The sign-in page; it sends the browser back to the redirect_uri at once."""
        return f"{self.url}{AUTHORIZE_PATH}"

    @property
    def token_url(self) -> str:
        """The token endpoint."""
        return f"{self.url}{TOKEN_PATH}"

    def settings(self) -> dict[str, str]:
        """What a client needs to know, with the refresh token of a new sign-in. No company is chosen."""
        return {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "refresh_token": self.new_refresh_token(),
            "api_url": self.api_url,
            "token_url": self.token_url,
        }

    def new_refresh_token(self) -> str:
        """A person signs in. Returns the first refresh token of a new family."""
        return self.desk.sign_in()

    def expire_access_tokens(self) -> None:
        """Every access token issued so far is answered 401 from now on."""
        self.desk.expire_access_tokens()

    def revoke(self) -> None:
        """Every refresh token issued so far is answered invalid_grant from now on."""
        self.desk.revoke()

    def now(self) -> datetime:
        """The sandbox's time."""
        return self.clock()

    def company(self, site_id: str | None, company_id: int | None) -> Company | None:
        """The company that a request's headers name, None if the user has no such company."""
        named = (site_id or "").lower(), company_id
        return next((each for each in self.companies if (each.site_id, each.company_id) == named), None)

    def fault(self, fault: Fault) -> None:
        """Switches a fault on, beside those that are on already."""
        self.faults.add(fault)

    def clear_faults(self) -> None:
        """Switches all faults off."""
        self.faults.clear()

    def closed_to(self, table: str, status: int) -> None:
        """The user's role lacks this table (403), or this version of Sage does (404), from now on."""
        self.closed[table] = status

    def between_pages(self, table: str, *, page: int = 1, do: Deed) -> None:
        """Something happens after a page of the table was read, before the answer leaves.

        Args:
            table: Which table's pages count.
            page: How many pages from now on are read before.
            do: Changes in the company that is read, or a function that takes this company.
        """
        self.turns.add(table, page, do)

    @property
    def requests(self) -> list[Asked]:
        """What was asked so far, in the order of the answers."""
        return self.journal.read()

    def forget_requests(self) -> None:
        """Empties `requests`."""
        self.journal.forget()

    @property
    def page_sizes(self) -> PageSizes:
        """How large pages are at present."""
        return PageSizes(default=self.default_top, limit=self.top_limit)

    def pause(self, seconds: float) -> None:
        """Waits as a slow server does, but not longer than the sandbox lives."""
        if seconds:
            self._stopping.wait(seconds)
