"""Errors for responses that do not contain the requested rows."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import requests

from tap_sage200 import problems, timestamps
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
from tap_sage200.transport.retry import TransientError, retry_after_seconds

if TYPE_CHECKING:
    from tap_sage200.api.request import Request
    from tap_sage200.problems.problem import Problem

WORDS = 300
"""The maximum length of Sage's own message in an error."""
TOO_FAST = 429
NOTICEABLE_SKEW = timedelta(minutes=2)
"""The clock difference from which an error mentions it. It is longer than a response takes."""


class PageTooLargeError(TransientError):
    """Sage, or a server before it, could not handle a page of this size."""


class BusyError(TransientError):
    """Sage is busy (503), or the rate limit is exceeded (429)."""

    def __init__(self, problem: Problem, /, *, retry_after: float | None, is_too_fast: bool, **facts: object) -> None:
        """Describe the failure.

        Args:
            problem: The declared problem.
            retry_after: The seconds to wait, if the response has a `Retry-After` header.
            is_too_fast: Whether the rate limit is exceeded (429).
            facts: The values for the names in braces in the message.
        """
        super().__init__(problem, retry_after=retry_after, advice="", **facts)
        self.is_too_fast = is_too_fast

    @property
    def is_for_all(self) -> bool:
        """Whether all requests must wait. A 503 without `Retry-After` may concern one table alone."""
        return self.is_too_fast or self.retry_after is not None


def refusal(response: requests.Response, body: bytes, request: Request) -> Exception:
    """Return the error for a response whose status is not 200."""
    status, page, says = response.status_code, request.page, _words(response, body)
    retry_after = retry_after_seconds(response.headers.get("Retry-After"))
    match status:
        case 401:
            return _unauthorized(response, request, says)
        case 400 | 403 | 404:
            return _not_given(status, request, says, address=response.url.partition(request.path)[0])
        case 407:
            return NetworkError(problems.network.PROXY_CREDENTIALS_FOR_REQUEST)
        case 502 | 504:
            return PageTooLargeError(
                problems.responses.TOO_SLOW, status=status, request=page, says=says, retry_after=retry_after
            )
        case 408 | 429 | 500 | 503:
            return _later(status, page, says, retry_after)
        case _:
            return StreamError(problems.responses.OTHER_STATUS, status=status, request=page, says=says)


def _later(status: int, page: str, says: str, retry_after: float | None) -> TransientError:
    if status in {TOO_FAST, requests.codes.unavailable}:
        return BusyError(
            problems.responses.BUSY,
            status=status,
            request=page,
            says=says,
            retry_after=retry_after,
            is_too_fast=status == TOO_FAST,
        )
    return TransientError(problems.responses.BUSY, status=status, request=page, says=says, retry_after=retry_after)


def no_rows(response: requests.Response, request: Request) -> Exception:
    """Return the error for a response with status 200 or 204 that has no rows."""
    kind = response.headers.get("Content-Type", "no content type")
    return TransientError(
        problems.responses.NO_ROWS,
        status=response.status_code,
        request=request.page,
        content_type=kind,
        advice=problems.responses.NO_ROWS.action,
    )


def _not_given(status: int, request: Request, says: str, *, address: str) -> Exception:
    if status == requests.codes.bad_request:
        return RefusedError(problems.responses.BAD_REQUEST, request=request.in_full, says=says)
    if status == requests.codes.forbidden:
        return UnavailableError(problems.responses.FORBIDDEN, says=says)
    if request.company is None:
        return RunError(problems.responses.NO_API, address=address, says=says)
    return AbsentError(problems.responses.NOT_FOUND, says=says)


def _unauthorized(response: requests.Response, request: Request, says: str) -> Exception:
    clock = _clock(response)
    if request.company is None:
        return SignInError(problems.responses.LOGIN_REFUSED, says=says, clock=clock)
    return CompanyError(problems.responses.COMPANY_REFUSED, company=request.company, says=says, clock=clock)


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
    return problems.responses.CLOCK_SKEW.text(minutes=minutes, direction=direction) + " "


def _words(response: requests.Response, body: bytes) -> str:
    """Return Sage's own message on one line, to append to an error. Nothing else of the body is repeated."""
    words = " ".join(_message(response, body).split())[:WORDS].rstrip(". ")
    return f": {words}" if words else ""


def _message(response: requests.Response, body: bytes) -> str:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        content = None
    if isinstance(content, dict) and (words := content.get("Message") or content.get("message")):
        return str(words)
    told = re.search(r'error_description="([^"]*)"', response.headers.get("WWW-Authenticate", ""))
    return told.group(1) if told else ""
