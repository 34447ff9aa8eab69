"""Tokens and real processes: parallel runs, and runs that are killed at the worst moment."""

from __future__ import annotations

import json
import re
import signal
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault
from sage200_sandbox.sample_rows import customers

from tap_sage200 import timestamps
from tap_sage200.auth.grant import Grant
from tests.support.runs import catalog_of
from tests.support.secret_manager import SecretManager
from tests.support.tap_process import TAP, TapProcess

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

Config = dict[str, Any]

DIE_WHEN = """
import os, signal, sys
from tap_sage200.auth import file_store
from tap_sage200.tap import TapSage200
die = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
{when}
TapSage200.cli()
"""
MOMENTS = {
    "before the token is sent": "import tap_sage200.auth.token_endpoint as e; e.TokenEndpoint.request_tokens = die",
    "after the answer": (
        "save = file_store.FileStore.save\n"
        "file_store.FileStore.save = lambda self, grant: save(self, grant) if grant.sent_at else die()"
    ),
    "before the new file is in place": (
        "replace = file_store.Path.replace\n"
        "file_store.Path.replace = lambda self, to: replace(self, to) if 'sent_at\": \"' in self.read_text() else die()"
    ),
    "after the new file is in place": (
        "save = file_store.FileStore.save\n"
        "file_store.FileStore.save = lambda self, grant: (save(self, grant), None if grant.sent_at else die())"
    ),
}
IN_TIME = ["before the token is sent", "after the new file is in place"]
TOO_LATE = ["after the answer", "before the new file is in place"]


@pytest.fixture(scope="module")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue of one table."""
    path = tmp_path_factory.mktemp("catalog") / "catalog.json"
    path.write_text(json.dumps(catalog_of("customers")))
    return path


@pytest.fixture
def config(sage: Sandbox, tmp_path: Path) -> Config:
    """Settings for a company with some pages of customers."""
    sage.companies[0].replace("customers", customers(35))
    return sage.settings() | {"page_size": 10, "token_file": str(tmp_path / "tokens" / "sage.json")}


@pytest.fixture
def token_file(config: Config) -> Path:
    return Path(config["token_file"])


def start(config: Config, catalog: Path, program: str = TAP) -> TapProcess:
    file = catalog.with_name(f"config-{len(list(catalog.parent.iterdir()))}.json")
    file.write_text(json.dumps(config))
    return TapProcess("--config", str(file), "--catalog", str(catalog), program=program)


def ended(run: TapProcess) -> tuple[int, list[str]]:
    """Wait for the end of a run; return its exit code and the lines of its log."""
    with run:
        _, log = run.communicate()
        return run.wait(), log.decode().splitlines()


def refreshes(sage: Sandbox) -> int:
    return len([asked for asked in sage.requests if asked.path == "/oauth/token"])


def test_processes_at_once_never_spend_a_token_twice(sage: Sandbox, config: Config, catalog: Path) -> None:
    """Access tokens expire during each request: all runs renew the same grant again and again."""
    sage.access_token_seconds = 1
    sage.fault(Fault("latency", seconds=0.6, times=None))
    runs = [ended(run) for run in [start(config, catalog) for _ in range(3)]]

    assert [status for status, _ in runs] == [0, 0, 0], [log[-1] for _, log in runs]
    assert refreshes(sage) >= 2


def test_processes_at_once_never_spend_a_token_of_a_command_twice(
    sage: Sandbox, config: Config, catalog: Path, tmp_path: Path
) -> None:
    sage.access_token_seconds = 1
    manager = SecretManager(tmp_path)
    del config["token_file"]
    config["token_command"] = " ".join(manager.words)
    runs = [ended(run) for run in [start(config, catalog) for _ in range(2)]]

    assert [status for status, _ in runs] == [0, 0], [log[-1] for _, log in runs]
    for secret in (
        config["refresh_token"],
        config["client_secret"],
        Grant.from_json(manager.kept.read_text()).refresh_token,
    ):
        assert secret not in manager.seen


def test_twenty_processes_read_a_good_token_of_a_slow_store_without_its_lock(
    sage: Sandbox, config: Config, catalog: Path, tmp_path: Path
) -> None:
    manager = SecretManager(tmp_path)
    del config["token_file"]
    config["token_command"] = " ".join(manager.words)
    assert ended(start(config, catalog))[0] == 0
    (tmp_path / "seen").unlink()
    manager.instead_of("load", "time.sleep(0.5); print(kept.read_text())")
    runs = [ended(run) for run in [start(config, catalog) for _ in range(20)]]

    assert [status for status, _ in runs] == [0] * 20, [log[-1] for _, log in runs]
    actions = [json.loads(line)["arguments"][-1] for line in manager.seen.splitlines()]
    assert set(actions) == {"load"}
    assert refreshes(sage) == 1


@pytest.mark.parametrize("moment", IN_TIME)
def test_a_run_that_is_killed_leaves_a_working_token(sage: Sandbox, config: Config, catalog: Path, moment: str) -> None:
    status, _ = ended(start(config, catalog, DIE_WHEN.format(when=MOMENTS[moment])))
    assert status == -signal.SIGKILL

    sage.expire_access_tokens()
    status, log = ended(start(config, catalog))
    assert status == 0, log[-1]


@pytest.mark.parametrize("moment", TOO_LATE)
def test_a_run_that_is_killed_with_the_new_token_in_hand_leaves_word_of_what_to_do(
    sage: Sandbox, config: Config, catalog: Path, token_file: Path, moment: str
) -> None:
    status, _ = ended(start(config, catalog, DIE_WHEN.format(when=MOMENTS[moment])))
    assert status == -signal.SIGKILL

    status, log = ended(start(config, catalog))
    assert status == 3
    assert "sent this refresh token, but ended before it stored the next one" in log[-1]
    assert "run `sage200 login`, or `meltano invoke tap-sage200:login`" in log[-1]
    assert sorted(file.name for file in token_file.parent.iterdir()) == ["sage.json", "sage.json.lock"]

    status, log = ended(start(config | {"refresh_token": sage.new_refresh_token()}, catalog))
    assert status == 0, log[-1]


def test_a_revoked_token_ends_a_run_with_its_own_exit_code_and_the_command_to_run(
    sage: Sandbox, config: Config, catalog: Path
) -> None:
    sage.revoke()
    status, log = ended(start(config, catalog))

    assert status == 3
    assert "Sage ID refuses the refresh token (invalid_grant)" in log[-1]
    assert "run `sage200 login`, or `meltano invoke tap-sage200:login`" in log[-1]


def test_a_token_file_of_something_else_ends_a_run_with_the_same_exit_code(
    config: Config, catalog: Path, token_file: Path
) -> None:
    token_file.parent.mkdir()
    token_file.write_text("[]")
    status, log = ended(start(config, catalog))

    assert status == 3
    assert "does not contain a token of this tap" in log[-1]


@pytest.mark.parametrize(
    ("age", "told"),
    [
        (timedelta(days=10, hours=1), r"INFO .* sign-in expires in 80 days"),
        (timedelta(days=80, hours=1), r"WARNING .* sign-in expires in 10 days.* run `sage200 login`"),
        (timedelta(days=95), r"WARNING .* sign-in expired on .* run `sage200 login`"),
    ],
)
def test_every_run_says_once_how_many_days_are_left(
    config: Config, catalog: Path, token_file: Path, age: timedelta, told: str
) -> None:
    token_file.parent.mkdir()
    signed_in_at = timestamps.to_text(timestamps.now() - age)
    token_file.write_text(Grant(config.pop("refresh_token"), signed_in_at=signed_in_at).to_json())
    for _ in range(2):
        status, log = ended(start(config, catalog))
        lines = [line for line in log if "The sign-in expire" in line]

        assert status == 0, log[-1]
        assert len(lines) == 1
        assert re.search(told, lines[0])
