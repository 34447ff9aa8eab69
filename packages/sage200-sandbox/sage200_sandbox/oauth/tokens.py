"""Authorization codes and tokens. Their texts show that they belong to the sandbox."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING

from sage200_sandbox.errors import InvalidGrantError

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens in a response of the token endpoint.

    Attributes:
        access: The access token.
        refresh: The refresh token, valid for one use.
        seconds: Lifetime of the access token.
    """

    access: str
    refresh: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Authorization:
    """An authorization request that the user consented to.

    Attributes:
        client_id: The client.
        redirect_uri: The address that got the code.
        challenge: The S256 challenge of PKCE; None without PKCE.
    """

    client_id: str
    redirect_uri: str
    challenge: str | None


@dataclass(slots=True)
class _Family:
    """All tokens of one sign-in."""

    number: int
    issued: int
    alive: bool

    @property
    def newest(self) -> str:
        return f"sandbox-refresh-{self.number}-{self.issued}"


class TokenIssuer:
    """Issues, rotates and revokes tokens.

    A refresh token is valid once (seen: Sage ID rotates them). Using it again revokes all tokens of its sign-in
    (inferred from RFC 9700: a copy may have been stolen).
    """

    def __init__(self) -> None:
        """Start without a sign-in."""
        self._families: list[_Family] = []
        self._refresh: dict[str, _Family] = {}
        self._codes: dict[str, Authorization] = {}
        self._codes_issued = 0
        self._access: dict[str, datetime] = {}
        self._lock = Lock()

    def sign_in(self) -> str:
        """Sign a user in. Returns the first refresh token of a new family."""
        with self._lock:
            return self._begin().newest

    def authorize(self, authorization: Authorization) -> str:
        """Sign a user in on the sign-in page. Returns the authorization code."""
        with self._lock:
            self._codes_issued += 1
            code = f"sandbox-code-{self._codes_issued}"
            self._codes[code] = authorization
            return code

    def exchange(self, code: str, authorization: Authorization, *, now: datetime, seconds: int) -> Tokens:
        """Exchange an authorization code for tokens. A code is valid once.

        Args:
            code: The code.
            authorization: The request as the exchange states it.
            now: The current time.
            seconds: Lifetime of the access token.

        Raises:
            InvalidGrantError: The code is unknown or used, or belongs to another request.
        """
        with self._lock:
            expected = self._codes.pop(code, None)
            if expected is None:
                msg = "Unknown or used authorization code."
                raise InvalidGrantError(msg)
            if authorization != expected:
                msg = "The client_id, redirect_uri or code_verifier is not that of the authorization request."
                raise InvalidGrantError(msg)
            return self._issue(self._begin(), now, seconds)

    def refresh(self, token: str, *, now: datetime, seconds: int) -> Tokens:
        """Exchange a refresh token for new tokens.

        Raises:
            InvalidGrantError: The token is unknown, revoked or used.
        """
        with self._lock:
            family = self._refresh.get(token)
            if family is None or not family.alive:
                msg = "Unknown or invalid refresh token."
                raise InvalidGrantError(msg)
            if token != family.newest:
                family.alive = False
                msg = "The refresh token was used before; all tokens of its sign-in are revoked."
                raise InvalidGrantError(msg)
            family.issued += 1
            return self._issue(family, now, seconds)

    def allows(self, access_token: str, now: datetime) -> bool:
        """Return whether the access token is valid."""
        with self._lock:
            end = self._access.get(access_token)
            return end is not None and now < end

    def expire_access_tokens(self) -> None:
        """Expire all access tokens issued so far."""
        with self._lock:
            self._access.clear()

    def revoke(self) -> None:
        """Revoke all refresh tokens issued so far."""
        with self._lock:
            for family in self._families:
                family.alive = False

    def _begin(self) -> _Family:
        family = _Family(number=len(self._families) + 1, issued=1, alive=True)
        self._families.append(family)
        self._refresh[family.newest] = family
        return family

    def _issue(self, family: _Family, now: datetime, seconds: int) -> Tokens:
        self._refresh[family.newest] = family
        access = f"sandbox-access-{family.number}-{family.issued}"
        self._access[access] = now + timedelta(seconds=seconds)
        return Tokens(access, family.newest, seconds)


def challenge(verifier: str | None) -> str | None:
    """Return the S256 challenge of a PKCE verifier (RFC 7636); None without a verifier."""
    if verifier is None:
        return None
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
