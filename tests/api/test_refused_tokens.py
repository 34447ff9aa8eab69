"""The client renews an access token that Sage refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tap_sage200.errors import (
    CompanyError,
    SignInError,
)
from tap_sage200.records.body import parse_rows
from tests.support.answers import UNAUTHORIZED, answer_with, bearers
from tests.support.requests_to_sage import API_URL, CUSTOMERS, ROWS, SITES, Tokens

if TYPE_CHECKING:
    from requests_mock import Mocker

    from tests.conftest import MakeApi
    from tests.support.clock import Clock


def test_a_refused_token_is_renewed_and_the_request_repeated(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens, clock: Clock
) -> None:
    answer_with(requests_mock, UNAUTHORIZED, ROWS)

    assert make_api().get(CUSTOMERS, parse_rows).content == [{"id": 1}]
    assert bearers(requests_mock) == ["Bearer access-1", "Bearer access-2"]
    assert tokens.refused == ["access-1"]
    assert clock.slept == []


def test_a_company_that_refuses_a_new_token_fails_without_a_third_request(
    make_api: MakeApi, requests_mock: Mocker
) -> None:
    answer_with(requests_mock, UNAUTHORIZED)

    with pytest.raises(CompanyError, match=r"company 1 of site site-a .*Check site_id and company_id"):
        make_api().get(CUSTOMERS, parse_rows)

    assert requests_mock.call_count == 2


def test_a_new_token_that_is_refused_for_the_list_of_sites_ends_the_run(
    make_api: MakeApi, requests_mock: Mocker
) -> None:
    answer_with(requests_mock, UNAUTHORIZED)

    with pytest.raises(SignInError, match="Sign in again"):
        make_api().get(SITES, parse_rows)

    assert requests_mock.call_count == 2


def test_a_company_that_refused_a_new_token_causes_no_second_renewal(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    answer_with(requests_mock, UNAUTHORIZED)
    api = make_api()

    for _ in range(2):
        with pytest.raises(CompanyError):
            api.get(CUSTOMERS, parse_rows)

    assert tokens.refused == ["access-1"]
    assert bearers(requests_mock) == ["Bearer access-1"] + ["Bearer access-2"] * 3


def test_a_new_token_that_is_refused_once_is_used_again(make_api: MakeApi, requests_mock: Mocker) -> None:
    answer_with(requests_mock, UNAUTHORIZED, UNAUTHORIZED, UNAUTHORIZED, ROWS)
    api = make_api()

    with pytest.raises(CompanyError):
        api.get(CUSTOMERS, parse_rows)
    assert api.get(CUSTOMERS, parse_rows).content == [{"id": 1}]


def test_a_token_that_a_company_accepted_before_is_renewed(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    answer_with(requests_mock, UNAUTHORIZED, ROWS, UNAUTHORIZED, ROWS)
    api = make_api()

    for _ in range(2):
        assert api.get(CUSTOMERS, parse_rows).content == [{"id": 1}]

    assert tokens.refused == ["access-1", "access-2"]


def test_a_transient_error_after_a_renewal_does_not_renew_again(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    answer_with(requests_mock, UNAUTHORIZED, {"status_code": 503}, ROWS)

    make_api().get(CUSTOMERS, parse_rows)

    assert tokens.refused == ["access-1"]
    assert bearers(requests_mock) == ["Bearer access-1", "Bearer access-2", "Bearer access-2"]


SITE_A = "site-a/1"


def test_a_new_token_that_a_company_refuses_is_noted(make_api: MakeApi, requests_mock: Mocker, tokens: Tokens) -> None:
    answer_with(requests_mock, UNAUTHORIZED)
    with pytest.raises(CompanyError):
        make_api().get(CUSTOMERS, parse_rows)

    assert tokens.in_vain == {SITE_A}


def test_a_company_that_refused_a_new_token_in_an_earlier_run_causes_no_renewal(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    tokens.in_vain = {SITE_A}
    requests_mock.get(f"{API_URL}/customers", status_code=401)
    requests_mock.get(f"{API_URL}/sites", json=[])
    with pytest.raises(CompanyError):
        make_api().get(CUSTOMERS, parse_rows)

    assert tokens.refused == []


def test_a_token_that_everything_refuses_is_renewed_even_if_the_company_refused_a_new_one(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    tokens.in_vain = {SITE_A}
    requests_mock.get(f"{API_URL}/customers", [{"status_code": 401}, ROWS])
    requests_mock.get(f"{API_URL}/sites", status_code=401)

    assert make_api().get(CUSTOMERS, parse_rows).content == [{"id": 1}]
    assert tokens.refused == ["access-1"]


def test_nothing_is_renewed_if_everything_refused_a_new_token_in_an_earlier_run(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    tokens.in_vain = {""}
    answer_with(requests_mock, UNAUTHORIZED)
    with pytest.raises(CompanyError):
        make_api().get(CUSTOMERS, parse_rows)

    assert tokens.refused == []


def test_a_token_that_another_run_renewed_is_renewed_if_everything_refuses_it_too(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    tokens.of_another_run = {"access-2"}
    requests_mock.get(f"{API_URL}/customers", [UNAUTHORIZED, UNAUTHORIZED, ROWS])
    requests_mock.get(f"{API_URL}/sites", status_code=401)

    assert make_api().get(CUSTOMERS, parse_rows).content == [{"id": 1}]
    assert tokens.refused == ["access-1", "access-2"]
    assert tokens.in_vain == set()


def test_a_token_that_another_run_renewed_is_kept_if_only_a_company_refuses_it(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    tokens.of_another_run = {"access-2"}
    requests_mock.get(f"{API_URL}/customers", status_code=401)
    requests_mock.get(f"{API_URL}/sites", json=[])

    with pytest.raises(CompanyError):
        make_api().get(CUSTOMERS, parse_rows)
    assert tokens.refused == ["access-1"]
    assert tokens.in_vain == {SITE_A}
