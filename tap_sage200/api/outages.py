"""Finds out how far a failure reaches: one table, its company, or all of Sage.

A table that fails does not stop the others. Only if several resources of a company fail, and none of them has responded
since, the company is in doubt. Then the tap first requests something that worked a moment ago.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import chain
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from tap_sage200 import problems
from tap_sage200.api.request import Request
from tap_sage200.errors import CompanyError, RunError
from tap_sage200.transport.retry import TRIES, TransientError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
        self._was_waited_for = False
        """Whether a request was retried for two minutes since the last success of any company."""
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
            self._was_waited_for = False

    def gave_up(self, request: Request, attempts: int) -> None:
        """Note that all retries of a request failed."""
        with self._lock:
            self._was_waited_for = self._was_waited_for or attempts >= TRIES
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

    def another(self, request: Request) -> Request | None:
        """Return another request, which Sage should accept unless it refuses the token. None if there is none."""
        return next(chain(self._elsewhere(request.company), self._small(request.company, request.resource)), None)

    def has_failed_alone(self, request: Request) -> bool:
        """Tell whether more retries of a request are in vain: only this resource fails, or Sage was long waited for."""
        return self._was_waited_for or self._responds_to_any(self._small(request.company, request.resource))

    def after_refusal(self, error: CompanyError, company: Company) -> CompanyError | None:
        """Return the error of the whole company after one of its tables was refused. None if only the table is."""
        with self._lock:
            is_in_doubt = len(self._refused.get(company, ())) >= REFUSALS
            worked = self._answered.get(company)
        if not is_in_doubt:
            return None
        is_whole = worked is None or isinstance(self._client.failure_of(_one_row(worked)), CompanyError)
        return error if is_whole else None

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
        if failures < FAILURES or self._responds_to_any(self._small(company)):
            return None
        if company is not None and self._responds_to_any(self._elsewhere(company)):
            return CompanyError(problems.run.COMPANY_DOWN, company=company, reason=error)
        raise RunError(problems.run.GIVING_UP, where=where, reason=error, others=failures - 1)

    def _small(self, company: Company | None, failed: str = "") -> Iterator[Request]:
        """Find requests for one row of what has worked for a company, or for something small that each company has.

        Args:
            company: The company. The list of sites belongs to none: any company will do.
            failed: The resource that has failed.
        """
        if company is None:
            yield from self._elsewhere(None)
            return
        if (worked := self._answered.get(company)) is not None:
            yield _one_row(worked)
        yield from (Request(path, company) for path in CHEAP if path != failed)

    def _elsewhere(self, company: Company | None) -> Iterator[Request]:
        """Find a request for one row of what has worked for another company."""
        with self._lock:
            worked = next((one for of, one in self._answered.items() if of != company), None)
        if worked is not None:
            yield _one_row(worked)

    def _responds_to_any(self, requests: Iterable[Request]) -> bool:
        # A refusal is a response too.
        return any(not isinstance(self._client.failure_of(one), TransientError | RunError) for one in requests)


def _one_row(request: Request) -> Request:
    """Return a request for one row of the same page."""
    return replace(request, options={**request.options, "$top": 1}) if "$top" in request.options else request
