"""`sage200 login`, over real HTTP, with a browser that follows redirects."""

from __future__ import annotations

import io
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from sage200_sandbox.oauth import PUBLIC_CLIENT_ID

from tap_sage200.auth.authorization_code import AuthorizationRequest
from tap_sage200.cli.redirect_listener import RedirectListener
from tap_sage200.errors import SignInError
from tests.cli.signed_in import one_company, stored
from tests.support.commanding import SECONDS, sage200
from tests.support.runs import run_tap

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

    from tests.cli.conftest import Paste
    from tests.support.commanding import Browser

Config = dict[str, Any]
ELSEWHERE = "https://sage.example/callback"


def code_of(address: str) -> str:
    """The code in an address."""
    return parse_qs(urlsplit(address).query)["code"][0]


def test_a_person_signs_in_and_runs_then_work(config: Config, browser: Browser, sage: Sandbox) -> None:
    one_company(sage)
    result = sage200("login", config=config)
    assert result.exit_code == 0, result.output
    assert len(browser.opened) == 1
    assert stored(config)["signed_in_at"]
    assert run_tap(config, "sites").error is None


def test_the_browser_ends_at_a_page_that_sends_the_person_back(config: Config, browser: Browser) -> None:
    sage200("login", config=config)
    browser.close()
    [page] = browser.pages
    assert "Continue in the terminal" in page
    assert "sandbox-code" not in page


def test_the_sign_in_is_bound_to_this_machine_by_pkce(config: Config, browser: Browser, sage: Sandbox) -> None:
    sage200("login", config=config)
    asked = parse_qs(urlsplit(browser.opened[0]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert "code_verifier" not in asked
    # The sandbox refuses a code whose verifier does not fit: see tests/sandbox/test_tokens.py.
    assert [asked.status for asked in sage.requests if asked.method == "POST"] == [200]


def test_a_public_client_needs_no_secret(config: Config, browser: Browser) -> None:
    config["client_id"] = PUBLIC_CLIENT_ID
    del config["client_secret"]
    result = sage200("login", config=config)
    assert result.exit_code == 0, result.output
    assert len(browser.opened) == 1


def test_the_error_of_a_wrong_secret_says_so(config: Config, browser: Browser) -> None:
    result = sage200("login", config=config | {"client_secret": "sandbox-wrong-one"})
    assert result.exit_code == 1
    assert len(browser.opened) == 1
    assert "Compare client_id and client_secret" in result.stderr


def test_the_error_of_a_missing_secret_says_so(config: Config, browser: Browser) -> None:
    del config["client_secret"]
    result = sage200("login", config=config)
    assert result.exit_code == 1
    assert len(browser.opened) == 1
    assert "client_secret is not set" in result.stderr
    assert "--config ENV" in result.stderr


def test_a_person_without_a_browser_pastes_the_address(config: Config, browser: Browser, paste: Paste) -> None:
    result = sage200("login", "--no-browser", config=config, typed=paste())
    assert result.exit_code == 0, result.output
    assert config["authorize_url"] in result.output
    assert browser.opened == []
    assert stored(config)["refresh_token"]


def test_a_person_may_paste_only_the_code(config: Config, paste: Paste) -> None:
    assert sage200("login", "--no-browser", config=config, typed=paste(code_of)).exit_code == 0
    assert stored(config)["refresh_token"]


def test_a_redirect_to_another_address_is_pasted_even_with_a_browser(
    config: Config, browser: Browser, paste: Paste
) -> None:
    browser.on_the_way = lambda _: config["authorize_url"]  # the server there is not on this machine
    result = sage200("login", config=config | {"redirect_uri": ELSEWHERE}, typed=paste())
    assert result.exit_code == 0, result.output
    assert len(browser.opened) == 1
    assert f"the browser goes to {ELSEWHERE}" in result.output


def test_without_a_browser_the_command_asks_for_the_address(config: Config, browser: Browser, paste: Paste) -> None:
    browser.exists = False
    assert sage200("login", config=config, typed=paste()).exit_code == 0
    assert stored(config)["refresh_token"]


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_with_the_port_in_use_the_command_asks_for_the_address(
    config: Config, browser: Browser, paste: Paste, address: str
) -> None:
    port, family = urlsplit(config["redirect_uri"]).port or 0, socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, port), family=family):
        result = sage200("login", config=config, typed=paste())
    assert result.exit_code == 0, result.output
    assert "Cannot listen at" in result.output
    assert browser.opened == []


def test_a_redirect_of_another_sign_in_is_answered_and_the_command_goes_on_waiting(
    config: Config, browser: Browser
) -> None:
    strays: list[int] = []

    def after_others(address: str) -> str:
        others = (address.replace("state=", "state=x"), address.replace("&state=", "&other="), address[:-9])
        strays.extend(requests.get(other, timeout=SECONDS).status_code for other in others)
        return address

    browser.on_the_way = after_others
    result = sage200("login", config=config)
    assert result.exit_code == 0, result.output
    assert strays == [400, 400, 400]
    assert stored(config)["refresh_token"]


def test_a_redirect_of_another_sign_in_alone_is_refused_without_a_request_to_sage(
    config: Config, browser: Browser, sage: Sandbox
) -> None:
    browser.on_the_way = lambda address: address.replace("state=", "state=x")
    result = sage200("login", "--timeout", "1", config=config)
    assert result.exit_code == 1
    assert "another sign-in: the state parameter did not match" in result.stderr
    assert not Path(config["token_file"]).exists()
    assert sage.requests == []


def test_a_pasted_address_of_another_sign_in_is_refused(config: Config, paste: Paste) -> None:
    typed = paste(lambda address: address.replace("state=", "state=x"))
    result = sage200("login", "--no-browser", config=config, typed=typed)
    assert result.exit_code == 1
    assert "another sign-in" in result.stderr


@pytest.mark.parametrize("options", [[], ["--no-browser"]], ids=["browser", "pasted"])
def test_denied_consent_is_reported_with_the_message_of_sage(
    config: Config, browser: Browser, paste: Paste, sage: Sandbox, options: list[str]
) -> None:
    sage.consents = False
    result = sage200("login", *options, config=config, typed=paste())
    assert result.exit_code == 1
    assert "(access_denied: The user did not consent)" in result.stderr
    assert browser.opened or options
    assert not Path(config["token_file"]).exists()


def test_the_error_of_an_incomplete_code_says_so(config: Config, paste: Paste) -> None:
    result = sage200("login", "--no-browser", config=config, typed=paste(lambda address: code_of(address)[:-1]))
    assert result.exit_code == 1
    assert "not copied completely" in result.stderr


def test_an_empty_paste_is_an_error(config: Config) -> None:
    result = sage200("login", "--no-browser", config=config)
    assert result.exit_code == 1
    assert "Nothing was pasted" in result.stderr


def test_a_paste_in_another_encoding_is_an_error_of_one_line(config: Config) -> None:
    result = sage200("login", "--no-browser", config=config, typed=io.BytesIO(b"\xff\xfe\n"))
    assert result.exit_code == 1
    assert "The pasted text has no authorization code" in result.stderr.splitlines()[-1]


def awaited(redirect_uri: str) -> AuthorizationRequest:
    """A sign-in that waits for the browser."""
    return AuthorizationRequest("https://id.sage.test", redirect_uri, "our-state", "our-verifier")


def test_a_browser_that_does_not_come_back_is_an_error_that_says_what_to_do(redirect_uri: str) -> None:
    with (
        RedirectListener(awaited(redirect_uri)) as listener,
        pytest.raises(SignInError, match=r"nothing has changed.*--timeout"),
    ):
        listener.wait(0)


def test_the_option_timeout_sets_the_wait(config: Config, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    wait = RedirectListener.wait

    def wait_and_note(listener: RedirectListener, seconds: float) -> str:
        waited.append(seconds)
        return wait(listener, seconds)

    monkeypatch.setattr(RedirectListener, "wait", wait_and_note)
    sage200("login", "--timeout", "77", config=config)
    assert browser.opened
    assert waited == [77]


def test_the_command_listens_only_at_the_redirect_uri(redirect_uri: str) -> None:
    with RedirectListener(awaited(redirect_uri)) as listener:
        for stray in (f"{redirect_uri}/other?code=x", redirect_uri, redirect_uri.replace("callback", "favicon.ico")):
            assert requests.get(stray, timeout=SECONDS).status_code == 404
        for address in ("127.0.0.1", "[::1]"):  # a browser may look for localhost at either of them
            returned = redirect_uri.replace("localhost", address)
            requests.get(f"{returned}?code=the-code&state=our-state", timeout=SECONDS)
            assert listener.wait(SECONDS) == "/callback?code=the-code&state=our-state"


def test_an_unusable_token_file_is_reported_before_the_sign_in(config: Config, browser: Browser) -> None:
    file = Path(config["token_file"])
    file.parent.mkdir()
    file.write_text("somebody's notes")
    result = sage200("login", config=config)
    assert result.exit_code != 0
    assert "does not contain a token of this tap" in result.stderr
    assert browser.opened == []
    assert file.read_text() == "somebody's notes"


def test_missing_settings_are_named_before_the_sign_in(browser: Browser) -> None:
    result = sage200("login", config={})
    assert result.exit_code == 1
    assert browser.opened == []
    for name in ("client_id", "redirect_uri", "token_file"):
        assert f"{name} is missing" in result.stderr


def test_a_new_sign_in_takes_precedence_over_an_old_token_in_the_settings(
    config: Config, browser: Browser, sage: Sandbox
) -> None:
    one_company(sage)
    config["refresh_token"] = sage.new_refresh_token()
    sage.revoke()
    assert sage200("login", config=config).exit_code == 0
    sage.expire_access_tokens()
    assert browser.opened
    assert run_tap(config, "sites").error is None


def test_a_bare_access_token_does_not_stop_a_sign_in(config: Config, browser: Browser) -> None:
    config["access_token"] = "sandbox-access-of-yesterday"
    result = sage200("login", config=config)
    assert result.exit_code == 0, result.output
    assert browser.opened
    assert "access_token is also set" in result.output
