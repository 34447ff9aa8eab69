"""What `make fleet` calls wrong."""

from __future__ import annotations

from collections import Counter

import pytest

from tools.fleet import findings
from tools.fleet.airflow import Task

GOOD = {
    "sign_in": Task("success", 1),
    "shard-1": Task("success", 1),
    "shard-2": Task("failed", 2),
    "shard-3": Task("success", 2),
}


def wrong_with(**other: Task) -> list[str]:
    tasks = GOOD | {name.replace("_", "-"): task for name, task in other.items()}
    return list(findings.of_tasks(tasks, refused="shard-2", killed={"shard-3"}, at_most=2))


def token(status: int) -> dict[str, object]:
    return {"path": "/oauth/token", "status": status}


def test_a_refused_shard_that_fails_alone_and_a_killed_one_that_recovers_are_right() -> None:
    assert wrong_with() == []
    assert wrong_with(shard_1=Task("success", 2)) == []


@pytest.mark.parametrize(
    ("name", "task", "said"),
    [
        ("shard_1", Task("failed", 2), "Task shard-1 ended as failed. Expected: success."),
        ("shard_2", Task("success", 2), "Task shard-2 ended as success. Expected: failed."),
        ("shard_2", Task("failed", 1), "Not tried twice: shard-2."),
        ("shard_3", Task("success", 1), "Not tried twice: shard-3."),
    ],
)
def test_any_other_end_of_a_task_is_wrong(name: str, task: Task, said: str) -> None:
    assert said in wrong_with(**{name: task})


def test_more_second_tries_than_the_worker_had_tasks_are_wrong() -> None:
    (said,) = wrong_with(shard_1=Task("success", 2), shard_4=Task("success", 2))
    assert said.startswith("More tasks were tried twice")


def test_renewals_are_the_requests_for_tokens() -> None:
    assert findings.renewals([token(200), {"path": "/api", "status": 401}, token(200)], "/oauth/token") == {200: 2}


@pytest.mark.parametrize("number", [1, 2])
def test_a_renewal_of_each_expired_token_and_one_for_the_refused_company_are_right(number: int) -> None:
    assert list(findings.of_renewals(Counter({200: number}), expired=1, refused=1)) == []


@pytest.mark.parametrize("number", [0, 3])
def test_another_number_of_renewals_is_wrong(number: int) -> None:
    (said,) = findings.of_renewals(Counter({200: number}), expired=1, refused=1)
    assert said.startswith(f"The token was renewed {number} times.")


def test_a_refresh_token_that_was_sent_twice_is_wrong() -> None:
    (said,) = findings.of_renewals(Counter({200: 1, 400: 1}), expired=1, refused=1)
    assert said.startswith("Sage ID refused a refresh token")


def test_requests_in_flight_are_limited_by_slots_and_concurrency() -> None:
    assert list(findings.of_requests_at_once(8, slots=4, concurrency=2)) == []
    assert list(findings.of_requests_at_once(9, slots=4, concurrency=2)) == [
        "9 requests were in flight. Allowed: 4 slots × 2."
    ]


REASON = "Sage refuses a request for company {} of site 5a9e-3 (401). Check site_id and company_id."
COMMAND = "Running command: meltano run sage200--shard-5 2>&1 | sed -nu -e p -e '/ tables failed/h'"
IN_ALL = "20 tables in all  9,500  240  6.0    5 failed"
ONE = f"5 of 20 tables failed. 5 tables of company 20 of site 5a9e-3 (customers, sop_orders): {REASON.format(20)}"
OTHER = f"5 of 20 tables failed. 5 tables of company 19 of site 5a9e-2 (customers, sop_orders): {REASON.format(19)}"
TWO_OF_A_SITE = (
    "10 of 20 tables failed in companies 19, 20 of site 5a9e-3: 5 tables of company 20 of site 5a9e-3 (customers); "
    "5 tables of company 19 of site 5a9e-3 (customers). The lines above say why."
)
TWO_SITES = (
    "8 of 20 tables failed in companies 1, 2 of site 5a9e-1; company 20 of site 5a9e-3. "
    "8 tables of 3 companies (customers, sop_orders): The server does not respond."
)


def failed_companies(*lines: str) -> list[str]:
    return list(findings.of_failed_companies("\n".join(lines), refused=20))


def test_the_refused_company_fails_alone_in_both_tries() -> None:
    first = f"[error] company 7 of site 5a9e-2 is slow\n{ONE}\nRun completed\n{ONE}"
    assert failed_companies(COMMAND, IN_ALL, first, COMMAND, ONE) == []


@pytest.mark.parametrize(
    ("lines", "failed"),
    [
        ([IN_ALL, REASON.format(20)], []),
        ([OTHER], [19]),
        ([OTHER, ONE], [19, 20]),
        ([TWO_OF_A_SITE], [19, 20]),
        ([TWO_SITES], [1, 2, 20]),
    ],
    ids=["none", "another one", "another one in the first try", "two of a site", "two sites"],
)
def test_other_failed_companies_are_wrong(lines: list[str], failed: list[int]) -> None:
    assert failed_companies(COMMAND, *lines) == [
        f"Companies that failed in the shard of company 20: {failed}. Expected: only 20."
    ]
