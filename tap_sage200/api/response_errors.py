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
from tap_sage200.masking import one_line
from tap_sage200.problems.problem import Words
from tap_sage200.transport.retry import TransientError, retry_after_seconds

if TYPE_CHECKING:
    from tap_sage200.api.request import Request

WORDS = 300
"""The maximum length of Sage's own message in an error."""
NOTICEABLE_SKEW = timedelta(minutes=2)
"""The clock difference from which an error mentions it. It is longer than a response takes."""


class PageTooLargeError(TransientError):
    """Sage, or a server before it, could not deliver a page of this size."""


class BusyError(TransientError):
    """Sage is overloaded, and the tap must slow down."""

    @property
    def is_for_all(self) -> bool:
        """Whether all requests must wait. Without `Retry-After`, the trouble may concern one table alone."""
        return self.retry_after is not None


class TooFastError(BusyError):
    """The rate limit is exceeded (429).

    The next attempt requests half as many rows, once, unless Sage says when to retry: smaller pages are more requests.
    """

    @property
    def is_for_all(self) -> bool:
        """Always true: a rate limit concerns all requests."""
        return True


class TooSlowError(BusyError, PageTooLargeError):
    """Sage is too busy or too slow for the page (502, 503, 504, or no response in time)."""


def refusal(response: requests.Response, body: bytes, request: Request, *, is_first: bool = True) -> Exception:
    """Return the error for a response whose status is not 200.

    Args:
        response: The response.
        body: Its body.
        request: The request.
        is_first: Whether no other request has succeeded yet. Otherwise the list of sites is a table like the others.
    """
    status, page, says = response.status_code, request.page, _words(response, body, request)
    retry_after = retry_after_seconds(response.headers.get("Retry-After"))
    match status:
        case 401:
            return _unauthorized(response, request, says, is_first=is_first)
        case 400 | 403:
            return _not_given(status, request, says)
        case 404:
            return _not_found(response, request, says, is_first=is_first)
        case 407:
            return NetworkError(problems.network.PROXY_CREDENTIALS_FOR_REQUEST)
        case 408 | 429 | 500 | 502 | 503 | 504:
            return _later(status, page, says, retry_after)
        case _:
            return StreamError(problems.responses.OTHER_STATUS, status=status, request=page, says=says)


def _later(status: int, page: str, says: Words, retry_after: float | None) -> TransientError:
    match status:
        case 429:
            kind: type[TransientError] = TooFastError
        case 502 | 503 | 504:
            kind = TooSlowError
        case _:
            kind = TransientError
    problem = problems.responses.TOO_SLOW if status in {502, 504} else problems.responses.BUSY
    return kind(problem, status=status, request=page, says=says, retry_after=retry_after)


def no_rows(response: requests.Response, request: Request) -> Exception:
    """Return the error for a response with status 200 or 204 that has no rows."""
    kind = one_line(response.headers.get("Content-Type", "no content type"))[:WORDS]
    return TransientError(
        problems.responses.NO_ROWS,
        status=response.status_code,
        request=request.page,
        content_type=kind,
        advice=problems.responses.NO_ROWS.action,
    )


def _not_given(status: int, request: Request, says: Words) -> Exception:
    if status == requests.codes.bad_request:
        return RefusedError(problems.responses.BAD_REQUEST, request=request.in_full, says=says)
    return UnavailableError(problems.responses.FORBIDDEN, says=says)


def _not_found(response: requests.Response, request: Request, says: Words, *, is_first: bool) -> Exception:
    if request.company is None and is_first:
        return RunError(problems.responses.NO_API, address=response.url.partition(request.path)[0], says=says)
    return AbsentError(problems.responses.NOT_FOUND, says=says)


def _unauthorized(response: requests.Response, request: Request, says: Words, *, is_first: bool) -> Exception:
    clock = _clock(response)
    if request.company is not None:
        return CompanyError(problems.responses.COMPANY_REFUSED, company=request.company, says=says, clock=clock)
    kind = SignInError if is_first else StreamError
    return kind(problems.responses.LOGIN_REFUSED, says=says, clock=clock)


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


def _words(response: requests.Response, body: bytes, request: Request) -> Words:
    """Return Sage's own message on one line, to append to an error. Nothing else of the body is repeated."""
    # A part of a secret would not be known as one, so the text is cleaned before it is cut.
    words = one_line(_message(response, body))[:WORDS].rstrip(". ")
    text = f": {words}" if words else ""
    repeated = rf"{re.escape(request.path)}(?:\?\S*)?|\b{re.escape(request.table)}\b"
    return Words(text, re.sub(repeated, "", text))


def _message(response: requests.Response, body: bytes) -> str:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        content = None
    if isinstance(content, dict) and (words := content.get("Message") or content.get("message")):
        return str(words)
    told = re.search(r'error_description="([^"]*)"', response.headers.get("WWW-Authenticate", ""))
    return told.group(1) if told else ""
