"""The client renews an access token that Sage refuses."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tap_sage200.config.companies import Company
from tap_sage200.errors import (
    CompanyError,
    SignInError,
)
from tap_sage200.records.body import parse_rows
from tests.support.answers import UNAUTHORIZED, answer_with, bearers, for_customers
from tests.support.requests_to_sage import API_URL, CUSTOMERS, ROWS, SITES, Tokens

if TYPE_CHECKING:
    from requests_mock import Mocker
    from requests_mock.adapter import _Matcher

    from tests.conftest import MakeApi
    from tests.support.clock import Clock

SITE_A = "site-a/1"
SOUTH = Company("site-a", 2)
SUPPLIERS = replace(CUSTOMERS, path="/suppliers")
ANY_TABLE = re.compile("/customers|/suppliers")


def only_sites_are_open(network: Mocker) -> _Matcher:
    """Refuse all tokens, except for the list of sites."""
    network.get(ANY_TABLE, status_code=401)
    return network.get(f"{API_URL}/sites", json=[])


def test_a_refused_token_is_renewed_and_the_request_repeated(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens, clock: Clock
) -> None:
    answer_with(requests_mock, UNAUTHORIZED, ROWS)

    assert make_api().get(CUSTOMERS, parse_rows).content == [{"id": 1}]
    assert bearers(requests_mock) == ["Bearer access-1", "Bearer access-2"]
    assert tokens.refused == ["access-1"]
    assert clock.slept == []


def test_a_company_that_refuses_a_new_token_fails_without_a_third_request(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    sites = only_sites_are_open(requests_mock)

    with pytest.raises(CompanyError, match=r"company 1 of site site-a .*Check site_id and company_id"):
        make_api().get(CUSTOMERS, parse_rows)

    assert for_customers(requests_mock) == 2
    assert sites.call_count == 1
    assert tokens.in_vain == {SITE_A}


def test_a_new_token_that_is_refused_for_the_list_of_sites_ends_the_run(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    answer_with(requests_mock, UNAUTHORIZED)

    with pytest.raises(SignInError, match="Sign in again"):
        make_api().get(SITES, parse_rows)

    assert requests_mock.call_count == 2
    assert tokens.in_vain == {""}


@pytest.mark.parametrize("notes_are_kept", [True, False])
def test_a_company_that_refused_a_new_token_causes_no_second_renewal(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens, *, notes_are_kept: bool
) -> None:
    only_sites_are_open(requests_mock)
    api = make_api()

    for request in (CUSTOMERS, CUSTOMERS, SUPPLIERS):
        with pytest.raises(CompanyError):
            api.get(request, parse_rows)
        tokens.in_vain &= {SITE_A} if notes_are_kept else set()

    assert tokens.refused == ["access-1"]


def test_another_company_that_refuses_a_new_token_which_sage_accepts_causes_no_second_renewal(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    only_sites_are_open(requests_mock)
    api = make_api()

    for request in (CUSTOMERS, replace(CUSTOMERS, company=SOUTH)):
        with pytest.raises(CompanyError):
            api.get(request, parse_rows)

    assert tokens.refused == ["access-1"]
    assert tokens.in_vain == {SITE_A, "site-a/2"}


def test_a_new_token_that_is_refused_once_is_used_again(make_api: MakeApi, requests_mock: Mocker) -> None:
    requests_mock.get(f"{API_URL}/customers", [UNAUTHORIZED, UNAUTHORIZED, UNAUTHORIZED, ROWS])
    requests_mock.get(f"{API_URL}/sites", json=[])
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


def test_a_token_that_a_company_accepted_before_is_renewed_even_if_sage_accepts_it_elsewhere(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    """The server of the company learns sooner that the token has ended."""
    requests_mock.get(f"{API_URL}/customers", [UNAUTHORIZED, ROWS, UNAUTHORIZED, ROWS])
    requests_mock.get(f"{API_URL}/sites", json=[])
    api = make_api()

    for _ in range(2):
        assert api.get(CUSTOMERS, parse_rows).content == [{"id": 1}]

    assert tokens.refused == ["access-1", "access-2"]
    assert tokens.in_vain == set()


def test_a_transient_error_after_a_renewal_does_not_renew_again(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    answer_with(requests_mock, UNAUTHORIZED, {"status_code": 503}, ROWS)

    make_api().get(CUSTOMERS, parse_rows)

    assert tokens.refused == ["access-1"]
    assert bearers(requests_mock) == ["Bearer access-1", "Bearer access-2", "Bearer access-2"]


def test_a_new_token_that_everything_refuses_says_nothing_about_the_company(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    answer_with(requests_mock, UNAUTHORIZED)
    with pytest.raises(CompanyError):
        make_api().get(CUSTOMERS, parse_rows)

    assert tokens.in_vain == {""}


def test_a_token_that_ended_early_leaves_a_note_about_the_company_that_met_it_first(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    tokens.in_vain = {SITE_A}
    requests_mock.get(f"{API_URL}/customers", status_code=401)
    requests_mock.get(f"{API_URL}/sites", [UNAUTHORIZED, ROWS])
    with pytest.raises(CompanyError):
        make_api().get(CUSTOMERS, parse_rows)

    assert tokens.refused == ["access-1"]
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


def test_a_token_that_cannot_be_renewed_leaves_no_note_about_a_company(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    """Sage ID is busy, so nothing is known about a new token."""
    tokens.last = 0
    only_sites_are_open(requests_mock)
    requests_mock.get(f"{API_URL}/suppliers", json=[])
    api = make_api()
    api.get(replace(SUPPLIERS, company=SOUTH), parse_rows)

    with pytest.raises(CompanyError):
        api.get(CUSTOMERS, parse_rows)
    assert tokens.refused == ["access-1"]
    assert tokens.in_vain == set()


def test_a_token_of_another_run_that_cannot_be_renewed_says_nothing_about_everything(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens
) -> None:
    """Sage ID is busy, and another company accepts the token."""
    tokens.of_another_run = {"access-2"}
    tokens.last = 1
    requests_mock.get(f"{API_URL}/customers", [ROWS, UNAUTHORIZED])
    requests_mock.get(f"{API_URL}/suppliers", json=[])
    requests_mock.get(f"{API_URL}/sites", status_code=401)
    api = make_api()
    api.get(replace(SUPPLIERS, company=SOUTH), parse_rows)
    api.get(CUSTOMERS, parse_rows)

    with pytest.raises(CompanyError):
        api.get(CUSTOMERS, parse_rows)
    assert tokens.refused == ["access-1", "access-2"]
    assert tokens.in_vain == set()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_list_of_sites_that_is_not_there_accepts_no_token(
    make_api: MakeApi, requests_mock: Mocker, tokens: Tokens, status: int
) -> None:
    tokens.of_another_run = {"access-2"}
    requests_mock.get(f"{API_URL}/customers", [UNAUTHORIZED, UNAUTHORIZED, ROWS])
    requests_mock.get(f"{API_URL}/sites", status_code=status)

    assert make_api().get(CUSTOMERS, parse_rows).content == [{"id": 1}]
    assert tokens.refused == ["access-1", "access-2"]


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
