"""How tokens are issued, rotated and lost."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from sage200_sandbox import Fault
from sage200_sandbox.oauth import CLIENT_ID, PUBLIC_CLIENT_ID
from sage200_sandbox.oauth.tokens import challenge

from tests.client import SECONDS

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

    from tests.client import Client

REDIRECT = "http://127.0.0.1:1/callback"


def test_a_refresh_returns_new_tokens_that_work(sage: Sandbox, client: Client) -> None:
    sage.access_token_seconds = 600
    form = client.grant()
    tokens = client.token(**form).json()
    assert tokens.items() >= {"token_type": "Bearer", "expires_in": 600}.items()
    assert tokens["refresh_token"] != form["refresh_token"]
    client.headers["Authorization"] = f"Bearer {tokens['access_token']}"
    assert client.get("customers").status_code == 200
    assert client.token(**form | {"refresh_token": tokens["refresh_token"]}).status_code == 200


def test_an_access_token_can_be_had_without_the_token_endpoint(sage: Sandbox, client: Client) -> None:
    client.headers["Authorization"] = f"Bearer {sage.new_access_token()}"
    assert client.get("customers").status_code == 200


def _assert_invalid_grant(response: requests.Response) -> None:
    assert response.status_code == 400
    assert response.json()["error"] == "invalid_grant"


def test_a_refresh_token_that_comes_twice_takes_its_family_with_it(client: Client) -> None:
    form = client.grant()
    successor = client.token(**form).json()["refresh_token"]
    _assert_invalid_grant(client.token(**form))
    _assert_invalid_grant(client.token(**form | {"refresh_token": successor}))
    assert client.token(**client.grant()).status_code == 200


def test_revoked_and_unknown_refresh_tokens_are_invalid(sage: Sandbox, client: Client) -> None:
    form = client.grant()
    sage.revoke()
    _assert_invalid_grant(client.token(**form))
    _assert_invalid_grant(client.token(**form | {"refresh_token": "sandbox-refresh-99-1"}))


def test_access_tokens_end_with_their_time(sage: Sandbox, client: Client) -> None:
    sage.clock = lambda: datetime.now(UTC) + timedelta(seconds=3599)
    assert client.get("customers").status_code == 200
    sage.clock = lambda: datetime.now(UTC) + timedelta(seconds=3601)
    assert client.get("customers").status_code == 401


def test_access_tokens_can_be_ended(sage: Sandbox, client: Client) -> None:
    sage.expire_access_tokens()
    assert client.get("customers").status_code == 401
    client.sign_in()
    assert client.get("customers").status_code == 200


@pytest.mark.parametrize("wrong", ["client_id", "client_secret"])
def test_another_client_is_refused_and_spends_nothing(client: Client, wrong: str) -> None:
    form = client.grant()
    response = client.token(**form | {wrong: "other"})
    assert response.status_code == 401
    assert response.json()["error"] == "invalid_client"
    assert client.token(**form).status_code == 200


def test_the_body_must_be_a_form_with_what_its_grant_needs(sage: Sandbox, client: Client) -> None:
    form = client.grant()
    as_json = requests.post(sage.token_url, json=form, timeout=SECONDS)
    assert (as_json.status_code, as_json.json()["error"]) == (400, "invalid_request")
    del form["refresh_token"]
    assert client.token(**form).json()["error"] == "invalid_request"
    assert client.token(**client.grant(grant_type="password")).json()["error"] == "unsupported_grant_type"


def test_a_dropped_token_request_was_never_there_a_lost_one_has_rotated(sage: Sandbox, client: Client) -> None:
    form = client.grant()
    sage.fault(Fault("drop", on="token"))
    with pytest.raises(requests.ConnectionError):
        client.token(**form)
    successor = client.token(**form).json()["refresh_token"]
    sage.fault(Fault("lost", on="token"))
    with pytest.raises(requests.ConnectionError):
        client.token(**form | {"refresh_token": successor})
    _assert_invalid_grant(client.token(**form | {"refresh_token": successor}))


def test_the_token_endpoint_fails_as_told(sage: Sandbox, client: Client) -> None:
    sage.fault(Fault("503", on="token", retry_after=7))
    response = client.token(**client.grant())
    assert (response.status_code, response.headers["Retry-After"]) == (503, "7")
    sage.fault(Fault("html", on="token"))
    assert "<html>" in client.token(**client.grant()).text
    assert [request.status for request in sage.requests] == [503, 200]


def test_token_requests_are_noted_without_what_they_hold(sage: Sandbox, client: Client) -> None:
    client.token(**client.grant())
    (request,) = sage.requests
    assert (request.method, request.path, request.table, request.status) == ("POST", "/oauth/token", None, 200)
    assert request.query == {}


def _sign_in_by_browser(sage: Sandbox, **more: str) -> str:
    query = {
        "response_type": "code",
        "client_id": sage.settings()["client_id"],
        "redirect_uri": REDIRECT,
        **more,
    }
    response = requests.get(sage.authorize_url, params=query, allow_redirects=False, timeout=SECONDS)
    assert response.status_code == 302
    arrived = parse_qs(urlsplit(response.headers["Location"]).query)
    assert arrived.get("state") == ([more["state"]] if "state" in more else None)
    return arrived["code"][0]


def test_a_code_is_exchanged_once_for_the_address_it_was_sent_to(sage: Sandbox, client: Client) -> None:
    form = client.grant(grant_type="authorization_code", redirect_uri=REDIRECT)
    code = _sign_in_by_browser(sage, state="xyz")
    assert client.token(**form, code=code).json()["refresh_token"]
    _assert_invalid_grant(client.token(**form, code=code))
    other = form | {"redirect_uri": f"{REDIRECT}/other"}
    _assert_invalid_grant(client.token(**other, code=_sign_in_by_browser(sage)))


def test_a_code_that_was_asked_for_with_a_challenge_needs_its_verifier(sage: Sandbox, client: Client) -> None:
    digest = hashlib.sha256(b"verifier").digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    form = client.grant(grant_type="authorization_code", redirect_uri=REDIRECT)
    for verifier, status in (
        ({}, 400),
        ({"code_verifier": "wrong"}, 400),
        ({"code_verifier": "verifier"}, 200),
    ):
        code = _sign_in_by_browser(sage, code_challenge=challenge, code_challenge_method="S256")
        assert client.token(**form, **verifier, code=code).status_code == status


def test_the_sign_in_page_knows_its_clients(sage: Sandbox) -> None:
    query = {"response_type": "code", "client_id": "other", "redirect_uri": REDIRECT}
    assert requests.get(sage.authorize_url, params=query, timeout=SECONDS).status_code == 400


def _refused_in_the_browser(sage: Sandbox, **query: str) -> str:
    request = {"response_type": "code", "client_id": CLIENT_ID, "redirect_uri": REDIRECT, "state": "xyz", **query}
    response = requests.get(sage.authorize_url, params=request, allow_redirects=False, timeout=SECONDS)
    arrived = parse_qs(urlsplit(response.headers["Location"]).query)
    assert "code" not in arrived
    assert arrived["state"] == ["xyz"]
    assert arrived["error_description"]
    return arrived["error"][0]


def test_a_person_may_refuse(sage: Sandbox) -> None:
    sage.consents = False
    assert _refused_in_the_browser(sage) == "access_denied"


def test_a_challenge_is_hashed(sage: Sandbox) -> None:
    for method in ({}, {"code_challenge_method": "plain"}):
        assert _refused_in_the_browser(sage, code_challenge="verifier", **method) == "invalid_request"


def test_a_public_client_has_no_secret_and_needs_a_challenge(sage: Sandbox, client: Client) -> None:
    assert _refused_in_the_browser(sage, client_id=PUBLIC_CLIENT_ID) == "invalid_request"
    form = {"grant_type": "authorization_code", "redirect_uri": REDIRECT, "code_verifier": "verifier"}
    who = {"client_id": PUBLIC_CLIENT_ID}
    with_challenge = {"code_challenge": challenge("verifier") or "", "code_challenge_method": "S256"}
    code = _sign_in_by_browser(sage, **who, **with_challenge)
    tokens = client.token(**form, **who, code=code).json()
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    assert client.token(**form, **who, client_secret="any").json()["error"] == "invalid_client"
    assert client.token(**form, **who).status_code == 200


def test_a_code_is_for_the_client_that_asked_for_it(sage: Sandbox, client: Client) -> None:
    with_challenge = {"code_challenge": challenge("verifier") or "", "code_challenge_method": "S256"}
    code = _sign_in_by_browser(sage, client_id=PUBLIC_CLIENT_ID, **with_challenge)
    form = client.grant(grant_type="authorization_code", redirect_uri=REDIRECT, code_verifier="verifier")
    _assert_invalid_grant(client.token(**form, code=code))
