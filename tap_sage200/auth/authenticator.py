"""Authenticators: they give access tokens, refresh them in time, and never use a refresh token twice."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from tap_sage200 import problems, timestamps
from tap_sage200.auth.grant import Grant
from tap_sage200.auth.sign_in_expiry import SignInExpiry
from tap_sage200.auth.token_endpoint import LostResponseError
from tap_sage200.background import run_in_thread
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.errors import RunError, SignInAgainError, SignInError
from tap_sage200.signals import SIGNALS, InterruptibleWaits
from tap_sage200.transport.retry import TransientError, retrying

if TYPE_CHECKING:
    from tap_sage200.auth.token_endpoint import TokenEndpoint, Tokens
    from tap_sage200.auth.token_store import TokenStore

EARLY = timedelta(seconds=90)
"""A token that expires within this time counts as expired, because it could expire before the request arrives."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """An access token. Its `repr` does not show it."""

    token: str = field(repr=False)


class FixedTokenAuthenticator:
    """Uses the bare access token of the settings. It cannot be renewed."""

    def __init__(self, access_token: str) -> None:
        """Use this token until it expires."""
        self._bearer = Bearer(access_token)

    def bearer(self) -> Bearer:
        """Return the access token."""
        return self._bearer

    def renew(self, refused: Bearer) -> Bearer:
        """Report that there is no other token.

        Raises:
            SignInError: Always.
        """
        del refused
        raise SignInError(problems.tokens.ACCESS_TOKEN_REFUSED)


class RefreshTokenAuthenticator:
    """Exchanges single-use refresh tokens for access tokens.

    One object serves all threads of a run. The lock of the store keeps other runs from using the same refresh token.
    Each token request runs in a background thread: the main thread can end its other work after a signal. The process
    ends only when the next token is stored.
    """

    def __init__(
        self,
        endpoint: TokenEndpoint,
        refresh_token: str | None,
        store: TokenStore,
        *,
        expiry: SignInExpiry | None = None,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Prepare. The first request is sent when the first token is needed.

        Args:
            endpoint: The token endpoint of Sage ID.
            refresh_token: The refresh token of the settings. None if only the store has one.
            store: Keeps the newest grant.
            expiry: Knows when the sign-in expires and when to warn.
            clock: Tells the time, and waits between attempts.
        """
        self._endpoint = endpoint
        self._configured = refresh_token
        self._store = store
        self._expiry = expiry or SignInExpiry()
        self._clock = clock
        self._mutex = threading.Lock()
        self._grant: Grant | None = None

    def bearer(self) -> Bearer:
        """Return an access token that is valid for at least `EARLY`.

        Raises:
            SignInError: Sage ID issues no token.
        """
        return self._usable(self._grant, None) or run_in_thread(partial(self._another_bearer, None))

    def renew(self, refused: Bearer) -> Bearer:
        """Return another access token than the one that Sage has just refused.

        Raises:
            SignInError: Sage ID issues no token.
        """
        return run_in_thread(partial(self._another_bearer, refused.token))

    def _another_bearer(self, refused: str | None) -> Bearer:
        with self._mutex:
            return self._usable(self._grant, refused) or self._load_or_renew(refused)

    def _load_or_renew(self, refused: str | None) -> Bearer:
        with self._store.lock():
            stored = self._store.load()
            newest = self._newest(stored)
            if self._grant is None:
                self._expiry.log(newest, self._clock.now())
            found = self._usable(newest, refused)
            if found is None:
                newest = self._renewed(stored, newest)
                found = Bearer(newest.access_token or "")
            self._grant = newest
        return found

    def _usable(self, grant: Grant | None, refused: str | None) -> Bearer | None:
        if grant is None or grant.access_token in {None, refused} or grant.expires_at is None:
            return None
        if timestamps.from_text(grant.expires_at) <= self._clock.now() + EARLY:
            return None
        return Bearer(grant.access_token or "")

    def _newest(self, stored: Grant | None) -> Grant:
        now = timestamps.to_text(self._clock.now())
        if self._configured is None or (stored is not None and stored.follows(self._configured)):
            if stored is None:
                raise SignInAgainError(problems.tokens.NONE_STORED)
            return stored if stored.signed_in_at else replace(stored, signed_in_at=now, signed_in_earlier=True)
        return Grant(self._configured, signed_in_at=now, signed_in_earlier=True).signed_in_after(stored)

    def _renewed(self, stored: Grant | None, newest: Grant) -> Grant:
        """Use the refresh token, and store the tokens that it brings.

        The store notes first that the token was sent. If this run is killed, a later run can explain why Sage ID
        refuses the token. A token that Sage ID has not accepted yet never replaces another one in the store.
        """
        unproven = stored is not None and stored.refresh_token != newest.refresh_token
        before = stored if stored is not None and unproven else newest
        with SIGNALS.finishing():
            self._store.check(before if unproven else replace(newest, sent_at=timestamps.to_text(self._clock.now())))
            try:
                form = {"grant_type": "refresh_token", "refresh_token": newest.refresh_token}
                tokens = self._endpoint.request_tokens(form, clock=InterruptibleWaits(self._clock))
            except LostResponseError:
                raise
            except RunError as error:
                self._store.save(before)
                raise _with_loss(error, newest) from error
            return self._kept(newest, tokens)

    def _kept(self, grant: Grant, tokens: Tokens) -> Grant:
        expires = timestamps.to_text(self._clock.now() + tokens.life)
        renewed = replace(grant, access_token=tokens.access_token, expires_at=expires, sent_at=None)
        if tokens.refresh_token not in {None, grant.refresh_token}:
            renewed = renewed.rotated(tokens.refresh_token or "")

        def save() -> None:
            try:
                self._store.save(renewed)
            except SignInError as error:
                raise TransientError(problems.tokens.NOT_STORED, error=str(error).rstrip(".")) from error

        try:
            retrying(self._clock)(save)
        except TransientError as error:
            raise SignInAgainError(problems.tokens.LOST_BY_STORE, error=error) from error
        return renewed


def _with_loss(error: RunError, grant: Grant) -> RunError:
    if not isinstance(error, SignInAgainError) or grant.sent_at is None:
        return error
    return SignInAgainError(problems.tokens.LOST_BY_EARLIER_RUN, time=f"{grant.sent_at[:16]}Z", refusal=error)
