"""Finds out how far a failure reaches: one table, its company, or all of Sage.

A table that fails does not stop the others. Only if several resources of a company fail, and none of them has responded
since, the company is in doubt. Then the tap first requests something that worked a moment ago.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from tap_sage200 import problems
from tap_sage200.api.request import Request
from tap_sage200.errors import CompanyError, RunError
from tap_sage200.transport.retry import TransientError

if TYPE_CHECKING:
    from tap_sage200.config.companies import Company
    from tap_sage200.errors import GaveUpError

FAILURES = 3
"""After so many resources that failed with all retries, a company is in doubt."""
REFUSALS = 2
"""After so many resources that were refused (401), a company is in doubt."""
FEW_TRIES = 5
"""The attempts for a resource that fails while Sage responds to other requests. They take some 15 seconds."""
CHEAP = ("/licence", "/current_user")
"""Small resources that the server of a company answers (documented)."""


class Client(Protocol):
    """Sends requests."""

    def failure_of(self, request: Request) -> Exception | None:
        """Send a request once, and return the error that it ends with, or None."""


class Outages:
    """Remembers which requests Sage answers, and which not. One object serves all threads of a run."""

    def __init__(self, client: Client) -> None:
        """Begin without a failure."""
        self._client = client
        self._answered: dict[Company, Request] = {}
        """The last request of each company that succeeded."""
        self._failed: defaultdict[Company | None, set[str]] = defaultdict(set)
        """The resources that failed since the last success of their company."""
        self._refused: defaultdict[Company, set[str]] = defaultdict(set)
        """The resources that were refused (401) since the last success of their company."""
        self._unanswered: set[tuple[Company | None, str]] = set()
        """The resources that failed since the last success of any company."""
        self._lock = Lock()

    def answered(self, request: Request) -> None:
        """Note that Sage answered. The list of sites does not count: it does not come from the companies' servers."""
        if request.company is None:
            return
        with self._lock:
            self._answered[request.company] = request
            self._failed.pop(request.company, None)
            self._refused.pop(request.company, None)
            self._unanswered.clear()

    def gave_up(self, request: Request) -> None:
        """Note that all retries of a request failed."""
        with self._lock:
            self._failed[request.company].add(request.resource)
            self._unanswered.add((request.company, request.resource))

    def refused(self, request: Request) -> None:
        """Note that a request was refused (401)."""
        if request.company is not None:
            with self._lock:
                self._refused[request.company].add(request.resource)

    @property
    def has_seen_an_answer(self) -> bool:
        """Whether a request for a company has succeeded in this run."""
        return bool(self._answered)

    def still_accepts_token(self, company: Company | None) -> bool:
        """Tell whether something of a company that worked a moment ago still works with the present token."""
        worked = None if company is None else self._answered.get(company)
        return worked is not None and self._client.failure_of(_one_row(worked)) is None

    def has_failed_alone(self, request: Request) -> bool:
        """Tell whether more retries of a request are in vain: only this resource fails, or Sage was long waited for."""
        with self._lock:
            was_waited_for = bool(self._unanswered - {(request.company, request.resource)})
        return was_waited_for or self._responds_for(request.company, request.resource)

    def after_refusal(self, error: CompanyError, company: Company) -> CompanyError | None:
        """Return the error of the whole company after one of its tables was refused. None if only the table is."""
        with self._lock:
            is_in_doubt = len(self._refused.get(company, ())) >= REFUSALS
            worked = self._answered.get(company)
        if not is_in_doubt:
            return None
        if worked is not None and not isinstance(self._client.failure_of(_one_row(worked)), CompanyError):
            return None
        return error

    def after_failure(self, error: GaveUpError, company: Company | None, where: str) -> CompanyError | None:
        """Return the error of the whole company after one of its tables failed. None if only the table fails.

        Args:
            error: The error of the table.
            company: The company.
            where: The table and the company.

        Raises:
            RunError: Nothing else responds either.
        """
        with self._lock:
            failures = max(len(self._failed.get(company, ())), len(self._unanswered))
            elsewhere = next((one for of, one in reversed(self._answered.items()) if of != company), None)
        if failures < FAILURES or self._responds_for(company):
            return None
        if company is not None and elsewhere is not None and self._responds_to(elsewhere):
            return CompanyError(problems.run.COMPANY_DOWN, company=company, reason=error)
        raise RunError(problems.run.GIVING_UP, where=where, reason=error, others=failures - 1)

    def _responds_for(self, company: Company | None, failed: str = "") -> bool:
        """Request something that worked a moment ago, or else something small that each company has."""
        if company is None:
            return False
        worked = self._answered.get(company)
        return self._responds_to(worked or Request(next(path for path in CHEAP if path != failed), company))

    def _responds_to(self, request: Request) -> bool:
        # A refusal is a response too.
        return not isinstance(self._client.failure_of(_one_row(request)), TransientError | RunError)


def _one_row(request: Request) -> Request:
    """Return a request for one row of the same page."""
    return replace(request, options={**request.options, "$top": 1}) if "$top" in request.options else request
