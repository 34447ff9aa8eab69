"""Sage ID's token endpoint: a form for tokens, sent again only where nothing can have been spent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import requests

from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.errors import SIGN_IN_AGAIN, NetworkError, SignInAgainError, SignInError
from tap_sage200.transport.network_errors import UnreachableError, never_sent, unreachable
from tap_sage200.transport.retry import TransientError, retry_after_seconds, retrying

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


DEFAULT_LIFE = 1800
"""Seconds that a token counts as valid when Sage ID does not say; the sources differ, this is below all of them."""
LONGEST_LIFE = 90 * 86400


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """Who asks Sage ID for tokens."""

    token_url: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    """None for a public (desktop) client."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What Sage ID gives for a form."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    """None where Sage ID sent none: the one that was used stays good."""
    life: timedelta
    """How long the access token lives."""


class LostAnswerError(SignInError):
    """Sage ID may have replaced the refresh token: the connection broke before it could say so."""


class TokenEndpoint:
    """Trades an authorisation code or a refresh token for tokens."""

    def __init__(self, client: OAuthClient, post: Callable[..., requests.Response]) -> None:
        """Prepare; nothing is asked.

        Args:
            client: The client at Sage ID.
            post: Sends a form: `requests.Session.post` with TLS, proxy and timeout set.
        """
        self._client = client
        self._post = post

    def trade(self, form: Mapping[str, str], *, clock: Clock = SYSTEM_CLOCK) -> Tokens:
        """Send a form, with what tells Sage ID who asks.

        Args:
            form: `grant_type`, and what belongs to it.
            clock: Waits between tries; meanwhile nothing of the form is under way.

        Raises:
            SignInAgainError: Sage ID refuses the code or the refresh token.
            NetworkError: Sage ID cannot be reached.
            LostAnswerError: Sage ID may have replaced the refresh token, and nobody knows by what.
            SignInError: There are no tokens for another reason.
        """
        who = {"client_id": self._client.client_id}
        if self._client.client_secret is not None:
            who["client_secret"] = self._client.client_secret
        try:
            return retrying(clock)(self._ask, {**form, **who})
        except UnreachableError as error:
            msg = f"{error}. {error.advising('Run again later.')}"
            raise NetworkError(msg) from error
        except TransientError as error:
            msg = f"There is no access token: {error}. Run again later."
            raise SignInError(msg) from error

    def _ask(self, form: dict[str, str]) -> Tokens:
        try:
            response = self._post(self._client.token_url, data=form)
        except requests.RequestException as error:
            if never_sent(error):
                raise unreachable(error, "Sage ID", self._client.token_url) from error
            msg = (
                f"The answer of Sage ID was lost ({type(error).__name__}), and with it perhaps the next refresh token. "
                f"Run again; only if Sage ID then refuses the token: {SIGN_IN_AGAIN}"
            )
            raise LostAnswerError(msg) from error
        return _granted(response)


def _granted(response: requests.Response) -> Tokens:
    if response.status_code in {429, 500, 502, 503, 504}:
        msg = f"Sage ID answers {response.status_code}"
        raise TransientError(msg, retry_after=retry_after_seconds(response.headers.get("Retry-After")))
    answer = _content(response)
    if not (response.ok and answer.get("access_token")):
        raise _refusal(str(answer.get("error", f"status {response.status_code}")))
    refresh_token = answer.get("refresh_token")
    return Tokens(
        access_token=str(answer["access_token"]),
        refresh_token=str(refresh_token) if refresh_token else None,
        life=_life(answer.get("expires_in")),
    )


def _content(response: requests.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except requests.JSONDecodeError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _life(expires_in: object) -> timedelta:
    try:
        seconds = int(float(str(expires_in)))
    except (ValueError, OverflowError):
        seconds = 0
    return timedelta(seconds=seconds if 0 < seconds <= LONGEST_LIFE else DEFAULT_LIFE)


def _refusal(reason: str) -> SignInError:
    if reason == "invalid_grant":
        return SignInAgainError(
            "Sage ID refuses the refresh token (invalid_grant): it was used before, was revoked, or the sign-in is "
            f"older than Sage allows. {SIGN_IN_AGAIN}"
        )
    if reason in {"invalid_client", "unauthorized_client"}:
        return SignInError(f"Sage ID does not know this client ({reason}). Check client_id and client_secret.")
    return SignInError(f"Sage ID gives no token ({reason}). Check token_url, client_id and client_secret.")
