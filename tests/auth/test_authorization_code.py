"""A sign-in: the request of the browser, its response, and the tokens for the code."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from tap_sage200.auth.authorization_code import (
    AuthorizationRequest,
    begin,
    challenge,
    code_from_address,
    code_from_paste,
    grant_for,
)
from tap_sage200.auth.token_endpoint import TokenEndpoint
from tap_sage200.config.settings import Settings
from tap_sage200.errors import SignInError
from tests.support.sage_id import ADDRESS, CLIENT, Forms

if TYPE_CHECKING:
    from requests_mock import Mocker

    from tap_sage200.auth.grant import Grant
    from tests.support.clock import Clock

REDIRECT = "http://localhost:8400/callback"
CONFIG = {"client_id": "client-id", "redirect_uri": REDIRECT, "token_file": "token.json"}
BEGUN = AuthorizationRequest("https://id.sage.test/authorize", REDIRECT, state="our-state", verifier="our-verifier")


def begun(**given: str) -> AuthorizationRequest:
    return begin(Settings.from_config({**CONFIG, **given}, for_sign_in=True))


def query(sign_in: AuthorizationRequest) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(sign_in.address).query).items()}


def back(**brought: str) -> str:
    return f"{REDIRECT}?{urlencode(brought)}"


def test_the_browser_sends_the_parameters_that_sage_requires() -> None:
    sign_in = begun()
    assert sign_in.address.startswith("https://id.sage.com/authorize?")
    assert query(sign_in) == {
        "audience": "s200ukipd/sage200",
        "response_type": "code",
        "client_id": "client-id",
        "redirect_uri": REDIRECT,
        "scope": "openid profile email offline_access",
        "state": sign_in.state,
        "code_challenge": challenge(sign_in.verifier),
        "code_challenge_method": "S256",
    }


def test_an_authorize_url_keeps_its_own_query() -> None:
    sign_in = begun(authorize_url="https://id.sage.test/authorize?tenant=one", audience="another")
    assert query(sign_in).items() >= {"tenant": "one", "audience": "another"}.items()


def test_the_challenge_is_computed_as_in_the_rfc() -> None:
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_every_sign_in_has_new_secrets_and_shows_none() -> None:
    first, second = begun(), begun()
    assert first.state != second.state
    assert first.verifier != second.verifier
    assert 43 <= len(first.verifier) <= 128
    assert first.verifier not in repr(first)
    assert first.verifier not in first.address


def test_the_code_is_in_the_address_that_the_browser_came_back_to() -> None:
    assert code_from_address(back(code="the-code", state="our-state"), BEGUN) == "the-code"


@pytest.mark.parametrize("brought", [{"state": "another"}, {}, {"state": ""}, {"state": "our-stat"}, {"state": "ö"}])
@pytest.mark.parametrize("what", [{"code": "the-code"}, {"error": "access_denied"}])
def test_the_response_to_another_sign_in_is_refused(brought: dict[str, str], what: dict[str, str]) -> None:
    with pytest.raises(SignInError, match="another sign-in") as error:
        code_from_address(back(**what, **brought), BEGUN)
    assert "the-code" not in str(error.value)


def test_a_person_who_denies_access_sees_the_message_of_sage() -> None:
    denied = back(error="access_denied", error_description="The user said no.", state="our-state")
    with pytest.raises(SignInError, match=r"\(access_denied: The user said no\).*allow access"):
        code_from_address(denied, BEGUN)


def test_another_refusal_of_sage_names_the_settings_to_check() -> None:
    refused = back(error="unauthorized_client", state="our-state")
    with pytest.raises(SignInError, match=r"\(unauthorized_client\)\. Compare client_id .* redirect_uri"):
        code_from_address(refused, BEGUN)


def test_text_from_an_address_bar_cannot_control_the_terminal() -> None:
    refused = back(error="no\x1b[2J", error_description="a\x07b\n" + 1000 * "c", state="our-state")
    with pytest.raises(SignInError) as error:
        code_from_address(refused, BEGUN)
    assert str(error.value).isprintable()
    assert 297 <= str(error.value).count("c") <= 310


def test_an_address_without_a_code_is_an_error() -> None:
    with pytest.raises(SignInError, match="without an authorization code"):
        code_from_address(back(state="our-state"), BEGUN)


@pytest.mark.parametrize(
    "pasted",
    [
        back(code="the-code", state="our-state"),
        f"  {back(state='our-state', code='the-code')}\n",
        "code=the-code&state=our-state",
        "?code=the-code&state=our-state",
        " the-code\n",
    ],
)
def test_a_person_may_paste_the_address_or_the_code(pasted: str) -> None:
    assert code_from_paste(pasted, BEGUN) == "the-code"


@pytest.mark.parametrize(
    ("pasted", "says"),
    [
        ("", "Nothing was pasted"),
        ("\n", "Nothing was pasted"),
        (REDIRECT, "has no authorization code"),
        ("I do not know", "has no authorization code"),
        (back(code="the-code", state="another"), "another sign-in"),
        ("code=the-code", "another sign-in"),
        (back(error="access_denied", state="our-state"), "access_denied"),
        ("http://[bad?code=x", "has no authorization code"),
        ("http://[bad?error=x", "has no authorization code"),
        (back(code="x") + "&state=\udcff", "has no authorization code"),
        ("\udcff\udcfe", "characters that no code has"),
        ("the-\x1b[31mcode", "characters that no code has"),
        ("the-code\0", "characters that no code has"),
        (back(code="the\0code", state="our-state"), "characters that no code has"),
        (back(code="the-cöde", state="our-state"), "characters that no code has"),
    ],
)
def test_a_wrong_paste_is_an_error_that_says_so(pasted: str, says: str) -> None:
    with pytest.raises(SignInError, match=says):
        code_from_paste(pasted, BEGUN)


def granted(network: Mocker, clock: Clock, **answer: Any) -> Grant:  # noqa: ANN401 - arguments of the library
    network.post(ADDRESS, **answer)
    endpoint = TokenEndpoint(CLIENT, Forms())
    return grant_for("the-code", BEGUN, endpoint, clock=clock)


def test_the_code_is_exchanged_with_the_verifier_for_a_grant(requests_mock: Mocker, clock: Clock) -> None:
    tokens = {"access_token": "access-1", "refresh_token": "refresh-1", "expires_in": 3600}
    grant = granted(requests_mock, clock, json=tokens)
    [asked] = requests_mock.request_history
    assert parse_qs(asked.text) == {
        "grant_type": ["authorization_code"],
        "client_id": ["client-id"],
        "client_secret": ["client-secret"],
        "code": ["the-code"],
        "redirect_uri": [REDIRECT],
        "code_verifier": ["our-verifier"],
    }
    assert (grant.refresh_token, grant.access_token) == ("refresh-1", "access-1")
    assert (grant.signed_in_at or "") < (grant.expires_at or "")
    assert not grant.signed_in_earlier


def test_a_grant_without_a_refresh_token_is_an_error(requests_mock: Mocker, clock: Clock) -> None:
    with pytest.raises(SignInError, match="offline_access"):
        granted(requests_mock, clock, json={"access_token": "access-1"})


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        ({"status_code": 503}, "status 503"),
        ({"text": "<html>"}, "status 200, a web page"),
        ({"exc": requests.ReadTimeout}, "ReadTimeout"),
    ],
)
def test_a_code_without_a_response_is_not_sent_again(
    requests_mock: Mocker, clock: Clock, answer: dict[str, Any], cause: str
) -> None:
    with pytest.raises(SignInError, match=rf"\({cause}\), and nothing was stored\. Run the login again"):
        granted(requests_mock, clock, **answer)
    assert requests_mock.call_count == 1


def test_a_sign_in_without_an_access_token_is_kept(requests_mock: Mocker, clock: Clock) -> None:
    grant = granted(requests_mock, clock, json={"refresh_token": "refresh-1"})
    assert (grant.refresh_token, grant.access_token, grant.expires_at) == ("refresh-1", None, None)


def test_the_error_of_a_refused_code_is_about_the_code(requests_mock: Mocker, clock: Clock) -> None:
    with pytest.raises(
        SignInError, match=r"refuses the authorization code \(invalid_grant\).*Run the login again"
    ) as error:
        granted(requests_mock, clock, json={"error": "invalid_grant"}, status_code=403)
    assert "refresh" not in str(error.value)
