"""Shared values for tests of requests to Sage: an address, a company, tables, numbered access tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tap_sage200 import problems
from tap_sage200.api.request import Request
from tap_sage200.auth.authenticator import Bearer
from tap_sage200.config.companies import Company
from tap_sage200.errors import SignInError

if TYPE_CHECKING:
    from requests_mock import Mocker

API_URL = "https://sage.test/v1"
NORTH = Company("site-a", 1)
CUSTOMERS = Request("/customers", NORTH)
SITES = Request("/sites")
ROWS: dict[str, Any] = {"json": [{"id": 1}]}
"""A response with one row."""


class Tokens:
    """An authenticator with numbered tokens. After a refused token it returns the next one."""

    def __init__(self) -> None:
        """Begin with `access-1`."""
        self.refused: list[str] = []
        self.in_vain: set[str] = set()
        """The companies that refused a new token, as `site/company`. The empty text: everything refused it."""
        self.of_another_run: set[str] = set()
        """The tokens that another run has renewed."""
        self.last: int | None = None
        """How many tokens Sage ID issues. None if there is no limit."""

    def bearer(self) -> Bearer:
        """Return the newest token."""
        return Bearer(f"access-{len(self.refused) + 1}")

    def renew(self, refused: Bearer) -> Bearer:
        """Return the next token."""
        self.refused.append(refused.token)
        if self.last is not None and len(self.refused) > self.last:
            raise SignInError(problems.tokens.NO_ACCESS_TOKEN, cause="status 429")
        newest = self.bearer()
        return Bearer(newest.token, is_new=newest.token not in self.of_another_run)

    def renews_in_vain(self, company: str) -> bool:
        """Tell whether a company refused a new token."""
        return company in self.in_vain

    def renewed_in_vain(self, company: str) -> None:
        """Note a company that refused a new token."""
        self.in_vain.add(company)


def tops(network: Mocker) -> list[int]:
    """Return the `$top` of each request that has one."""
    queries = [parse_qs(urlsplit(request.url).query) for request in network.request_history]
    return [int(query["$top"][0]) for query in queries if "$top" in query]
