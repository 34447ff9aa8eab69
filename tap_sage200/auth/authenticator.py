"""Authenticators: they give access tokens, refresh them in time, and never use a refresh token twice."""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from tap_sage200 import problems, timestamps
from tap_sage200.auth.grant import Grant
from tap_sage200.auth.sign_in_expiry import SignInExpiry
from tap_sage200.auth.token_endpoint import LostResponseError
from tap_sage200.auth.token_store import LockedError
from tap_sage200.background import run_in_thread
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.errors import RunError, SignInAgainError, SignInError
from tap_sage200.signals import SIGNALS, InterruptibleWaits
from tap_sage200.transport.retry import TransientError, retrying

if TYPE_CHECKING:
    from tap_sage200.auth.token_endpoint import TokenEndpoint
    from tap_sage200.auth.token_response import Tokens
    from tap_sage200.auth.token_store import TokenStore

EARLY = timedelta(seconds=90)
"""A token that expires within this time counts as expired, because it could expire before the request arrives."""
LOCK_WAITS = (10.0, 30.0, 80.0)
"""How long to wait for the lock of the store, in seconds. Between them, the store is read: it may have a good token."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bearer:
    """An access token. Its `repr` does not show it."""

    token: str = field(repr=False)
    is_new: bool = field(default=False, compare=False)
    """Whether Sage ID issued it for the request that needs it. Any other token may have ended early, unnoticed."""


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

    def renews_in_vain(self, company: str) -> bool:
        """Return False: the error of `renew` says what to do."""
        del company
        return False

    def renewed_in_vain(self, company: str) -> None:
        """Do nothing: the token is never renewed."""


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
        self._failures: dict[str, SignInError] = {}
        """The error of each refresh token that this run must not send again."""
        self._began = ""
        """When this run began to look for a good token."""

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

    def renews_in_vain(self, company: str) -> bool:
        """Tell whether a company refused a new token lately, in this run or an earlier one. Empty: everything did."""
        return self._grant is not None and self._grant.renews_in_vain(company, self._clock.now())

    def renewed_in_vain(self, company: str) -> None:
        """Note in the store that a company refuses a new token. Empty: everything does. Later runs need not try it."""
        run_in_thread(partial(self._note_in_vain, company))

    def _note_in_vain(self, company: str) -> None:
        with self._mutex:
            if self.renews_in_vain(company):  # another thread has noted it
                return
            with suppress(SignInError), self._store.lock(LOCK_WAITS[0]):
                if (stored := self._store.load()) is not None:
                    self._grant = stored.renewed_in_vain(company, self._clock.now())
                    self._store.save(self._grant)

    def _another_bearer(self, refused: str | None) -> Bearer:
        with self._mutex:
            return self._usable(self._grant, refused) or self._load_or_renew(refused)

    def _load_or_renew(self, refused: str | None) -> Bearer:
        self._began = timestamps.to_text(self._clock.now())
        *waits, last = LOCK_WAITS
        for seconds in waits:
            if found := self._stored_bearer(refused):
                return found
            with suppress(LockedError):
                return self._renewed_bearer(refused, seconds)
        return self._stored_bearer(refused) or self._renewed_bearer(refused, last)

    def _stored_bearer(self, refused: str | None) -> Bearer | None:
        """Return the token of the store, which is read without the lock. None if it is not good."""
        try:
            newest = self._newest(self._store.load())
        except SignInAgainError:  # another run may be writing: what counts is read with the lock
            return None
        found = self._usable(newest, refused)
        return found and self._taken(newest, found)

    def _renewed_bearer(self, refused: str | None, seconds: float) -> Bearer:
        """Return a good token with the lock of the store, for which this run waits a number of seconds."""
        with self._store.lock(seconds):
            stored = self._store.load()
            newest = self._newest(stored)
            found = self._usable(newest, refused)
            if found is None:
                newest = self._renewed(stored, newest)
                found = Bearer(newest.access_token or "", is_new=True)
            return self._taken(newest, found)

    def _taken(self, newest: Grant, found: Bearer) -> Bearer:
        if self._grant is None:
            self._expiry.log(newest, self._clock.now())
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

        The store notes first that the token was sent. The mark stays until Sage ID has accepted or refused the token.
        If it does neither, or this run is killed, a later run can explain why Sage ID refuses the token. A token that
        Sage ID has not accepted yet never replaces another one in the store.
        """
        if newest.refresh_token in self._failures:
            raise self._failures[newest.refresh_token]
        is_proven = stored is None or stored.refresh_token == newest.refresh_token
        before = newest if stored is None or is_proven else stored
        now, sent = timestamps.to_text(self._clock.now()), before.unanswered_since(newest.refresh_token)
        if sent is not None and sent > self._began:
            raise LostResponseError(problems.tokens.SENT_BY_ANOTHER_RUN, cause=f"{sent[:16]}Z")
        with SIGNALS.finishing():
            self._store.check(before.sending(newest.refresh_token, now))
            try:
                form = {"grant_type": "refresh_token", "refresh_token": newest.refresh_token}
                tokens = self._endpoint.request_tokens(form, clock=InterruptibleWaits(self._clock))
            except LostResponseError as error:
                self._failures[newest.refresh_token] = error
                raise
            except SignInAgainError as error:
                self._keep(replace(before, refused_at=now) if is_proven else before)
                failure = _with_loss(error, sent)
                self._failures[newest.refresh_token] = failure
                raise failure from None
            except RunError:
                self._keep(before)
                raise
            return self._kept(newest, tokens, now)

    def _keep(self, before: Grant) -> None:
        """Store the grant without the mark of the token that was sent. If that fails, the first error counts."""
        with suppress(SignInError):
            self._store.save(before)

    def _kept(self, grant: Grant, tokens: Tokens, now: str) -> Grant:
        used = max(tokens.life, tokens.life / 2 + EARLY)  # a short life is used by half, else each request renews it
        expires = None if tokens.access_token is None else timestamps.to_text(self._clock.now() + used)
        renewed = replace(
            grant,
            access_token=tokens.access_token,
            expires_at=expires,
            sent_at=None if tokens.is_readable else now,
            sent_token=None,
            refused_at=None,
        )
        if tokens.refresh_token not in {None, grant.refresh_token}:
            renewed = renewed.rotated(tokens.refresh_token or "")

        def save() -> None:
            try:
                self._store.save(renewed)
            except LockedError:  # the store has a newer token of another run, or of a new sign-in
                raise
            except SignInError as error:
                raise TransientError(problems.tokens.NOT_STORED, error=str(error).rstrip(".")) from error

        try:
            retrying(self._clock)(save)
        except TransientError as error:
            raise SignInAgainError(problems.tokens.LOST_BY_STORE, error=error) from error
        if not tokens.is_readable:
            logger.warning("%s.", problems.tokens.NEXT_TOKEN_UNREADABLE.text())
        if tokens.access_token is None:
            raise SignInError(problems.tokens.NO_ACCESS_TOKEN_GRANTED)
        return renewed


def _with_loss(error: SignInAgainError, since: str | None) -> SignInAgainError:
    if since is None:
        return error
    return SignInAgainError(problems.tokens.LOST_BY_EARLIER_RUN, time=f"{since[:16]}Z", refusal=error)
