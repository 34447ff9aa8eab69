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
EVERYTHING = ""
"""What stands for a company if everything refuses a token."""


class Authenticator(Protocol):
    """Provides access tokens."""

    def bearer(self) -> Bearer:
        """Return a token that is expected to be valid."""

    def renew(self, refused: Bearer) -> Bearer:
        """Return another token after Sage refused one."""

    def renews_in_vain(self, company: str) -> bool:
        """Tell whether a company refused a new token lately, in this run or an earlier one. Empty: everything did."""

    def renewed_in_vain(self, company: str) -> None:
        """Note that a company refused a new token. Empty: everything did."""


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
        self.accepted: dict[Company | None, Bearer] = {}
        """The last token that each company accepted. The client notes it."""
        self._issued: Bearer | None = None
        """The last token that Sage ID issued for a refused request of this run."""
        self._not_opened: set[tuple[Company | None, str]] = set()
        """The resources that a new token did not open."""

    def tokens(self, request: Request, refused: Bearer) -> Iterator[Bearer]:
        """Yield the tokens with which to send a refused request again, until Sage accepts one.

        If a new token may help, the first one is new. Otherwise it is the refused one once more. Who asks for the next
        one says that Sage refused the last one. If Sage accepts a new token elsewhere, the company is the reason. If
        not, and another run has renewed it, it may have ended too: one more follows.

        Args:
            request: The request.
            refused: The token with which it was refused.

        Raises:
            SignInError: Sage ID issues no token.
        """
        if self._may_help(request, refused):
            yield from self._new_tokens(request, refused)
        else:
            yield refused
        self._not_opened.add((request.company, request.resource))

    def _new_tokens(self, request: Request, refused: Bearer) -> Iterator[Bearer]:
        """Yield a new token, and one more if needed. Then note what refused it."""
        newest = refused
        for _ in range(2):
            last, newest = newest, self._renewed(request, newest)
            yield newest
            if newest == last:  # there is no other
                return
            if self._is_good(newest, request):
                self._authenticator.renewed_in_vain(_key(request))
                return
            if newest == self._issued:
                self._authenticator.renewed_in_vain(EVERYTHING)
                return

    def opened(self, request: Request) -> None:
        """Note that Sage no longer refuses a resource."""
        self._not_opened.discard((request.company, request.resource))

    def _may_help(self, request: Request, refused: Bearer) -> bool:
        """Tell whether a new token may help. It cannot if everything refused one, or if the company is the reason.

        The company is the reason if Sage accepts the token elsewhere, and the company has refused a new one: lately, or
        just now, because it has never accepted the one that Sage ID issued for another request of this run.
        """
        if (request.company, request.resource) in self._not_opened or self._authenticator.renews_in_vain(EVERYTHING):
            return False
        is_noted = self._authenticator.renews_in_vain(_key(request))
        is_new = refused == self._issued and self.accepted.get(request.company) != refused
        if not (is_noted or is_new) or not self._is_good(refused, request):
            return True
        self._authenticator.renewed_in_vain(_key(request))
        return False

    def _is_good(self, bearer: Bearer, request: Request) -> bool:
        """Tell whether Sage accepts a token that it refused for a request."""
        return request.company is not None and self._client.accepts(bearer, SITES)

    def _renewed(self, request: Request, refused: Bearer) -> Bearer:
        """Return another token, or the refused one if there is no other and Sage accepts it elsewhere."""
        try:
            newest = self._authenticator.renew(refused)
        except SignInError as error:
            other = self._client.outages.another(request)
            if isinstance(error, SignInAgainError) or other is None or not self._client.accepts(refused, other):
                raise
            return refused
        if newest.is_new:
            self._issued = newest
        return newest


def _key(request: Request) -> str:
    """Return the company of a request, for the authenticator."""
    company = request.company
    return EVERYTHING if company is None else f"{company.site_id}/{company.company_id}"
