"""Fixtures for all tests: a neutral environment, repeatable examples, and parts of a run that never wait."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol

import pytest
from hypothesis import Phase, settings

from tap_sage200.api.client import Sage200Client
from tap_sage200.api.prefetch import Prefetcher
from tap_sage200.auth.authenticator import RefreshTokenAuthenticator
from tap_sage200.auth.token_endpoint import TokenEndpoint
from tap_sage200.auth.token_store import MemoryStore
from tap_sage200.config.settings import Settings
from tap_sage200.masking import SECRETS
from tap_sage200.transport.session import HttpSession
from tap_sage200.transport.tls import BUNDLES
from tests.support.clock import Clock
from tests.support.pause import Pause
from tests.support.postgres import Server, serving
from tests.support.requests_to_sage import API_URL, Tokens
from tests.support.sage_id import ADDRESS, CLIENT, GRANTED, Forms, SageIdServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from requests_mock import Mocker
    from sage200_sandbox import Sandbox

    from tap_sage200.auth.token_endpoint import OAuthClient
    from tap_sage200.auth.token_store import TokenStore

# Each run has the same examples. `pytest --hypothesis-profile=thorough` tries many others.
PHASES = (
    Phase.explicit,
    Phase.reuse,
    Phase.generate,
    Phase.shrink,
)  # no `explain`: it takes longer than finding the failure
settings.register_profile("steady", derandomize=True, deadline=None, phases=PHASES)
settings.register_profile("thorough", max_examples=3000, deadline=None, phases=PHASES, print_blob=True)
settings.load_profile("steady")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest: one process tests the loaders, and one loads the warehouse of the questions."""
    slow = ("loaders", "questions")
    items.sort(key=lambda item: next((place for place, name in enumerate(slow) if name in item.path.parts), len(slow)))


PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def a_plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove the certificate and proxy variables of this machine."""
    for name in (*BUNDLES, "SSL_CERT_DIR", *PROXIES):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(scope="session", autouse=True)
def _idle_threads_end_soon() -> Iterator[None]:
    """Let the idle threads of a run end at once: each test waits for them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Prefetcher.__init__.__kwdefaults__ or {}, "linger", 0.005)
        yield


@pytest.fixture
def paused(sage: Sandbox) -> Pause:
    """What a fault of kind latency does."""
    pause = Pause()
    sage.pause = pause  # type: ignore[method-assign]
    return pause


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL server."""
    with serving() as server:
        yield server


@pytest.fixture
def token_store(postgres_server: Server) -> str:
    """The address of an empty database, for the setting of this name."""
    return postgres_server.without_sign_ins()


class SignIn(Protocol):
    """Makes the authenticator of a run."""

    def __call__(
        self, refresh_token: str | None = GRANTED, *, store: TokenStore | None = None, client: OAuthClient = CLIENT
    ) -> RefreshTokenAuthenticator:
        """Use this configured refresh token, this token store and this OAuth client."""


class MakeApi(Protocol):
    """Makes the API client of a run."""

    def __call__(self, **given: object) -> Sage200Client:
        """Use these settings in addition to the required ones."""


@pytest.fixture
def clock() -> Clock:
    """A clock that moves only when the code sleeps."""
    return Clock()


@pytest.fixture
def server(requests_mock: Mocker) -> SageIdServer:
    """A Sage ID that has granted one refresh token."""
    server = SageIdServer()
    requests_mock.post(ADDRESS, json=server.answer)
    return server


@pytest.fixture
def sign_in(clock: Clock) -> SignIn:
    """Makes the authenticator of a run, which never waits."""

    def make(
        refresh_token: str | None = GRANTED, *, store: TokenStore | None = None, client: OAuthClient = CLIENT
    ) -> RefreshTokenAuthenticator:
        return RefreshTokenAuthenticator(
            TokenEndpoint(client, Forms()), refresh_token, store or MemoryStore(), clock=clock
        )

    return make


@pytest.fixture
def tokens() -> Tokens:
    """An authenticator with numbered access tokens."""
    return Tokens()


@pytest.fixture
def make_api(clock: Clock, tokens: Tokens) -> MakeApi:
    """Makes the API client of a run, which never waits."""

    def make(**given: object) -> Sage200Client:
        settings = Settings.from_config({"access_token": "access-0", "api_url": API_URL, **given})
        return Sage200Client(settings, HttpSession(settings), tokens, clock=clock)

    return make


@pytest.fixture(autouse=True)
def _filter_of_each_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test know only its own secrets, and remove the filter that a command installs."""
    monkeypatch.setattr(SECRETS, "_spellings", frozenset())
    monkeypatch.setattr(logging.Logger, "handle", logging.Logger.handle)
