"""The token endpoint of Sage ID. A form is sent again only if Sage ID certainly did not handle it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import requests

from tap_sage200 import problems
from tap_sage200.auth import token_response
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.errors import NetworkError, SignInAgainError, SignInError
from tap_sage200.transport.body import LARGEST_SMALL, TooLargeError, is_success
from tap_sage200.transport.network_errors import name_of, never_sent, unreachable
from tap_sage200.transport.retry import TransientError, retry_after_seconds, retrying

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tap_sage200.auth.token_response import Tokens

TOO_EARLY_OR_TOO_MANY = frozenset({425, 429})
"""The statuses with which a server declines to handle a request now (RFC 8470, RFC 6585)."""
UNAVAILABLE = frozenset({408, *range(500, 600)})
"""The statuses of a server, or of a gateway before it, that did not finish."""
REFUSALS = frozenset(
    {
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_scope",
    }
)
"""The errors with which an OAuth server refuses a form (RFC 6749). It has not used a token then."""


class FormPoster(Protocol):
    """Sends forms: the HTTP session, with TLS, proxy and timeouts."""

    def post(self, url: str, *, data: Mapping[str, str]) -> tuple[requests.Response, bytes]:
        """Send a form, and return the response and its body. Redirects are not followed."""


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """The client that requests tokens from Sage ID."""

    token_url: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    """None for a public (desktop) client."""


class LostResponseError(SignInError):
    """It is open whether Sage ID has replaced the refresh token. If it has, the new one is unknown."""


class LostTokenError(LostResponseError, SignInAgainError):
    """Sage ID refuses a token after a response that left open whether it was replaced."""


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
        attempts = _Attempts(self._session, self._client.token_url, {**form, **credentials})
        try:
            return retrying(clock)(attempts.next)
        except TransientError as error:
            if attempts.declined is not None:
                raise LostResponseError(problems.tokens.NO_ACCESS_TOKEN, cause=error) from error
            advice = error.advising("Run again later.")
            raise NetworkError(problems.network.NO_CONNECTION, **error.facts, advice=advice) from error
        except SignInAgainError as error:
            if attempts.declined is None:
                raise
            cause = f"status {attempts.declined}"
            raise LostTokenError(problems.tokens.REFUSED_AFTER_RETRY, cause=cause, refusal=error) from error


@dataclass(slots=True)
class _Attempts:
    """The attempts to send one form."""

    session: FormPoster
    url: str
    form: Mapping[str, str] = field(repr=False)
    declined: int | None = None
    """The status of an earlier response that asked for a retry. A gateway may have sent it after Sage ID's own."""

    def next(self) -> Tokens:
        """Send the form once.

        Raises:
            TransientError: A retry can help.
            SignInError: A retry cannot help, or may use a token twice.
        """
        try:
            response, body = self.session.post(self.url, data=self.form)
        except TooLargeError as error:
            cause = f"a body of more than {LARGEST_SMALL >> 10} kB"
            raise LostResponseError(problems.tokens.RESPONSE_WITHOUT_TOKENS, cause=cause) from error
        except Exception as error:  # whatever failed, the form may have been sent
            if isinstance(error, requests.RequestException) and never_sent(error):
                raise unreachable(error, "Sage ID", self.url) from error
            raise LostResponseError(problems.tokens.RESPONSE_LOST, cause=name_of(error)) from error
        content = token_response.content(body)
        if tokens := self._tokens_in(response, content):
            return tokens
        if response.status_code in TOO_EARLY_OR_TOO_MANY:
            self.declined = response.status_code
            retry_after = retry_after_seconds(response.headers.get("Retry-After"))
            raise TransientError(problems.tokens.ENDPOINT_BUSY, status=self.declined, retry_after=retry_after)
        raise self._failure(response, content, token_response.described(body, content))

    def _tokens_in(self, response: requests.Response, content: Mapping[str, Any]) -> Tokens | None:
        """Return the tokens of a response. What a gateway did to its status must not lose the next refresh token."""
        tokens = token_response.tokens(content)
        if tokens is None or (content.get("error") and not is_success(response)):
            return None
        is_echo = tokens.access_token is None and tokens.refresh_token == self.form.get("refresh_token")
        return None if is_echo else tokens

    def _failure(self, response: requests.Response, content: Mapping[str, Any], described: str) -> SignInError:
        reason = content.get("error")
        if isinstance(reason, str) and reason in REFUSALS:
            return self._refusal(reason)
        cause = f"status {response.status_code}"
        if response.status_code in UNAVAILABLE:
            return LostResponseError(problems.tokens.ENDPOINT_UNAVAILABLE, cause=cause)
        return LostResponseError(problems.tokens.RESPONSE_WITHOUT_TOKENS, cause=f"{cause}, {described}")

    def _refusal(self, reason: str) -> SignInError:
        if reason == "invalid_grant":
            return SignInAgainError(problems.tokens.REFUSED)
        if reason not in {"invalid_client", "unauthorized_client"}:
            return SignInError(problems.tokens.NOT_GRANTED, reason=reason)
        if "client_secret" in self.form:
            return SignInError(problems.tokens.CLIENT_REFUSED, reason=reason)
        return SignInError(problems.tokens.CLIENT_WITHOUT_SECRET_REFUSED, reason=reason)
