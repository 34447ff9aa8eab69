"""Errors for responses that do not contain the requested rows."""

from __future__ import annotations

import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import requests

from tap_sage200 import timestamps
from tap_sage200.errors import (
    AbsentError,
    CompanyError,
    NetworkError,
    RefusedError,
    RunError,
    SignInError,
    StreamError,
    UnavailableError,
)
from tap_sage200.transport.network_errors import PROXY_CREDENTIALS
from tap_sage200.transport.retry import TransientError, retry_after_seconds

if TYPE_CHECKING:
    from tap_sage200.api.request import Request

WORDS = 300
"""The maximum length of Sage's own message in an error."""
TOO_FAST = 429
NOTICEABLE_SKEW = timedelta(minutes=2)
"""The clock difference from which an error mentions it. It is longer than a response takes."""


class PageTooLargeError(TransientError):
    """Sage, or a server before it, could not handle a page of this size."""


class BusyError(TransientError):
    """Sage is busy (503), or the rate limit is exceeded (429)."""

    def __init__(self, message: str, *, retry_after: float | None, is_too_fast: bool) -> None:
        """Describe the failure.

        Args:
            message: What happened.
            retry_after: The seconds to wait, if the response has a `Retry-After` header.
            is_too_fast: Whether the rate limit is exceeded (429).
        """
        super().__init__(message, retry_after=retry_after)
        self.is_too_fast = is_too_fast

    @property
    def is_for_all(self) -> bool:
        """Whether all requests must wait. A 503 without `Retry-After` may concern one table alone."""
        return self.is_too_fast or self.retry_after is not None


def refusal(response: requests.Response, request: Request) -> Exception:
    """Return the error for a response whose status is not 200."""
    status, page, says = response.status_code, request.page, _words(response)
    retry_after = retry_after_seconds(response.headers.get("Retry-After"))
    match status:
        case 401:
            return _unauthorized(response, request, says)
        case 400 | 403 | 404:
            return _not_given(status, request, says, address=response.url.partition(request.path)[0])
        case 407:
            return NetworkError(f"The proxy wants credentials, or refuses those it got (407). {PROXY_CREDENTIALS}")
        case 502 | 504:
            return PageTooLargeError(
                f"Sage's server is too slow or cut off ({status}) for {page}{says}", retry_after=retry_after
            )
        case 408 | 429 | 500 | 503:
            return _later(status, f"Sage answered {status} to {page}{says}", retry_after)
        case _:
            return StreamError(f"Sage refuses the request ({status}) for {page}{says}. Check api_url and the proxy.")


def _later(status: int, what: str, retry_after: float | None) -> TransientError:
    if status in {TOO_FAST, requests.codes.unavailable}:
        return BusyError(what, retry_after=retry_after, is_too_fast=status == TOO_FAST)
    return TransientError(what, retry_after=retry_after)


def no_rows(response: requests.Response, request: Request) -> Exception:
    """Return the error for a response with status 200 that has no rows."""
    kind = response.headers.get("Content-Type", "no content type")
    return TransientError(
        f"Sage answered 200 to {request.page}, but with something else than rows ({kind})",
        advice="A sign-in page, a proxy or a gateway may have answered in its place: check proxy_url and api_url.",
    )


def _not_given(status: int, request: Request, says: str, *, address: str) -> Exception:
    if status == requests.codes.bad_request:
        asked = request.in_full
        return RefusedError(
            f"Sage refuses the request (400) for {asked}{says}. Please report it with your version of Sage 200."
        )
    if status == requests.codes.forbidden:
        return UnavailableError(f"this user's role in Sage lacks it (403){says}")
    if request.company is None:
        return RunError(
            f"There is no Sage 200 API at {address} (404){says}. Check edition, professional or standard, and api_url."
        )
    return AbsentError(f"this version of Sage 200 does not have it (404){says}")


def _unauthorized(response: requests.Response, request: Request, says: str) -> Exception:
    clock = _clock(response)
    if request.company is None:
        return SignInError(
            f"Sage refuses a fresh access token (401){says}. {clock}Sign in again as a user of Sage 200; check "
            "edition, api_url and audience, as each edition and region has its own."
        )
    return CompanyError(
        f"Sage refuses {request.company} (401){says}. {clock}Check site_id and company_id, and that the user who "
        "signed in may open this company."
    )


def _clock(response: requests.Response) -> str:
    """Describe a noticeable clock difference to Sage: with it, a new token can seem expired or not yet valid."""
    try:
        theirs = parsedate_to_datetime(response.headers.get("Date", ""))
        skew = timestamps.now() - theirs
    except (ValueError, OverflowError, TypeError):
        return ""
    if abs(skew) < NOTICEABLE_SKEW:
        return ""
    direction = "ahead of" if skew > timedelta(0) else "behind"
    minutes = round(abs(skew).total_seconds() / 60)
    return f"The clock of this machine is {minutes} minutes {direction} Sage's: set it right first. "


def _words(response: requests.Response) -> str:
    """Return Sage's own message on one line, to append to an error. Nothing else of the body is repeated."""
    words = " ".join(_message(response).split())[:WORDS].rstrip(". ")
    return f": {words}" if words else ""


def _message(response: requests.Response) -> str:
    try:
        answer = response.json()
    except requests.JSONDecodeError:
        answer = None
    if isinstance(answer, dict) and (words := answer.get("Message") or answer.get("message")):
        return str(words)
    told = re.search(r'error_description="([^"]*)"', response.headers.get("WWW-Authenticate", ""))
    return told.group(1) if told else ""
