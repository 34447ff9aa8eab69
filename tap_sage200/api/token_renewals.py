"""Finds out, after Sage refused a request (401), whether the reason is its token or its company."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tap_sage200.api.request import Request
from tap_sage200.errors import SignInAgainError, SignInError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tap_sage200.api.outages import Outages
    from tap_sage200.auth.authenticator import Bearer
    from tap_sage200.config.companies import Company

SITES = Request("/sites")
"""A request that needs a token and no company: if it is accepted, the token is good."""


class Authenticator(Protocol):
    """Provides access tokens."""

    def bearer(self) -> Bearer:
        """Return a token that is expected to be valid."""

    def renew(self, refused: Bearer) -> Bearer:
        """Return another token after Sage refused one."""

    def renews_in_vain(self, company: str) -> bool:
        """Tell whether a new token did not help lately, in this run or an earlier one."""

    def renewed_in_vain(self, company: str) -> None:
        """Note that a new token did not help."""


class Client(Protocol):
    """Sends requests."""

    outages: Outages

    def accepts(self, bearer: Bearer, request: Request) -> bool:
        """Send a request once, and tell whether Sage accepts its token."""


class TokenRenewals:
    """Decides whether a new token may help, and remembers which requests it did not help."""

    def __init__(self, client: Client, authenticator: Authenticator) -> None:
        """Begin with no refused request."""
        self._client = client
        self._authenticator = authenticator
        self.unproven: dict[Company | None, Bearer] = {}
        """The tokens that were renewed for a company. The client removes one when the company accepts it."""
        self._not_opened: set[tuple[Company | None, str]] = set()
        """The resources that a new token did not open."""

    def tokens(self, request: Request, refused: Bearer) -> Iterator[Bearer]:
        """Yield the tokens with which to send a refused request again, until Sage accepts one.

        The first one is new. If a new one was in vain before, it is the refused one once more. A token that another run
        has renewed may have ended too, so a second one may follow. Who asks for the next one says that Sage refused the
        last one: the end notes that.

        Args:
            request: The request.
            refused: The token with which it was refused.

        Raises:
            SignInError: Sage ID issues no token.
        """
        newest = refused
        if self._may_help(request, refused):
            newest = self._renewed(request, refused)
        yield newest
        if newest != refused and not newest.is_new and not self._client.accepts(newest, SITES):
            newest = self._renewed(request, newest)
            yield newest
        self._not_opened.add((request.company, request.resource))
        if newest != refused:
            self._authenticator.renewed_in_vain(_key(request))

    def opened(self, request: Request) -> None:
        """Note that Sage no longer refuses a resource."""
        self._not_opened.discard((request.company, request.resource))

    def _may_help(self, request: Request, refused: Bearer) -> bool:
        """Tell whether a new token may help. It cannot if one was in vain here, or for the company in another run."""
        if self.unproven.get(request.company) == refused or (request.company, request.resource) in self._not_opened:
            return False
        if self._authenticator.renews_in_vain(_key(SITES)):
            return False
        is_noted = self._authenticator.renews_in_vain(_key(request))
        return not (is_noted and self._client.accepts(refused, SITES))

    def _renewed(self, request: Request, refused: Bearer) -> Bearer:
        """Return another token, or the refused one if there is no other and Sage accepts it elsewhere."""
        try:
            self.unproven[request.company] = newest = self._authenticator.renew(refused)
        except SignInError as error:
            other = self._client.outages.another(request)
            if isinstance(error, SignInAgainError) or other is None or not self._client.accepts(refused, other):
                raise
            return refused
        return newest


def _key(request: Request) -> str:
    """Return the company of a request, for the authenticator. Empty if the request needs none."""
    company = request.company
    return "" if company is None else f"{company.site_id}/{company.company_id}"
