"""Sage ID refuses a refresh token, is not available, or cannot be reached."""

from __future__ import annotations

import logging
import traceback
from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200.auth.authenticator import Bearer, FixedTokenAuthenticator
from tap_sage200.auth.token_store import MemoryStore
from tap_sage200.errors import NetworkError, RunError, SignInAgainError, SignInError
from tap_sage200.transport.retry import TRIES
from tests.support.network_trouble import CLOSED, LOST, NEVER_SENT, named
from tests.support.sage_id import ADDRESS, CLIENT
from tests.support.token_answers import BUSY, GOOD, OPEN, REFUSED

if TYPE_CHECKING:
    from requests_mock import Mocker

    from tests.conftest import SignIn
    from tests.support.clock import Clock
    from tests.support.sage_id import SageIdServer


@named(LOST)
def test_a_request_whose_response_was_lost_is_not_repeated_and_the_error_says_so(
    sign_in: SignIn, requests_mock: Mocker, answer: dict[str, Any]
) -> None:
    token = requests_mock.post(ADDRESS, **answer)

    with pytest.raises(SignInError, match=r"response of Sage ID was lost .* sign in again: run `sage200 login`"):
        sign_in().bearer()

    assert token.call_count == 1, "a refresh token may be spent, and must not be sent twice"


@named(NEVER_SENT | BUSY)
def test_a_request_that_cannot_have_used_the_token_is_retried(
    sign_in: SignIn, requests_mock: Mocker, clock: Clock, answer: dict[str, Any]
) -> None:
    requests_mock.post(ADDRESS, [answer, answer, GOOD])

    assert sign_in().bearer() == Bearer("access-1")
    assert len(clock.slept) == 2


@named(NEVER_SENT | BUSY)
def test_retries_end_with_an_error_that_says_to_run_again_later(
    sign_in: SignIn, requests_mock: Mocker, clock: Clock, answer: dict[str, Any]
) -> None:
    token = requests_mock.post(ADDRESS, **answer)

    with pytest.raises(RunError, match="Run again later"):
        sign_in().bearer()

    assert token.call_count == TRIES
    assert sum(clock.slept) < 180


@named(CLOSED)
def test_a_permanent_network_error_is_not_retried(
    sign_in: SignIn, requests_mock: Mocker, clock: Clock, answer: dict[str, Any]
) -> None:
    requests_mock.post(ADDRESS, **answer)

    with pytest.raises(NetworkError, match=f"Sage ID cannot be reached at {ADDRESS}"):
        sign_in().bearer()

    assert clock.slept == []


@pytest.mark.parametrize("status", [425, 429])
def test_a_retry_waits_as_long_as_sage_id_requests(
    sign_in: SignIn, requests_mock: Mocker, clock: Clock, status: int
) -> None:
    requests_mock.post(ADDRESS, [{"status_code": status, "headers": {"Retry-After": "33"}}, GOOD])

    sign_in().bearer()

    assert clock.slept == [33]


def test_the_log_of_a_retry_names_sage_id(
    sign_in: SignIn, requests_mock: Mocker, caplog: pytest.LogCaptureFixture
) -> None:
    requests_mock.post(ADDRESS, [BUSY["429"], GOOD])

    sign_in().bearer()

    assert "Sage ID" in caplog.messages[0]


@named(REFUSED | OPEN)
def test_a_refusal_is_not_retried(sign_in: SignIn, requests_mock: Mocker, clock: Clock, answer: dict[str, Any]) -> None:
    token = requests_mock.post(ADDRESS, **answer)

    with pytest.raises(SignInError):
        sign_in().bearer()

    assert token.call_count == 1
    assert clock.slept == []


@pytest.mark.parametrize(
    ("reason", "advice"),
    [
        ("invalid_grant", "Sign in again: run `sage200 login`, or `meltano invoke tap-sage200:login`"),
        ("invalid_client", "Compare client_id and client_secret"),
        ("unauthorized_client", "Compare client_id and client_secret"),
        ("unsupported_grant_type", r"\(unsupported_grant_type\)\. Check token_url"),
        ("a page for people", r"\(status 200, a web page\)\. .* Check token_url"),
        ("a redirect", r"\(status 302, an empty body\)\. .* Check token_url"),
        ("not available", r"responded with status 503\. .* Run again later"),
    ],
)
def test_a_refusal_says_what_to_do(sign_in: SignIn, requests_mock: Mocker, reason: str, advice: str) -> None:
    requests_mock.post(ADDRESS, **(REFUSED | OPEN)[reason])

    with pytest.raises(SignInError, match=advice):
        sign_in().bearer()


def test_the_stored_token_stays_in_use_if_sage_refuses_the_one_in_the_settings(
    sign_in: SignIn, server: SageIdServer
) -> None:
    store = MemoryStore()
    sign_in(store=store).bearer()

    with pytest.raises(SignInError, match="invalid_grant"):
        sign_in("mistyped", store=store).bearer()

    assert sign_in(store=store).renew(Bearer("access-1")) == Bearer("access-3"), "the good one was still there"
    assert server.spent == ["refresh-0", "mistyped", "refresh-1"]


@named(LOST | NEVER_SENT | CLOSED | BUSY | REFUSED | OPEN)
def test_no_error_shows_a_token_or_secret(
    sign_in: SignIn, requests_mock: Mocker, caplog: pytest.LogCaptureFixture, answer: dict[str, Any]
) -> None:
    caplog.set_level(logging.DEBUG)
    requests_mock.post(ADDRESS, **answer)

    with pytest.raises(RunError) as raised:
        sign_in().bearer()

    shown = "".join(traceback.format_exception(raised.value)) + repr(raised.value) + caplog.text
    assert "refresh-0" not in shown
    assert "client-secret" not in shown


def test_no_object_with_a_token_or_secret_shows_it(sign_in: SignIn, server: SageIdServer) -> None:
    access = sign_in()
    holders = (
        access,
        access.bearer(),
        FixedTokenAuthenticator("access-0"),
        CLIENT,
    )

    assert server.forms
    for holder in holders:
        for secret in ("refresh-", "access-", "client-secret"):
            assert secret not in f"{holder!r} {holder!s}"


def test_only_a_refused_token_requires_a_new_sign_in(sign_in: SignIn, requests_mock: Mocker) -> None:
    requests_mock.post(ADDRESS, **REFUSED["invalid_grant"])
    with pytest.raises(SignInAgainError):
        sign_in().bearer()

    requests_mock.post(ADDRESS, **REFUSED["invalid_client"])
    with pytest.raises(SignInError) as raised:
        sign_in().bearer()
    assert not isinstance(raised.value, SignInAgainError)
