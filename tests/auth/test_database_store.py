"""The token store in PostgreSQL, with a real server. It keeps what the other stores promise, for several machines."""

from __future__ import annotations

import time
from contextlib import ExitStack
from threading import Barrier, Event, Thread
from typing import TYPE_CHECKING

import pytest

from tap_sage200.auth import database_store
from tap_sage200.auth.authenticator import Bearer
from tap_sage200.auth.database import Database
from tap_sage200.auth.database_store import DatabaseStore, SignInKey
from tap_sage200.auth.grant import Grant
from tap_sage200.auth.token_store import LockedError
from tap_sage200.errors import SignInError
from tests.support.clock import Clock
from tests.support.stored_sign_ins import GRANT, execute, signed_in, store_at, with_option

if TYPE_CHECKING:
    from tests.conftest import SignIn
    from tests.support.postgres import Server
    from tests.support.sage_id import SageIdServer

pytestmark = pytest.mark.posix


@pytest.fixture
def store(token_store: str) -> DatabaseStore:
    return store_at(token_store)


def break_connections(address: str) -> None:
    """Do what an administrator, a restart and a lost network do."""
    execute(
        address,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE application_name = 'tap-sage200' AND datname = current_database() AND pid <> pg_backend_pid()",
    )


def test_an_empty_database_keeps_nothing_yet_and_reading_it_creates_no_table(
    store: DatabaseStore, token_store: str
) -> None:
    assert store.load() is None
    assert execute(token_store, "SELECT to_regclass('sage200_sign_ins')") == [(None,)]


def test_a_database_keeps_the_grant_for_the_next_run(token_store: str) -> None:
    signed_in(token_store)

    assert store_at(token_store).load() == GRANT


@pytest.mark.parametrize(
    "other",
    [
        SignInKey("https://id.test/token", "client-id", "north"),
        SignInKey("https://id.test/token", "other-id", "default"),
        SignInKey("https://sandbox.test/token", "client-id", "default"),
    ],
)
def test_two_sign_ins_never_share_a_row_or_a_lock(token_store: str, other: SignInKey) -> None:
    mine, theirs = signed_in(token_store), store_at(token_store, other)
    with mine.lock(), theirs.lock(0.1):
        theirs.check(theirs.load())
        theirs.save(Grant("refresh-of-others"))

    assert mine.load() == GRANT
    assert theirs.load() == Grant("refresh-of-others")


def test_two_fleets_on_one_sign_in_share_its_row_and_its_lock(token_store: str) -> None:
    store = signed_in(token_store)
    with store.lock(), pytest.raises(LockedError, match="waited for the lock of token_store, which another run holds"):
        store_at(token_store).lock(0.1).__enter__()

    assert len(execute(token_store, "SELECT * FROM sage200_sign_ins")) == 1


def test_a_lock_is_released_after_its_block_and_when_its_block_fails(store: DatabaseStore, token_store: str) -> None:
    with pytest.raises(RuntimeError), store.lock():
        raise RuntimeError

    with store_at(token_store).lock(5):
        pass


def test_a_run_waits_for_the_lock_of_another_run(store: DatabaseStore, token_store: str) -> None:
    order: list[str] = []

    def wait() -> None:
        with store_at(token_store).lock():
            order.append("the other run")

    with store.lock():
        other = Thread(target=wait)
        other.start()
        while not execute(token_store, "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"):
            time.sleep(0.01)
        order.append("this run")
    other.join(timeout=10)

    assert order == ["this run", "the other run"]


def test_twenty_runs_create_one_table_at_once(token_store: str) -> None:
    together, failures = Barrier(20), list[Exception]()

    def create(number: int) -> None:
        store = store_at(token_store, SignInKey("https://id.test/token", "client-id", f"name-{number}"))
        together.wait()
        try:
            with store.lock():
                store.check(store.load())
                store.save(GRANT)
        except SignInError as error:
            failures.append(error)

    threads = [Thread(target=create, args=[number]) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert execute(token_store, "SELECT count(*) FROM sage200_sign_ins") == [(20,)]


@pytest.mark.parametrize("grant", [GRANT, None])
def test_a_check_of_an_empty_store_leaves_what_it_says(
    store: DatabaseStore, token_store: str, grant: Grant | None
) -> None:
    with store.lock():
        store.load()
        store.check(grant)

    assert store_at(token_store).load() == grant


def test_a_check_finds_a_server_that_takes_no_writes(token_store: str) -> None:
    signed_in(token_store)
    store = store_at(with_option(token_store, "default_transaction_read_only", "on"))
    assert store.load() == GRANT

    reason = r"cannot be used \(cannot execute UPDATE in a read-only transaction\)"
    with store.lock(), pytest.raises(SignInError, match=reason):
        store.check(GRANT)


@pytest.mark.parametrize("limit", ["statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout"])
def test_a_limit_of_the_server_ends_no_renewal(token_store: str, limit: str) -> None:
    limited = with_option(token_store, limit, "200ms")
    store, other, held = signed_in(limited), store_at(limited), Event()

    def hold() -> None:
        with other.lock():
            held.set()
            time.sleep(0.6)
            other.check(other.load())

    thread = Thread(target=hold)
    thread.start()
    held.wait(10)
    with store.lock(10):
        store.check(store.load())
        store.save(GRANT.rotated("refresh-8"))
    thread.join()

    assert store.load() == GRANT.rotated("refresh-8")


def test_a_saved_token_survives_a_crash_of_a_server_that_prefers_speed(token_store: str) -> None:
    with Database(with_option(token_store, "synchronous_commit", "off")).transaction() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"


def test_no_other_run_sends_a_token_whose_run_has_lost_its_lock_and_lives(token_store: str) -> None:
    """The server breaks the connection during the trade. The other run waits until the next token is stored."""
    store = signed_in(token_store)

    class Meanwhile(Clock):
        def sleep(self, seconds: float) -> None:
            del seconds
            store.save(GRANT.rotated("refresh-8"))

    other = store_at(token_store, clock=Meanwhile())
    with store.lock():
        store.check(store.load())
        break_connections(token_store)
        with other.lock(5):
            assert other.load() == GRANT.rotated("refresh-8")


def test_a_run_that_waits_in_vain_for_such_a_run_says_until_when(token_store: str) -> None:
    store = signed_in(token_store)
    with store.lock():
        store.check(store.load())
        break_connections(token_store)
        with pytest.raises(LockedError, match=r"may store the next one until 20\d\d-.*Z\. Run again after that time"):
            store_at(token_store).lock(5).__enter__()


def test_the_wait_for_such_a_run_ends_after_a_while(token_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_store, "LONGEST_RENEWAL", database_store.LONGEST_RENEWAL * 0)
    store = signed_in(token_store)
    with ExitStack() as killed:
        killed.enter_context(store.lock())
        store.check(store.load())
        break_connections(token_store)
        with store_at(token_store).lock(0):
            pass


def test_a_run_that_gets_no_answer_keeps_no_other_run_waiting(token_store: str) -> None:
    """It has ended in order, and the next run may try the token once more."""
    store = signed_in(token_store)
    with store.lock():
        store.check(store.load())

    with store_at(token_store).lock(0):
        pass


def test_a_run_that_lost_its_lock_before_it_sends_the_token_does_not_send_it(token_store: str) -> None:
    store, other = signed_in(token_store), store_at(token_store)
    with store.lock():
        loaded = store.load()
        break_connections(token_store)
        with other.lock(5):
            other.check(other.load())
            with pytest.raises(LockedError, match="lock of token_store was lost, and another run has changed"):
                store.check(loaded)
            other.save(GRANT.rotated("refresh-8"))
        with pytest.raises(LockedError, match="lock of token_store was lost"):
            store.check(loaded)

    assert store.load() == GRANT.rotated("refresh-8")


def test_a_run_takes_back_only_its_own_note(token_store: str) -> None:
    store, other = signed_in(token_store), store_at(token_store)
    with store.lock():
        store.check(store.load())
        break_connections(token_store)
        execute(token_store, "UPDATE sage200_sign_ins SET renewing_until = now() + interval '1 hour'")

    with pytest.raises(LockedError, match="may store the next one"):
        other.lock(0).__enter__()


def test_a_server_that_restarts_in_the_middle_loses_no_token(postgres_server: Server, token_store: str) -> None:
    store = signed_in(token_store)
    with store.lock():
        store.check(store.load())
        with postgres_server.stopped(), pytest.raises(SignInError, match="Connection refused"):
            store.save(GRANT.rotated("refresh-8"))
        store.save(GRANT.rotated("refresh-8"))

    assert store_at(token_store).load() == GRANT.rotated("refresh-8")


def test_a_good_token_needs_neither_the_lock_nor_a_save(token_store: str, sign_in: SignIn) -> None:
    signed_in(token_store)
    read_only = with_option(token_store, "default_transaction_read_only", "on")
    with store_at(token_store).lock():
        assert sign_in(None, store=store_at(read_only)).bearer() == Bearer("access-7")


def test_a_run_stores_what_sage_id_sends(token_store: str, sign_in: SignIn, server: SageIdServer) -> None:
    assert sign_in(store=store_at(token_store)).bearer() == Bearer("access-1")

    stored = store_at(token_store).load()
    assert stored
    assert stored.refresh_token == "refresh-1"
    assert not stored.sent_at
    assert len(server.spent) == 1
    assert execute(token_store, "SELECT renewing_until FROM sage200_sign_ins") == [(None,)]
