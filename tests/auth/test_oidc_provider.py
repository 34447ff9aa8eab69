"""The sign-in and the lifetime of its tokens, against an independent OAuth server."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tap_sage200 import timestamps
from tap_sage200.auth import authenticator_for, authorization_code, endpoint_for, store_for
from tap_sage200.config.settings import Settings
from tap_sage200.errors import SignInAgainError, SignInError
from tests.peers.oidc_provider import CONFIDENTIAL, PUBLIC, Person, running
from tests.support.sage_id import Forms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tap_sage200.auth.grant import Grant
    from tests.peers.oidc_provider import Peer

pytestmark = pytest.mark.posix

RENEW = """
import json, sys
from tap_sage200.auth import authenticator_for
from tap_sage200.transport.session import HttpSession
from tap_sage200.config.settings import Settings
settings = Settings.from_config(json.loads(sys.stdin.readline()))
access = authenticator_for(settings, HttpSession(settings))
bearer = access.bearer()
print("ready", flush=True)
sys.stdin.readline()
for _ in range(20):
    bearer = access.renew(bearer)
print(bearer.token)
"""


@pytest.fixture(scope="module")
def peer() -> Iterator[Peer]:
    """The server, for all tests of this module."""
    with running() as server:
        yield server


@pytest.fixture(params=[CONFIDENTIAL, PUBLIC], ids=["confidential", "public"])
def config(peer: Peer, tmp_path: Path, request: pytest.FixtureRequest) -> dict[str, Any]:
    """The settings of a client with a secret, and of one without."""
    return peer.config(request.param, tmp_path)


@pytest.fixture
def settings(config: dict[str, Any]) -> Settings:
    """The validated settings, before the sign-in."""
    return Settings.from_config(config, for_sign_in=True)


@pytest.fixture
def person(settings: Settings) -> Person:
    """A person with a browser, which comes back to the client."""
    return Person(str(settings.redirect_uri))


@pytest.fixture
def forms() -> Forms:
    """Sends forms."""
    return Forms()


@pytest.fixture
def granted(settings: Settings, person: Person, forms: Forms) -> Grant:
    """The stored grant of a sign-in."""
    begun = authorization_code.begin(settings)
    code = authorization_code.code_from_address(person.signs_in(begun.address), begun)
    grant = authorization_code.grant_for(code, begun, endpoint_for(settings, forms))
    store_for(settings).save(grant)
    return grant


def stored(settings: Settings) -> Grant:
    grant = store_for(settings).load()
    assert grant
    return grant


def end_access_token(settings: Settings) -> None:
    """Make the stored access token look expired."""
    over = timestamps.to_text(timestamps.now() - timedelta(hours=1))
    store_for(settings).save(replace(stored(settings), expires_at=over))


def renewing(config: dict[str, Any]) -> subprocess.Popen[str]:
    """Start a process that renews its access token repeatedly, on a signal."""
    command, pipe = [sys.executable, "-W", "error", "-c", RENEW], subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
    tell(process, json.dumps(config))
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def tell(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def test_the_server_accepts_the_tokens_of_a_sign_in(peer: Peer, granted: Grant) -> None:
    assert granted.signed_in_at
    assert granted.access_token
    assert peer.accepts(granted.access_token)
    assert not peer.accepts(granted.access_token + "x")


def test_a_run_uses_the_access_token_of_the_sign_in(settings: Settings, granted: Grant, forms: Forms) -> None:
    assert authenticator_for(settings, forms).bearer().token == granted.access_token


def test_each_refresh_token_is_replaced_and_the_next_run_uses_the_newest(
    peer: Peer, settings: Settings, granted: Grant, forms: Forms
) -> None:
    seen = [granted.refresh_token]
    for _ in range(3):
        end_access_token(settings)
        assert peer.accepts(authenticator_for(settings, forms).bearer().token)
        seen.append(stored(settings).refresh_token)

    assert len(set(seen)) == 4
    assert stored(settings).signed_in_at == granted.signed_in_at


def test_a_refresh_token_that_is_used_twice_ends_the_sign_in(settings: Settings, granted: Grant, forms: Forms) -> None:
    """The second use of a copy is refused, and the newest token of the sign-in is then refused too."""
    end_access_token(settings)
    authenticator_for(settings, forms).bearer()
    endpoint = endpoint_for(settings, forms)
    for token in (granted.refresh_token, stored(settings).refresh_token):
        with pytest.raises(SignInAgainError, match=r"\(invalid_grant\).* run `sage200 login`"):
            endpoint.request_tokens({"grant_type": "refresh_token", "refresh_token": token})


def test_a_revoked_sign_in_ends_a_run_with_the_command_to_run(
    peer: Peer, settings: Settings, config: dict[str, Any], granted: Grant, forms: Forms
) -> None:
    client = {str(name): config[name] for name in ("client_id", "client_secret") if name in config}
    assert forms.post(peer.revoke_url, data={**client, "token": granted.refresh_token})[0].ok
    end_access_token(settings)

    with pytest.raises(SignInAgainError, match=r"\(invalid_grant\).* run `sage200 login`"):
        authenticator_for(settings, forms).bearer()


def test_concurrent_processes_never_use_a_refresh_token_twice(
    peer: Peer, settings: Settings, config: dict[str, Any], granted: Grant
) -> None:
    runs = [renewing(config) for _ in range(3)]
    for run in runs:
        tell(run, "go")
    told = [run.communicate(timeout=60) for run in runs]

    assert [run.returncode for run in runs] == [0, 0, 0], told
    assert all(peer.accepts(access_token.strip()) for access_token, _ in told)
    assert stored(settings).follows(granted.refresh_token)


def test_a_code_is_refused_without_its_verifier(settings: Settings, person: Person, forms: Forms) -> None:
    begun = authorization_code.begin(settings)
    code = authorization_code.code_from_address(person.signs_in(begun.address), begun)
    stolen = replace(begun, verifier=authorization_code.begin(settings).verifier)

    with pytest.raises(SignInError, match="Sage ID refuses the authorization code"):
        authorization_code.grant_for(code, stolen, endpoint_for(settings, forms))


def test_a_code_can_be_used_once(settings: Settings, person: Person, forms: Forms) -> None:
    begun = authorization_code.begin(settings)
    code = authorization_code.code_from_address(person.signs_in(begun.address), begun)
    authorization_code.grant_for(code, begun, endpoint_for(settings, forms))

    with pytest.raises(SignInError, match="Sage ID refuses the authorization code"):
        authorization_code.grant_for(code, begun, endpoint_for(settings, forms))


def test_the_browser_comes_back_with_the_state_that_was_sent(settings: Settings, person: Person) -> None:
    begun, other = authorization_code.begin(settings), authorization_code.begin(settings)
    address = person.signs_in(begun.address)

    assert parse_qs(urlsplit(address).query)["state"] == [begun.state]
    with pytest.raises(SignInError, match="another sign-in"):
        authorization_code.code_from_address(address, other)


def test_a_person_who_denies_access_sees_the_message_of_the_server(settings: Settings, person: Person) -> None:
    begun = authorization_code.begin(settings)

    with pytest.raises(SignInError, match="access_denied: End-User aborted interaction"):
        authorization_code.code_from_address(person.declines(begun.address), begun)


def test_a_wrong_client_secret_is_named(settings: Settings, granted: Grant, forms: Forms) -> None:
    endpoint = endpoint_for(replace(settings, client_id="confidential", client_secret="wrong"), forms)

    with pytest.raises(SignInError, match=r"\(invalid_client\)\. Compare client_id and client_secret"):
        endpoint.request_tokens({"grant_type": "refresh_token", "refresh_token": granted.refresh_token})
