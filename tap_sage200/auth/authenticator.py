"""The access token of Sage ID: refreshed early, refreshed once when refused, and never spent twice."""

from __future__ import annotations

import atexit
import threading
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from tap_sage200 import timestamps
from tap_sage200.auth.grant import Grant
from tap_sage200.auth.sign_in_expiry import SignInExpiry
from tap_sage200.auth.token_endpoint import LostAnswerError
from tap_sage200.background import run_in_thread
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.errors import HOW_TO_SIGN_IN, SIGN_IN_AGAIN, RunError, SignInAgainError, SignInError
from tap_sage200.transport.retry import TransientError, retrying

if TYPE_CHECKING:
    from tap_sage200.auth.token_endpoint import TokenEndpoint, Tokens
    from tap_sage200.auth.token_store import TokenStore

EARLY = timedelta(seconds=90)
"""How long before its end a token counts as used up, so that it cannot end on the way."""


LONGEST_EXCHANGE = 150.0
"""Seconds that the end of a run waits for a token to be kept that is just being traded."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """An access token. Its `repr` does not show it."""

    token: str = field(repr=False)


class FixedTokenAuthenticator:
    """An access token that somebody gave, for short runs: nothing can renew it."""

    def __init__(self, access_token: str) -> None:
        """Use this token until it ends."""
        self._bearer = Bearer(access_token)

    def bearer(self) -> Bearer:
        """Return the token."""
        return self._bearer

    def renew(self, refused: Bearer) -> Bearer:
        """Explain why there is no other token.

        Raises:
            SignInError: Always.
        """
        del refused
        msg = (
            "Sage refuses the access_token, or this site and company. Get a new access_token, or set client_id and "
            "refresh_token so that it renews itself; check site_id and company_id."
        )
        raise SignInError(msg)


class _ReleasingClock(Clock):
    """Gives up a lock while it waits between two tries to send the token: meanwhile the process may end."""

    def __init__(self, clock: Clock, lock: threading.Lock) -> None:
        self._clock = clock
        self._lock = lock

    def sleep(self, seconds: float) -> None:
        """Wait without the lock."""
        self._lock.release()
        try:
            self._clock.sleep(seconds)
        finally:
            self._lock.acquire()


class RefreshTokenAuthenticator:
    """Trades single-use refresh tokens for access tokens.

    One object serves all threads of a run; the store's lock keeps other runs away while the token is spent. Each trade
    has a thread of its own, whoever asks: a signal that ends the main thread must not come between a token that was
    sent and the next one.
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
        """Prepare; nothing is asked before the first token is needed.

        Args:
            endpoint: Where Sage ID trades tokens.
            refresh_token: The one from the settings; None when only the store has one.
            store: Where the newest grant is kept.
            expiry: When the sign-in expires, and when to warn.
            clock: The clock.
        """
        self._endpoint = endpoint
        self._configured = refresh_token
        self._store = store
        self._expiry = expiry or SignInExpiry()
        self._clock = clock
        self._mutex = threading.Lock()
        self._exchange = threading.Lock()
        # Threads end with the process wherever they are, but not between a token that was sent and the next one.
        atexit.register(self._exchange.acquire, timeout=LONGEST_EXCHANGE)
        self._grant: Grant | None = None

    def bearer(self) -> Bearer:
        """Return an access token that is good for at least `EARLY` more.

        Raises:
            SignInError: Sage ID gives none; the message says what to do.
        """
        return self._usable(self._grant, None) or run_in_thread(partial(self._bearer_other_than, None))

    def renew(self, refused: Bearer) -> Bearer:
        """Return another token than the one that Sage just refused.

        Raises:
            SignInError: Sage ID gives none; the message says what to do.
        """
        return run_in_thread(partial(self._bearer_other_than, refused.token))

    def _bearer_other_than(self, refused: str | None) -> Bearer:
        with self._mutex:
            return self._usable(self._grant, refused) or self._stored_or_renewed(refused)

    def _stored_or_renewed(self, refused: str | None) -> Bearer:
        with self._store.lock():
            held = self._store.load()
            newest = self._newest(held)
            if self._grant is None:
                self._expiry.tell(newest, self._clock.now())
            found = self._usable(newest, refused)
            if found is None:
                newest = self._renewed(held, newest)
                found = Bearer(newest.access_token or "")
            self._grant = newest
        return found

    def _usable(self, grant: Grant | None, refused: str | None) -> Bearer | None:
        if grant is None or grant.access_token in {None, refused} or grant.expires_at is None:
            return None
        if timestamps.from_text(grant.expires_at) <= self._clock.now() + EARLY:
            return None
        return Bearer(grant.access_token or "")

    def _newest(self, held: Grant | None) -> Grant:
        now = timestamps.to_text(self._clock.now())
        if self._configured is None or (held is not None and held.follows(self._configured)):
            if held is None:
                msg = f"There is no refresh token: none is set, and none is stored yet. To get one {HOW_TO_SIGN_IN}"
                raise SignInAgainError(msg)
            return held if held.signed_in_at else replace(held, signed_in_at=now, signed_in_earlier=True)
        return Grant(self._configured, signed_in_at=now, signed_in_earlier=True).signed_in_after(held)

    def _renewed(self, held: Grant | None, newest: Grant) -> Grant:
        """Spend the refresh token, and keep what it brings.

        Meanwhile the store says that it was sent: a later run can tell why Sage ID refuses it, should this run die.
        A token that Sage ID has not yet accepted never takes the place of another.
        """
        unproven = held is not None and held.refresh_token != newest.refresh_token
        before = held if held is not None and unproven else newest
        self._store.check(before if unproven else replace(newest, sent_at=timestamps.to_text(self._clock.now())))
        with self._exchange:
            try:
                form = {"grant_type": "refresh_token", "refresh_token": newest.refresh_token}
                tokens = self._endpoint.trade(form, clock=_ReleasingClock(self._clock, self._exchange))
            except LostAnswerError:
                raise
            except RunError as error:
                self._store.save(before)
                raise _explained(error, newest) from error
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
                msg = str(error).rstrip(".")
                raise TransientError(msg) from error

        try:
            retrying(self._clock)(save)
        except TransientError as error:
            msg = f"{error}. The refresh token that Sage ID has just given is lost. Then {SIGN_IN_AGAIN.lower()}"
            raise SignInAgainError(msg) from error
        return renewed


def _explained(error: RunError, grant: Grant) -> RunError:
    if not isinstance(error, SignInAgainError) or grant.sent_at is None:
        return error
    return SignInAgainError(
        f"The run of {grant.sent_at[:16]}Z had sent this refresh token, and ended before it could keep the next one: "
        f"it was killed, or lost its connection. {error}"
    )
