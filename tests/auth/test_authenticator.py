"""Access tokens and refresh tokens: each is used while it is valid, and renewed once."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from requests_mock import Mocker

from tap_sage200.auth.authenticator import EARLY, Bearer, FixedTokenAuthenticator, RefreshTokenAuthenticator
from tap_sage200.auth.file_store import FileStore
from tap_sage200.auth.grant import Grant, fingerprint
from tap_sage200.auth.token_endpoint import OAuthClient, TokenEndpoint
from tap_sage200.auth.token_response import DEFAULT_LIFE
from tap_sage200.auth.token_store import MemoryStore
from tap_sage200.errors import SignInError
from tests.support.clock import Clock
from tests.support.sage_id import ADDRESS, Forms, SageIdServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import SignIn

SECOND = timedelta(seconds=1)


class JournalStore(MemoryStore):
    """A store that records its calls in a journal."""

    def __init__(self, journal: list[str]) -> None:
        super().__init__()
        self._journal = journal

    @contextmanager
    def lock(self, seconds: float = 0) -> Iterator[None]:
        del seconds
        self._journal.append("lock")
        yield
        self._journal.append("unlock")

    def check(self, grant: Grant | None) -> None:
        self._journal.append("check")
        super().check(grant)

    def save(self, grant: Grant) -> None:
        self._journal.append(f"save {grant.refresh_token}")
        super().save(grant)


def test_the_repr_of_a_bearer_does_not_show_the_token() -> None:
    assert "access-1" not in repr(Bearer("access-1"))


def test_a_bare_access_token_is_used_unchanged() -> None:
    assert FixedTokenAuthenticator("access-0").bearer() == Bearer("access-0")


def test_a_bare_access_token_cannot_be_renewed_and_the_error_says_what_to_do() -> None:
    access = FixedTokenAuthenticator("access-0")

    with pytest.raises(SignInError, match=r"Set a new access_token\. Or set client_id and refresh_token"):
        access.renew(access.bearer())


def test_no_request_is_sent_before_the_first_token_is_needed(sign_in: SignIn, server: SageIdServer) -> None:
    sign_in()

    assert not server.forms


def test_a_refresh_token_is_exchanged_for_an_access_token(sign_in: SignIn, server: SageIdServer) -> None:
    assert sign_in().bearer() == Bearer("access-1")
    assert server.forms == [
        {
            "grant_type": "refresh_token",
            "client_id": "client-id",
            "client_secret": "client-secret",
            "refresh_token": "refresh-0",
        }
    ]


def test_a_public_client_sends_no_secret(sign_in: SignIn, server: SageIdServer) -> None:
    sign_in(client=OAuthClient(ADDRESS, "client-id")).bearer()

    assert "client_secret" not in server.forms[0]


def test_a_token_is_used_until_shortly_before_its_expiry(sign_in: SignIn, server: SageIdServer, clock: Clock) -> None:
    access = sign_in()
    first = access.bearer()

    clock.instant += timedelta(seconds=3600) - EARLY - SECOND
    assert access.bearer() == first

    clock.instant += SECOND
    assert access.bearer() == Bearer("access-2")
    assert server.spent == ["refresh-0", "refresh-1"]


def test_a_token_without_a_lifetime_is_renewed_after_the_shortest_lifetime_seen(
    sign_in: SignIn, server: SageIdServer, clock: Clock
) -> None:
    server.also = {}
    access = sign_in()
    first = access.bearer()

    clock.instant += timedelta(seconds=DEFAULT_LIFE) - EARLY - SECOND
    assert access.bearer() == first

    clock.instant += SECOND
    assert access.bearer() != first


@pytest.mark.parametrize("expires_in", ["3600", 3600.0])
def test_the_lifetime_of_a_token_may_be_written_in_other_ways(
    sign_in: SignIn, server: SageIdServer, clock: Clock, expires_in: object
) -> None:
    server.also = {"expires_in": expires_in}
    access = sign_in()
    first = access.bearer()

    clock.instant += timedelta(seconds=3600) - EARLY - SECOND
    assert access.bearer() == first


@pytest.mark.parametrize("life", [1, 60, 90, 179])
def test_at_least_half_of_a_short_life_is_used(sign_in: SignIn, server: SageIdServer, clock: Clock, life: int) -> None:
    server.also = {"expires_in": life}
    access = sign_in()

    assert access.bearer() == access.bearer() == Bearer("access-1")
    clock.instant += timedelta(seconds=life / 2)
    assert access.bearer() == Bearer("access-2")


@pytest.mark.parametrize("expires_in", ["an hour", "3599.5", 10**20])
def test_an_invalid_lifetime_does_not_lose_the_rotated_refresh_token(
    sign_in: SignIn, server: SageIdServer, expires_in: object
) -> None:
    server.also = {"expires_in": expires_in}
    store = MemoryStore()

    assert sign_in(store=store).bearer() == Bearer("access-1")

    stored = store.load()
    assert stored
    assert stored.refresh_token == "refresh-1"


def test_a_refused_token_is_renewed_once(sign_in: SignIn, server: SageIdServer) -> None:
    access = sign_in()
    refused = access.bearer()

    renewed = access.renew(refused)

    assert renewed == Bearer("access-2")
    assert access.bearer() == renewed
    assert server.spent == ["refresh-0", "refresh-1"]


def test_a_second_thread_with_the_same_refused_token_gets_the_new_one_without_another_request(
    sign_in: SignIn, server: SageIdServer
) -> None:
    access = sign_in()
    refused = access.bearer()
    together = threading.Barrier(4)

    def renew(_: int) -> Bearer:
        together.wait(timeout=10)
        return access.renew(refused)

    with ThreadPoolExecutor(4) as threads:
        renewed = list(threads.map(renew, range(4)))

    assert renewed == [Bearer("access-2")] * 4
    assert server.spent == ["refresh-0", "refresh-1"]


def test_a_rotated_refresh_token_is_saved_before_its_access_token_is_used(
    sign_in: SignIn, server: SageIdServer
) -> None:
    access = sign_in(store=JournalStore(server.journal))

    server.journal.append(f"use {access.bearer().token}")

    assert server.journal == ["lock", "check", "request refresh-0", "save refresh-1", "unlock", "use access-1"]


def test_a_token_that_is_not_rotated_stays_in_use(sign_in: SignIn, server: SageIdServer) -> None:
    server.rotates = False
    store = MemoryStore()
    access = sign_in(store=store)

    access.renew(access.bearer())

    assert server.spent == ["refresh-0", "refresh-0"]
    stored = store.load()
    assert stored
    assert stored.spent == ()


def test_a_token_that_comes_back_unchanged_stays_in_use(sign_in: SignIn, server: SageIdServer) -> None:
    server.rotates = False
    server.also = {"refresh_token": "refresh-0"}
    store = MemoryStore()
    access = sign_in(store=store)

    access.renew(access.bearer())

    assert server.spent == ["refresh-0", "refresh-0"]
    stored = store.load()
    assert stored
    assert stored.spent == ()


def test_the_store_is_not_used_while_a_token_is_valid(sign_in: SignIn, server: SageIdServer) -> None:
    access = sign_in(store=JournalStore(server.journal))
    for _ in range(3):
        access.bearer()

    assert server.journal.count("lock") == 1


def test_a_stored_access_token_without_an_expiry_is_renewed(sign_in: SignIn, server: SageIdServer) -> None:
    store = MemoryStore()
    store.save(Grant("refresh-0", access_token="access-0"))

    assert sign_in(store=store).bearer() == Bearer("access-1")
    assert server.spent == ["refresh-0"]


def test_the_next_run_uses_the_stored_access_token_without_a_request(sign_in: SignIn, server: SageIdServer) -> None:
    store = MemoryStore()
    first = sign_in(store=store).bearer()

    assert sign_in(store=store).bearer() == first
    assert len(server.forms) == 1


def test_the_next_run_continues_with_the_stored_refresh_token(
    sign_in: SignIn, server: SageIdServer, clock: Clock
) -> None:
    store = MemoryStore()
    sign_in(store=store).bearer()

    clock.instant += timedelta(days=1)
    sign_in(store=store).bearer()

    assert server.spent == ["refresh-0", "refresh-1"], "the configured token was spent long ago"


def test_a_run_uses_the_token_that_another_run_has_renewed(
    sign_in: SignIn, server: SageIdServer, tmp_path: Path
) -> None:
    one = sign_in(store=FileStore(tmp_path / "token.json"))
    other = sign_in(store=FileStore(tmp_path / "token.json"))
    refused = one.bearer()
    assert other.bearer() == refused

    renewed = one.renew(refused)

    assert other.renew(refused) == renewed
    assert len(server.forms) == 2


def test_a_run_may_have_its_only_token_in_the_store(sign_in: SignIn, server: SageIdServer) -> None:
    store = MemoryStore()
    store.save(Grant("refresh-0"))

    assert sign_in(None, store=store).bearer() == Bearer("access-1")
    assert server.spent == ["refresh-0"]


def test_a_newer_token_in_the_settings_replaces_the_stored_one(sign_in: SignIn, server: SageIdServer) -> None:
    server.good.add("later-0")
    store = MemoryStore()
    sign_in(store=store).bearer()

    assert sign_in("later-0", store=store).bearer() == Bearer("access-2")

    assert server.spent == ["refresh-0", "later-0"]
    stored = store.load()
    assert stored
    assert stored.refresh_token == "later-2"
    assert stored.spent == tuple(fingerprint(token) for token in ("refresh-0", "refresh-1", "later-0"))


STEPS = st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.booleans()), max_size=12)


@settings(max_examples=40)
@given(STEPS)
def test_no_refresh_token_is_used_twice_whichever_settings_come_back(
    steps: list[tuple[int, bool, bool]],
) -> None:
    """Each step is a run: the sign-in in the settings, whether a day has passed, whether Sage refuses a token."""
    sign_ins = ["first-0", "second-0", "third-0", "fourth-0"]
    server, store, clock = SageIdServer(good=set(sign_ins)), MemoryStore(), Clock()
    client = OAuthClient(ADDRESS, "client-id")
    with Mocker() as network:
        network.post(ADDRESS, json=server.answer)
        for number, later, refused in steps:
            clock.instant += timedelta(days=later)
            endpoint = TokenEndpoint(client, Forms())
            run = RefreshTokenAuthenticator(endpoint, sign_ins[number], store, clock=clock)
            bearer = run.bearer()
            if refused:
                assert run.renew(bearer) != bearer

    assert len(set(server.spent)) == len(server.spent)
