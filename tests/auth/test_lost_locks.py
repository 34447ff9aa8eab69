"""A run that has lost its lock of the token store overwrites nothing that another run has stored since."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tap_sage200.auth.authenticator import Bearer
from tap_sage200.auth.grant import Grant
from tap_sage200.auth.token_store import LockedError
from tests.support.sage_id import GRANTED
from tests.support.stored_sign_ins import GRANT, execute, signed_in, store_at

if TYPE_CHECKING:
    from typing import Any

    from requests_mock import Mocker

    from tests.conftest import SignIn
    from tests.support.clock import Clock
    from tests.support.sage_id import SageIdServer

pytestmark = pytest.mark.posix

NEXT = GRANT.rotated("refresh-8")
LATER = NEXT.rotated("refresh-9")
LOST = "lock of token_store was lost, and another run has changed the token since"


def test_a_newer_token_of_another_run_stays(token_store: str) -> None:
    store, other = signed_in(token_store), store_at(token_store)
    store.load()
    other.load()
    other.save(NEXT)

    with pytest.raises(LockedError, match=LOST):
        store.save(replace(GRANT, refused_at="2026-01-31T12:00:00.000000Z"))
    assert store.load() == NEXT


def test_the_first_token_of_another_run_stays(token_store: str) -> None:
    store, other = store_at(token_store), store_at(token_store)
    with store.lock():
        store.load()
    other.load()
    other.save(NEXT)

    with pytest.raises(LockedError, match=LOST):
        store.save(GRANT)
    with pytest.raises(LockedError, match=LOST):
        store.check(GRANT)
    assert store.load() == NEXT


def test_a_row_that_was_deleted_meanwhile_is_not_written_again(token_store: str) -> None:
    store = signed_in(token_store)
    store.load()
    execute(token_store, "DELETE FROM sage200_sign_ins")

    with pytest.raises(LockedError, match=LOST):
        store.save(NEXT)
    with pytest.raises(LockedError, match=LOST):
        store.check(NEXT)
    assert store.load() is None


def test_a_token_that_another_run_is_renewing_stays_even_if_its_row_says_the_same(token_store: str) -> None:
    """The mark of an unanswered request stays, so the run that tries the token again writes the same text."""
    sent = GRANT.sending(GRANT.refresh_token, "2026-01-31T11:00:00.000000Z")
    store, other = signed_in(token_store, sent), store_at(token_store)
    store.load()
    with other.lock():
        other.load()
        other.check(sent)
        with pytest.raises(LockedError, match=LOST):
            store.save(replace(sent, refused_at="2026-01-31T12:00:00.000000Z"))
        other.save(NEXT)

    assert store.load() == NEXT


def test_a_save_whose_answer_was_lost_can_be_repeated(token_store: str) -> None:
    store, twin = signed_in(token_store), store_at(token_store)
    store.load()
    twin.load()
    twin.save(NEXT)

    store.save(NEXT)
    assert store.load() == NEXT


def test_a_run_saves_one_token_after_the_other(token_store: str) -> None:
    store = signed_in(token_store)
    with store.lock():
        store.check(store.load())
        store.save(NEXT)
        store.check(NEXT)
        store.save(LATER)

    assert store.load() == LATER


def test_a_check_that_a_failover_of_the_server_lost_does_not_cost_the_next_token(token_store: str) -> None:
    store, standby = signed_in(token_store), store_at(token_store)
    with store.lock():
        store.load()
        store.check(GRANT.sending(GRANT.refresh_token, "2026-01-31T12:00:00.000000Z"))
        execute(token_store, "UPDATE sage200_sign_ins SET renewing_until = NULL")
        standby.load()
        standby.save(GRANT)
        store.save(NEXT)

    assert store.load() == NEXT


def test_a_new_sign_in_replaces_the_one_that_is_stored(token_store: str) -> None:
    signed_in(token_store)
    again = Grant("refresh-again")
    signed_in(token_store, again)

    assert store_at(token_store).load() == again


def test_a_note_of_a_run_that_lost_its_lock_is_not_stored(
    token_store: str, sign_in: SignIn, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, other = signed_in(token_store), store_at(token_store)
    access = sign_in(None, store=store)
    access.bearer()
    load = store.load

    def load_before_another_run_saves() -> Grant | None:
        loaded = load()
        other.load()
        other.save(NEXT)
        return loaded

    monkeypatch.setattr(store, "load", load_before_another_run_saves)
    access.renewed_in_vain("site-a/1")

    assert store_at(token_store).load() == NEXT
    assert clock.slept == []


def test_a_run_that_finds_a_new_sign_in_instead_of_its_row_uses_that(
    token_store: str, sign_in: SignIn, server: SageIdServer, requests_mock: Mocker, clock: Clock
) -> None:
    """Its machine slept for longer than the ten minutes, and a person has signed in meanwhile."""
    theirs = Grant("refresh-again", access_token="access-again", expires_at="2026-01-31T13:00:00.000000Z")
    stored = theirs.signed_in_after(None, GRANTED)

    def answer_late(request: Any, context: Any) -> dict[str, Any]:  # noqa: ANN401 - as in SageIdServer
        execute(token_store, "UPDATE sage200_sign_ins SET renewing_until = now()")
        other = store_at(token_store)
        other.load()
        other.save(stored)
        return server.answer(request, context)

    requests_mock.post("https://id.sage.test/oauth/token", json=answer_late)

    assert sign_in(store=store_at(token_store)).bearer() == Bearer("access-again")
    assert store_at(token_store).load() == stored
    assert clock.slept == []
