"""The access token of Sage ID: refreshed early, refreshed once when refused, and never spent twice."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import requests
from requests.auth import AuthBase

from tap_sage200 import timestamps
from tap_sage200.errors import SignInError
from tap_sage200.retries import TransientError, never_sent, retry_after_seconds, retrying
from tap_sage200.token_store import Grant, fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tap_sage200.token_store import TokenStore

EARLY = timedelta(seconds=90)
"""How long before its end a token counts as used up, so that it cannot end on the way."""
DEFAULT_LIFE = 1800
"""Seconds that a token counts as valid when Sage ID does not say; the sources differ, this is below all of them."""
LONGEST_LIFE = 90 * 86400
SIGN_IN_AGAIN = "Sign in to Sage ID again, and set the new refresh_token."

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Bearer(AuthBase):
    """Puts one access token on a request."""

    token: str = field(repr=False)

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the header."""
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


class FixedAccess:
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


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks Sage ID for tokens."""

    token_url: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)


class SageId:
    """Access by a person's sign-in: trades the refresh token for access tokens.

    One object serves all threads of a run; the store's lock keeps other runs away while the token is spent.
    """

    def __init__(  # noqa: PLR0913 - each is one part that tests replace
        self,
        client: Client,
        refresh_token: str | None,
        store: TokenStore,
        *,
        post: Callable[..., requests.Response],
        now: Callable[[], datetime] = timestamps.now,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Prepare; nothing is asked before the first token is needed.

        Args:
            client: The client at Sage ID.
            refresh_token: The one from the settings; None when only the store has one.
            store: Where the newest grant is kept.
            post: Sends a form: `requests.Session.post` with TLS, proxy and timeout set.
            now: The clock.
            sleep: Waits between tries.
        """
        self._client = client
        self._configured = refresh_token
        self._store = store
        self._post = post
        self._now = now
        self._sleep = sleep
        self._mutex = threading.Lock()
        self._grant: Grant | None = None

    def bearer(self) -> Bearer:
        """Return an access token that is good for at least `EARLY` more.

        Raises:
            SignInError: Sage ID gives none; the message says what to do.
        """
        with self._mutex:
            return self._bearer_other_than(None)

    def renew(self, refused: Bearer) -> Bearer:
        """Return another token than the one that Sage just refused.

        Raises:
            SignInError: Sage ID gives none; the message says what to do.
        """
        with self._mutex:
            return self._bearer_other_than(refused.token)

    def _bearer_other_than(self, refused: str | None) -> Bearer:
        found = self._usable(self._grant, refused)
        if found is None:
            with self._store.lock():
                stored = self._newest()
                found = self._usable(stored, refused)
                if found is None:
                    self._store.check()
                    stored = self._spend(stored)
                    self._store.save(stored)
                    found = Bearer(stored.access_token or "")
                self._grant = stored
        return found

    def _usable(self, grant: Grant | None, refused: str | None) -> Bearer | None:
        if grant is None or grant.access_token in {None, refused} or grant.expires_at is None:
            return None
        if timestamps.from_text(grant.expires_at) <= self._now() + EARLY:
            return None
        return Bearer(grant.access_token or "")

    def _newest(self) -> Grant:
        stored = self._store.load()
        if self._configured is None or (stored is not None and stored.follows(self._configured)):
            if stored is None:
                msg = f"There is no refresh token: the token_file does not exist yet. {SIGN_IN_AGAIN}"
                raise SignInError(msg)
            return stored
        before = (*stored.spent, fingerprint(stored.refresh_token)) if stored else ()
        return Grant(refresh_token=self._configured, spent=before)

    def _spend(self, grant: Grant) -> Grant:
        form = {
            "grant_type": "refresh_token",
            "client_id": self._client.client_id,
            "refresh_token": grant.refresh_token,
        }
        if self._client.client_secret is not None:
            form["client_secret"] = self._client.client_secret
        try:
            answer: dict[str, Any] = retrying(self._sleep)(self._ask, form)
        except TransientError as error:
            msg = f"There is no access token: {error}. Run again later."
            raise SignInError(msg) from error
        expires = timestamps.to_text(self._now() + _life(answer.get("expires_in")))
        renewed = replace(grant, access_token=str(answer["access_token"]), expires_at=expires)
        rotated = answer.get("refresh_token")
        if not rotated or rotated == grant.refresh_token:
            return renewed
        return replace(renewed, refresh_token=rotated, spent=(*grant.spent, fingerprint(grant.refresh_token)))

    def _ask(self, form: dict[str, str]) -> dict[str, Any]:
        try:
            response = self._post(self._client.token_url, data=form)
        except requests.RequestException as error:
            if never_sent(error):
                msg = f"{self._client.token_url} cannot be reached ({type(error).__name__})"
                raise TransientError(msg) from error
            msg = (
                f"The answer of Sage ID was lost ({type(error).__name__}), and with it perhaps the next refresh token. "
                f"Run again; if Sage then refuses the token: {SIGN_IN_AGAIN}"
            )
            raise SignInError(msg) from error
        return _granted(response)


def _life(expires_in: object) -> timedelta:
    try:
        seconds = int(float(str(expires_in)))
    except (ValueError, OverflowError):
        seconds = 0
    return timedelta(seconds=seconds if 0 < seconds <= LONGEST_LIFE else DEFAULT_LIFE)


def _granted(response: requests.Response) -> dict[str, Any]:
    if response.status_code in {429, 500, 502, 503, 504}:
        msg = f"Sage ID answers {response.status_code}"
        raise TransientError(msg, retry_after=retry_after_seconds(response.headers.get("Retry-After")))
    try:
        answer = response.json()
    except requests.JSONDecodeError:
        answer = None
    if not isinstance(answer, dict):
        answer = {}
    if response.ok and answer.get("access_token"):
        return answer
    reason = str(answer.get("error", f"status {response.status_code}"))
    if reason == "invalid_grant":
        msg = (
            "Sage ID refuses the refresh token (invalid_grant): it was used before, was revoked, or is older than the "
            f"90 days that Sage allows. {SIGN_IN_AGAIN}"
        )
    elif reason in {"invalid_client", "unauthorized_client"}:
        msg = f"Sage ID does not know this client ({reason}). Check client_id and client_secret."
    else:
        msg = f"Sage ID gives no token ({reason}). Check token_url, client_id and client_secret."
    raise SignInError(msg)
