"""What must be true after a round. Each function yields what is wrong, in words for the user."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from tools.fleet.airflow import Task

_COMPANIES = re.compile(r"compan(?:y|ies) (\d+(?:, \d+)*) of site")


def of_tasks(tasks: Mapping[str, Task], *, refused: str, killed: AbstractSet[str], at_most: int) -> Iterator[str]:
    """Compare the tasks with what must have become of them.

    Args:
        tasks: All tasks of the round.
        refused: The shard with the refused company, which must fail twice.
        killed: The shards that were seen on the worker when it was killed. They must succeed the second time.
        at_most: The number of tasks of a worker. It may have begun a task that was not seen yet.
    """
    for name, task in tasks.items():
        state = "failed" if name == refused else "success"
        if task.state != state:
            yield f"Task {name} ended as {task.state}. Expected: {state}."
    twice = {name for name, task in tasks.items() if task.tries > 1}
    if missing := {refused, *killed} - twice:
        yield f"Not tried twice: {', '.join(sorted(missing))}."
    if len(twice - {refused}) > at_most:
        yield f"More tasks were tried twice than a worker has: {', '.join(sorted(twice - {refused}))}."


def renewals(requests: Sequence[Mapping[str, Any]], path: str) -> Counter[int]:
    """Count the requests for tokens by their status.

    Args:
        requests: The log of the sandbox.
        path: The path of the token endpoint.
    """
    return Counter(request["status"] for request in requests if request["path"] == path)


def of_renewals(statuses: Counter[int], *, expired: int, refused: int) -> Iterator[str]:
    """Compare the requests for tokens with the reasons for them.

    Args:
        statuses: The number of requests by their status.
        expired: How often all access tokens expired. One run renews them for all.
        refused: The number of refused companies. The first run that meets one may renew the token once, in case the
            token is the reason. If this run has just renewed it for another reason, it need not.
    """
    sent = statuses.total()
    if statuses.keys() - {200}:
        yield f"Sage ID refused a refresh token: it was sent twice. Statuses: {dict(statuses)}."
    if not expired <= sent <= expired + refused:
        yield f"The token was renewed {sent} times. Expected: {expired}, and up to {refused} for refused companies."


def of_requests_at_once(most: int, *, slots: int, concurrency: int) -> Iterator[str]:
    """Compare the requests in flight with the formula of docs/fleet.md."""
    if most > slots * concurrency:
        yield f"{most} requests were in flight. Allowed: {slots} slots × {concurrency}."


def of_failed_companies(log: str, *, refused: int) -> Iterator[str]:
    """Compare the companies that failed with the refused one.

    Args:
        log: The logs of all tries of its shard. The last line of the tap names the companies that failed.
        refused: The refused company, which must fail alone.
    """
    last_lines = [line for line in log.splitlines() if " tables failed" in line]
    named = [ids for line in last_lines for ids in _COMPANIES.findall(line)]
    failed = sorted({int(number) for ids in named for number in ids.split(", ")})
    if failed != [refused]:
        yield f"Companies that failed in the shard of company {refused}: {failed}. Expected: only {refused}."
