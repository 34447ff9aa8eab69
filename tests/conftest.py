"""What all tests share: a neutral environment, repeatable examples, and the parts of a run without any waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import Phase, settings

from tap_sage200.api.client import Sage200Client
from tap_sage200.auth.authenticator import RefreshTokenAuthenticator
from tap_sage200.auth.token_endpoint import TokenEndpoint
from tap_sage200.auth.token_store import MemoryStore
from tap_sage200.config.settings import Settings
from tap_sage200.transport.session import HttpSession
from tap_sage200.transport.tls import BUNDLES
from tests.support.clock import Clock
from tests.support.requests_to_sage import API_URL, Tokens
from tests.support.sage_id import ADDRESS, CLIENT, GRANTED, Forms, SageIdServer

if TYPE_CHECKING:
    from requests_mock import Mocker

    from tap_sage200.auth.token_endpoint import OAuthClient
    from tap_sage200.auth.token_store import TokenStore

# The same examples at each run; `pytest --hypothesis-profile=thorough` plays many others.
PHASES = (
    Phase.explicit,
    Phase.reuse,
    Phase.generate,
    Phase.shrink,
)  # to explain a failure takes longer than to find it
settings.register_profile("steady", derandomize=True, deadline=None, phases=PHASES)
settings.register_profile("thorough", max_examples=3000, deadline=None, phases=PHASES, print_blob=True)
settings.load_profile("steady")

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def a_plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what this machine says of certificates and proxies."""
    for name in (*BUNDLES, *PROXIES):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


class SignIn(Protocol):
    """Makes the access of one run."""

    def __call__(
        self, refresh_token: str | None = GRANTED, *, store: TokenStore | None = None, client: OAuthClient = CLIENT
    ) -> RefreshTokenAuthenticator:
        """Use this refresh token of the settings, this store, this client."""


class MakeApi(Protocol):
    """Makes the API of one run."""

    def __call__(self, **given: object) -> Sage200Client:
        """Use these settings besides the ones that a run needs."""


@pytest.fixture
def clock() -> Clock:
    """A clock that only sleeping moves."""
    return Clock()


@pytest.fixture
def server(requests_mock: Mocker) -> SageIdServer:
    """A Sage ID that has granted one refresh token."""
    server = SageIdServer()
    requests_mock.post(ADDRESS, json=server.answer)
    return server


@pytest.fixture
def sign_in(clock: Clock) -> SignIn:
    """Makes the access of one run, without waiting."""

    def make(
        refresh_token: str | None = GRANTED, *, store: TokenStore | None = None, client: OAuthClient = CLIENT
    ) -> RefreshTokenAuthenticator:
        return RefreshTokenAuthenticator(
            TokenEndpoint(client, Forms()), refresh_token, store or MemoryStore(), clock=clock
        )

    return make


@pytest.fixture
def tokens() -> Tokens:
    """Access whose tokens are numbered."""
    return Tokens()


@pytest.fixture
def make_api(clock: Clock, tokens: Tokens) -> MakeApi:
    """Makes the API of one run, without waiting."""

    def make(**given: object) -> Sage200Client:
        settings = Settings.from_config({"access_token": "access-0", "api_url": API_URL, **given})
        return Sage200Client(settings, HttpSession(settings), tokens, clock=clock)

    return make
