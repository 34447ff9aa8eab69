"""Who may ask: the codes and tokens of a sandbox, all of them plainly not real."""

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
    """What the token endpoint hands out.

    Attributes:
        access: The access token.
        refresh: The refresh token, good for one use.
        seconds: How long the access token lives.
    """

    access: str
    refresh: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Code:
    """What an authorization code was given for.

    Attributes:
        client_id: Who may exchange it.
        redirect_uri: Where it was sent.
        challenge: The S256 challenge of PKCE, None without it.
    """

    client_id: str
    redirect_uri: str
    challenge: str | None


@dataclass(slots=True)
class _Family:
    """All tokens that come of one sign-in."""

    number: int
    issued: int
    alive: bool

    @property
    def newest(self) -> str:
        return f"sandbox-refresh-{self.number}-{self.issued}"


class TokenDesk:
    """Issues, rotates and revokes tokens.

    A refresh token is good once (seen: Sage ID rotates them). One that comes again may have been stolen, so
    all its family dies (inferred from what RFC 9700 asks for).
    """

    def __init__(self) -> None:
        """Nobody has signed in yet."""
        self._families: list[_Family] = []
        self._refresh: dict[str, _Family] = {}
        self._codes: dict[str, Code] = {}
        self._codes_given = 0
        self._access: dict[str, datetime] = {}
        self._lock = Lock()

    def sign_in(self) -> str:
        """A person signs in, which begins a family. Returns its refresh token."""
        with self._lock:
            return self._begin().newest

    def code(self, code: Code) -> str:
        """A person signs in in the browser. Returns the authorization code."""
        with self._lock:
            self._codes_given += 1
            name = f"sandbox-code-{self._codes_given}"
            self._codes[name] = code
            return name

    def exchange(self, name: str, code: Code, *, now: datetime, seconds: int) -> Tokens:
        """Tokens for an authorization code, which is spent with this.

        Args:
            name: The code.
            code: What it was given for, as the exchange has it.
            now: The time.
            seconds: How long the access token is to live.

        Raises:
            InvalidGrantError: if it is unknown or spent, or was given for something else.
        """
        with self._lock:
            given_for = self._codes.pop(name, None)
            if given_for is None:
                msg = "Unknown or used authorization code."
                raise InvalidGrantError(msg)
            if code != given_for:
                msg = "The client_id, redirect_uri or code_verifier is not that of the authorization request."
                raise InvalidGrantError(msg)
            return self._issue(self._begin(), now, seconds)

    def rotate(self, token: str, *, now: datetime, seconds: int) -> Tokens:
        """New tokens for a refresh token, which is spent with this.

        Raises:
            InvalidGrantError: if it is unknown, revoked or spent.
        """
        with self._lock:
            family = self._refresh.get(token)
            if family is None or not family.alive:
                msg = "Unknown or invalid refresh token."
                raise InvalidGrantError(msg)
            if token != family.newest:
                family.alive = False
                msg = "The refresh token was used before; all of its family are revoked."
                raise InvalidGrantError(msg)
            family.issued += 1
            return self._issue(family, now, seconds)

    def allows(self, access_token: str, now: datetime) -> bool:
        """Whether the access token is one of ours and still lives."""
        with self._lock:
            end = self._access.get(access_token)
            return end is not None and now < end

    def expire_access_tokens(self) -> None:
        """Ends every access token issued so far."""
        with self._lock:
            self._access.clear()

    def revoke(self) -> None:
        """Ends every refresh token issued so far."""
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
    """The S256 challenge of a PKCE verifier (RFC 7636), None without one."""
    if verifier is None:
        return None
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
