"""Tokens over HTTP: rotated, stored, shared, never sent twice."""

from __future__ import annotations

import json
import logging
import stat
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault, Sandbox
from sage200_sandbox.sample_rows import customers

from tap_sage200.errors import SignInAgainError, SignInError
from tests.support.runs import run_tap

if TYPE_CHECKING:
    from pathlib import Path

Config = dict[str, Any]


@pytest.fixture
def token_file(tmp_path: Path) -> Path:
    return tmp_path / "tokens" / "sage.json"


@pytest.fixture
def stored(sage: Sandbox, config: Config, token_file: Path) -> Config:
    sage.companies[0].replace("customers", customers(35))
    return config | {"token_file": str(token_file)}


def refreshes(sage: Sandbox) -> int:
    return len([asked for asked in sage.requests if asked.path == "/oauth/token"])


def test_the_rotated_token_serves_the_next_run(sage: Sandbox, stored: Config, token_file: Path) -> None:
    assert run_tap(stored, "customers").error is None
    sage.expire_access_tokens()
    assert run_tap(stored, "customers").error is None
    assert refreshes(sage) == 2
    assert stat.S_IMODE(token_file.stat().st_mode) == 0o600


def test_a_token_that_is_still_good_is_not_refreshed(sage: Sandbox, stored: Config) -> None:
    run_tap(stored, "customers")
    run_tap(stored, "customers")
    assert refreshes(sage) == 1


def test_without_a_token_file_the_loss_is_announced(
    sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    sage.companies[0].replace("customers", customers(1))
    del config["token_file"]
    with caplog.at_level(logging.WARNING):
        assert run_tap(config, "customers").error is None
    assert any("token_file" in text for text in caplog.messages)


@pytest.mark.both_ways
def test_a_token_that_ends_in_the_middle_of_a_table_costs_no_row(sage: Sandbox, stored: Config) -> None:
    sage.between_pages("customers", page=2, do=lambda _: sage.expire_access_tokens())
    result = run_tap(stored | {"page_size": 3}, "customers")
    assert result.error is None
    assert len(result.records("customers")) == 35
    assert refreshes(sage) == 2


def test_the_answer_of_sage_id_that_was_lost_is_not_asked_for_again(sage: Sandbox, stored: Config) -> None:
    sage.fault(Fault("lost", on="token"))
    result = run_tap(stored, "customers")
    assert isinstance(result.error, SignInError)
    assert "lost" in str(result.error)
    assert refreshes(sage) == 1


def test_sage_id_that_is_too_busy_is_asked_again(sage: Sandbox, stored: Config) -> None:
    sage.fault(Fault("429", on="token", times=2, retry_after=0))
    assert run_tap(stored, "customers").error is None


@pytest.mark.parametrize("kind", ["502", "503", "504", "html", "drop"])
def test_trouble_at_sage_id_that_leaves_the_token_in_doubt_costs_one_run(
    sage: Sandbox, stored: Config, kind: str
) -> None:
    sage.fault(Fault(kind, on="token"))
    error = run_tap(stored, "customers").error
    assert isinstance(error, SignInError)
    assert "lost" in str(error)
    assert refreshes(sage) == 1
    assert run_tap(stored, "customers").error is None


@pytest.mark.parametrize("kind", ["lost", "cut", "reset", "not-json"])
def test_a_token_that_was_lost_on_the_way_is_named_as_the_cause_in_the_next_run(
    sage: Sandbox, stored: Config, kind: str
) -> None:
    sage.fault(Fault(kind, on="token"))
    assert "lost" in str(run_tap(stored, "customers").error)
    error = run_tap(stored, "customers").error
    assert isinstance(error, SignInAgainError)
    assert "sent this refresh token, but ended before it stored the next one" in str(error)


def test_a_newer_sign_in_replaces_a_dead_one(sage: Sandbox, stored: Config, token_file: Path) -> None:
    run_tap(stored, "customers")
    sage.revoke()
    sage.expire_access_tokens()
    assert isinstance(run_tap(stored, "customers").error, SignInError)
    renewed = stored | {"refresh_token": sage.new_refresh_token()}
    assert run_tap(renewed, "customers").error is None
    assert json.loads(token_file.read_text())["refresh_token"] != renewed["refresh_token"]


def test_the_configured_token_that_was_spent_long_ago_is_left_alone(sage: Sandbox, stored: Config) -> None:
    for _ in range(3):
        assert run_tap(stored, "customers").error is None
        sage.expire_access_tokens()
    assert run_tap(stored, "customers").error is None


def test_a_bare_access_token_is_enough_for_a_short_run(sage: Sandbox, stored: Config, token_file: Path) -> None:
    run_tap(stored, "customers")
    access = json.loads(token_file.read_text())["access_token"]
    bare = {"access_token": access, "api_url": sage.api_url, "token_file": str(token_file.with_name("unused.json"))}
    assert len(run_tap(bare, "customers").records("customers")) == 35


@pytest.mark.both_ways
def test_two_runs_at_once_spend_no_token_twice(sage: Sandbox, stored: Config) -> None:
    # The settings name the company: the first request of both runs is for a token, and Sage ID is slow enough for both.
    company = {"site_id": sage.companies[0].site_id, "company_id": sage.companies[0].company_id}
    sage.fault(Fault("latency", on="token", seconds=1.5))
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(run_tap, stored | company, "customers") for _ in range(2)]
        assert [run.result().error for run in runs] == [None, None]
    assert refreshes(sage) == 1


def test_a_company_that_refuses_every_token_costs_one_renewal_and_not_one_a_run(sage: Sandbox, stored: Config) -> None:
    sage.fault(Fault("401", table="customers", times=None))
    chosen = stored | {"site_id": sage.companies[0].site_id, "company_id": sage.companies[0].company_id}
    for _ in range(3):
        assert run_tap(chosen, "customers").error is not None
    assert refreshes(sage) == 2


def test_a_server_that_refuses_everything_costs_no_renewal_per_run(sage: Sandbox, stored: Config) -> None:
    sage.fault(Fault("401", times=None))
    chosen = stored | {"site_id": sage.companies[0].site_id, "company_id": sage.companies[0].company_id}
    renewed = []
    for _ in range(4):
        assert run_tap(chosen, "customers").error is not None
        renewed.append(refreshes(sage))
    assert renewed == [2, 2, 2, 2], "the first run finds out that it is not only the company"
