"""The token endpoint of Sage ID. A form is sent again only if it cannot have used up a token."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

import requests

from tap_sage200 import problems
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.errors import NetworkError, SignInAgainError, SignInError
from tap_sage200.masking import SECRETS
from tap_sage200.transport.network_errors import UnreachableError, never_sent, unreachable
from tap_sage200.transport.retry import TransientError, retry_after_seconds, retrying

if TYPE_CHECKING:
    from collections.abc import Mapping


DEFAULT_LIFE = 1800
"""Seconds that an access token counts as valid if Sage ID does not say. All sources name longer lives."""
_TOKENS = ("access_token", "refresh_token", "id_token")
"""The secrets in a response of Sage ID."""
LONGEST_LIFE = 90 * 86400
"""Longer lives are not believed, in seconds."""


class FormPoster(Protocol):
    """Sends forms: the HTTP session, with TLS, proxy and timeouts."""

    def post(self, url: str, *, data: Mapping[str, str]) -> requests.Response:
        """Send a form. Redirects are not followed."""


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """The client that requests tokens from Sage ID."""

    token_url: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    """None for a public (desktop) client."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens in a response of Sage ID."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    """None if Sage ID sent none: the one that was used stays valid."""
    life: timedelta
    """How long the access token is valid."""


class LostResponseError(SignInError):
    """The connection broke before Sage ID responded. It may have replaced the refresh token."""


class TokenEndpoint:
    """Exchanges an authorization code or a refresh token for tokens."""

    def __init__(self, client: OAuthClient, session: FormPoster) -> None:
        """Prepare. No request is sent.

        Args:
            client: The client at Sage ID.
            session: Sends the forms.
        """
        self._client = client
        self._session = session

    def request_tokens(self, form: Mapping[str, str], *, clock: Clock = SYSTEM_CLOCK) -> Tokens:
        """Send a form together with the client's credentials.

        Args:
            form: `grant_type`, and the parameters that belong to it.
            clock: Waits between attempts. Nothing of the form is in flight during a wait.

        Raises:
            SignInAgainError: Sage ID refuses the code or the refresh token.
            NetworkError: Sage ID cannot be reached.
            LostResponseError: Sage ID may have replaced the refresh token, and the new one is unknown.
            SignInError: There are no tokens for another reason.
        """
        credentials = {"client_id": self._client.client_id}
        if self._client.client_secret is not None:
            credentials["client_secret"] = self._client.client_secret
        try:
            return retrying(clock)(self._send, {**form, **credentials})
        except UnreachableError as error:
            advice = error.advising("Run again later.")
            raise NetworkError(problems.network.NO_CONNECTION, **error.facts, advice=advice) from error
        except TransientError as error:
            raise SignInError(problems.tokens.NO_ACCESS_TOKEN, error=error) from error

    def _send(self, form: dict[str, str]) -> Tokens:
        try:
            response = self._session.post(self._client.token_url, data=form)
        except requests.RequestException as error:
            if never_sent(error):
                raise unreachable(error, "Sage ID", self._client.token_url) from error
            raise LostResponseError(problems.tokens.RESPONSE_LOST, error=type(error).__name__) from error
        return _tokens_in(response)


def _tokens_in(response: requests.Response) -> Tokens:
    if response.status_code in {429, 500, 502, 503, 504}:
        retry_after = retry_after_seconds(response.headers.get("Retry-After"))
        raise TransientError(problems.tokens.ENDPOINT_BUSY, status=response.status_code, retry_after=retry_after)
    content = _content(response)
    if not (response.ok and content.get("access_token")):
        raise _refusal(str(content.get("error", f"status {response.status_code}")))
    refresh_token = content.get("refresh_token")
    return Tokens(
        access_token=str(content["access_token"]),
        refresh_token=str(refresh_token) if refresh_token else None,
        life=_life(content.get("expires_in")),
    )


def _content(response: requests.Response) -> dict[str, Any]:
    try:
        content = response.json()
    except requests.JSONDecodeError:
        return {}
    if not isinstance(content, dict):
        return {}
    SECRETS.add(*(value for name, value in content.items() if name in _TOKENS and isinstance(value, str)))
    return content


def _life(expires_in: object) -> timedelta:
    try:
        seconds = int(float(str(expires_in)))
    except (ValueError, OverflowError):
        seconds = 0
    return timedelta(seconds=seconds if 0 < seconds <= LONGEST_LIFE else DEFAULT_LIFE)


def _refusal(reason: str) -> SignInError:
    if reason == "invalid_grant":
        return SignInAgainError(problems.tokens.REFUSED)
    if reason in {"invalid_client", "unauthorized_client"}:
        return SignInError(problems.tokens.CLIENT_REFUSED, reason=reason)
    return SignInError(problems.tokens.NOT_GRANTED, reason=reason)
