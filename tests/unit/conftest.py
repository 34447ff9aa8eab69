"""What all unit tests share."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

import hypothesis
import pytest
import requests

from tap_sage200.auth import SageId
from tap_sage200.connection import Connection
from tap_sage200.http import SageApi
from tap_sage200.settings import Settings
from tap_sage200.token_endpoint import TokenEndpoint
from tap_sage200.token_store import MemoryStore
from tests.unit.clock import Clock
from tests.unit.sage import API_URL, Tokens
from tests.unit.sage_id import ADDRESS, CLIENT, GRANTED, SageIdServer

if TYPE_CHECKING:
    from requests_mock import Mocker

    from tap_sage200.token_endpoint import Client
    from tap_sage200.token_store import TokenStore

# The same examples in every run: a red build means that a change broke something, not that luck found it.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=False)
hypothesis.settings.load_profile("repeatable")


class SignIn(Protocol):
    """Makes the access of one run."""

    def __call__(
        self, refresh_token: str | None = GRANTED, *, store: TokenStore | None = None, client: Client = CLIENT
    ) -> SageId:
        """Use this refresh token of the settings, this store, this client."""


class MakeApi(Protocol):
    """Makes the API of one run."""

    def __call__(self, **given: object) -> SageApi:
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
        refresh_token: str | None = GRANTED, *, store: TokenStore | None = None, client: Client = CLIENT
    ) -> SageId:
        post = partial(requests.Session().post, allow_redirects=False)
        return SageId(
            TokenEndpoint(client, post), refresh_token, store or MemoryStore(), now=clock.now, sleep=clock.sleep
        )

    return make


@pytest.fixture
def tokens() -> Tokens:
    """Access whose tokens are numbered."""
    return Tokens()


@pytest.fixture
def make_api(clock: Clock, tokens: Tokens) -> MakeApi:
    """Makes the API of one run, without waiting."""

    def make(**given: object) -> SageApi:
        settings = Settings.from_config({"access_token": "access-0", "api_url": API_URL, **given})
        return SageApi(settings, Connection(settings), tokens, clock=clock.seconds, sleep=clock.sleep)

    return make
