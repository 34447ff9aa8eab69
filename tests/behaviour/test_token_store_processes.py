"""A token store in PostgreSQL and real processes: many at once, killed ones, and a server that stops."""

from __future__ import annotations

import json
import signal
import time
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sage200_sandbox import Fault
from sage200_sandbox.sample_rows import customers

from tap_sage200.auth.database import Database
from tap_sage200.auth.database_store import DatabaseStore, SignInKey
from tests.support.runs import catalog_of
from tests.support.tap_process import TAP, TapProcess

if TYPE_CHECKING:
    from pathlib import Path

    from sage200_sandbox import Sandbox

    from tap_sage200.auth.grant import Grant
    from tests.support.pause import Pause
    from tests.support.postgres import Server

Config = dict[str, Any]
LONGEST = 60
IMPATIENT = "from tap_sage200.auth import authenticator; authenticator.LOCK_WAITS = (0.1, 0.1, 0.1)\n"
DIE_WHEN = """
import os, signal
from datetime import timedelta
from tap_sage200.auth import database_store, token_endpoint
from tap_sage200.auth.database_store import DatabaseStore
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
database_store.LONGEST_RENEWAL = timedelta(seconds={renewal})
{when}
"""
WITH_THE_LOCK = "DatabaseStore.check = die"
BEFORE_THE_TOKEN_IS_SENT = "token_endpoint.TokenEndpoint.request_tokens = die"
AFTER_THE_ANSWER = "DatabaseStore.save = die"
AFTER_THE_NEXT_TOKEN_IS_STORED = "save = DatabaseStore.save\nDatabaseStore.save = lambda *given: (save(*given), die())"


@pytest.fixture
def config(sage: Sandbox, token_store: str) -> Config:
    """Settings for a company with some pages of customers."""
    sage.companies[0].replace("customers", customers(35))
    return sage.settings() | {"page_size": 10, "token_store": token_store}


class Start:
    """Starts runs of one company."""

    def __init__(self, config: Config, folder: Path) -> None:
        (folder / "catalog.json").write_text(json.dumps(catalog_of("customers")))
        (folder / "config.json").write_text(json.dumps(config))
        self._arguments = [f"--{name}={folder / name}.json" for name in ("config", "catalog")]

    def __call__(self, before: str = "") -> TapProcess:
        return TapProcess(*self._arguments, program=f"{before}\n{TAP}")


@pytest.fixture
def start(config: Config, tmp_path: Path) -> Start:
    return Start(config, tmp_path)


def ended(run: TapProcess) -> tuple[int, list[str]]:
    """Wait for the end of a run; return its exit code and the lines of its log."""
    with run:
        _, log = run.communicate()
        return run.wait(), log.decode().splitlines()


def refreshes(sage: Sandbox) -> int:
    return len([asked for asked in sage.requests if asked.path == "/oauth/token"])


def stored(config: Config) -> Grant | None:
    key = SignInKey(config["token_url"], config["client_id"], "default")
    return DatabaseStore(Database(config["token_store"]), key).load()


def wait_for_lock(config: Config, kind: str, *, granted: bool, many: int = 1) -> None:
    """Wait until a number of runs hold, or wait for, a lock of a kind."""
    query = "SELECT count(*) FROM pg_locks WHERE locktype = %s AND granted = %s AND pid <> pg_backend_pid()"
    until = time.monotonic() + LONGEST
    with psycopg.connect(config["token_store"], autocommit=True) as connection:
        while connection.execute(query, [kind, granted]).fetchall() != [(many,)]:
            assert time.monotonic() < until
            time.sleep(0.01)


def test_twenty_processes_at_once_spend_one_refresh_token(sage: Sandbox, config: Config, start: Start) -> None:
    """Nobody has used this store before: all of them create the table, and the first one renews the token for all."""
    runs = [ended(run) for run in [start() for _ in range(20)]]

    assert [status for status, _ in runs] == [0] * 20, [log[-1] for _, log in runs]
    assert refreshes(sage) == 1
    grant = stored(config)
    assert grant
    assert grant.refresh_token != config["refresh_token"]


def test_processes_at_once_never_spend_a_token_twice(sage: Sandbox, start: Start) -> None:
    """Access tokens expire during each request: all runs renew the same grant again and again."""
    sage.access_token_seconds = 1
    sage.fault(Fault("latency", seconds=0.6, times=None))
    runs = [ended(run) for run in [start() for _ in range(3)]]

    assert [status for status, _ in runs] == [0, 0, 0], [log[-1] for _, log in runs]
    assert refreshes(sage) >= 2


def test_processes_wait_for_a_slow_store(sage: Sandbox, config: Config, start: Start) -> None:
    assert ended(start())[0] == 0
    with psycopg.connect(config["token_store"]) as slow:
        slow.execute("LOCK TABLE sage200_sign_ins")
        runs = [start() for _ in range(4)]
        wait_for_lock(config, "relation", granted=False, many=4)
    ends = [ended(run) for run in runs]

    assert [status for status, _ in ends] == [0] * 4, [log[-1] for _, log in ends]
    assert refreshes(sage) == 1


@pytest.mark.parametrize(
    "moment", [WITH_THE_LOCK, BEFORE_THE_TOKEN_IS_SENT, AFTER_THE_NEXT_TOKEN_IS_STORED], ids=["lock", "before", "after"]
)
def test_a_run_that_is_killed_leaves_a_working_token_and_a_free_lock(sage: Sandbox, start: Start, moment: str) -> None:
    status, _ = ended(start(DIE_WHEN.format(when=moment, renewal=1)))
    assert status == -signal.SIGKILL

    sage.expire_access_tokens()
    runs = [ended(run) for run in [start() for _ in range(3)]]
    assert [status for status, _ in runs] == [0] * 3, [log[-1] for _, log in runs]


def test_a_run_that_is_killed_with_the_new_token_in_hand_leaves_word_of_what_to_do(
    sage: Sandbox, config: Config, start: Start
) -> None:
    status, _ = ended(start(DIE_WHEN.format(when=AFTER_THE_ANSWER, renewal=3600)))
    assert status == -signal.SIGKILL

    status, log = ended(start(IMPATIENT))
    assert status == 1
    assert "was killed or lost its connection to the database. It may store the next one until 2" in log[-1]
    assert refreshes(sage) == 1

    with psycopg.connect(config["token_store"]) as time_goes_by:
        time_goes_by.execute("UPDATE sage200_sign_ins SET renewing_until = now()")
    status, log = ended(start())
    assert status == 3
    assert "sent this refresh token, but ended before it stored the next one" in log[-1]
    assert "run `sage200 login`, or `meltano invoke tap-sage200:login`" in log[-1]
    assert config["token_store"] not in "\n".join(log)


def test_a_server_that_restarts_during_the_token_request_loses_no_token(
    sage: Sandbox, config: Config, start: Start, paused: Pause, postgres_server: Server
) -> None:
    sage.fault(Fault("latency", on="token", seconds=1))
    with start() as run:
        assert paused.begun.wait(LONGEST)
        with postgres_server.stopped():
            paused.may_end.set()
            assert run.stderr is not None
            assert any(b"The new refresh token cannot be stored" in line for line in run.stderr)
        _, log = run.communicate()
        assert run.wait() == 0, log.decode()
    grant = stored(config)
    assert grant
    assert grant.refresh_token != config["refresh_token"]
    assert not grant.sent_at
    assert refreshes(sage) == 1


def test_a_lock_that_a_restart_of_the_server_broke_lets_no_other_run_send_the_token(
    sage: Sandbox, config: Config, start: Start, paused: Pause, postgres_server: Server
) -> None:
    sage.fault(Fault("latency", on="token", seconds=1))
    with start() as first:
        assert paused.begun.wait(LONGEST)
        with postgres_server.stopped():
            pass
        second = start()
        wait_for_lock(config, "advisory", granted=True)
        paused.may_end.set()
        status, log = ended(second)
        first.communicate()
        assert (first.wait(), status) == (0, 0), log[-1]
    assert refreshes(sage) == 1


def test_a_store_that_is_down_is_told_on_one_line_without_the_password(
    sage: Sandbox, config: Config, start: Start, postgres_server: Server
) -> None:
    with postgres_server.stopped():
        status, log = ended(start("import os; os.environ['TAP_SAGE200_LOGLEVEL'] = 'DEBUG'"))

    assert status == 1
    assert "The database of token_store cannot be used (" in log[-1]
    assert "Connection refused" in log[-1]
    assert len([line for line in log if "Connection refused" in line]) == 1
    assert config["token_store"].split(":")[2].split("@", maxsplit=1)[0] not in "\n".join(log)
    assert refreshes(sage) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_during_a_token_request_wait_until_the_next_token_is_stored(
    sage: Sandbox, config: Config, start: Start, paused: Pause, number: signal.Signals
) -> None:
    sage.fault(Fault("latency", on="token", seconds=1))
    with start() as run:
        assert paused.begun.wait(LONGEST)
        for _ in range(2):
            run.send_signal(number)
            time.sleep(0.01)  # or the system merges two equal ones
        paused.may_end.set()
        run.communicate()
        assert run.wait() in {0, 128 + number}
    grant = stored(config)
    assert grant
    assert grant.refresh_token != config["refresh_token"]
    assert not grant.sent_at
