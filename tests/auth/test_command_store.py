from __future__ import annotations

import shlex
import subprocess
import sys
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from tap_sage200.auth import command_store, store_for
from tap_sage200.auth.authenticator import Bearer
from tap_sage200.auth.command_store import CommandStore
from tap_sage200.auth.grant import Grant, fingerprint
from tap_sage200.auth.token_store import LockedError
from tap_sage200.config.settings import Settings
from tap_sage200.errors import SignInAgainError, SignInError
from tap_sage200.masking import SECRETS
from tests.support.secret_manager import SecretManager

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import SignIn

GRANT = Grant(
    "refresh-7",
    access_token="access-7",
    expires_at="2026-01-31T13:00:00.000000Z",
    spent=(fingerprint("refresh-6"),),
    signed_in_at="2026-01-05T08:00:00.000000Z",
)
LONG = "eyJhbGciOiJub25lIn0abcdefghijklmnopqrstuvwxyz0123456789"
HOLD = """
import sys
from tap_sage200.auth.command_store import CommandStore
with CommandStore(sys.argv[1:]).lock():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def manager(tmp_path: Path) -> SecretManager:
    return SecretManager(tmp_path)


@pytest.fixture
def store(manager: SecretManager) -> CommandStore:
    return CommandStore(manager.words, secrets=("refresh-0", None, "client-secret"))


def use(store: CommandStore) -> None:
    with store.lock():
        store.load()
        store.save(GRANT)


def test_a_command_that_prints_nothing_keeps_nothing_yet(store: CommandStore) -> None:
    assert store.load() is None


def test_a_command_keeps_the_grant_for_the_next_run(store: CommandStore, manager: SecretManager) -> None:
    store.save(GRANT)

    assert CommandStore(manager.words).load() == GRANT


def test_no_token_is_on_a_command_line_or_in_an_environment(
    store: CommandStore, manager: SecretManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAP_SAGE200_REFRESH_TOKEN", "refresh-0")
    monkeypatch.setenv("MELTANO_EXTRACT_CLIENT_SECRET", "client-secret")
    monkeypatch.setenv("VAULT_ADDR", "https://vault.test")
    for name in ("TAP_SAGE200_SUBSCRIPTION_KEY", "MELTANO_EXTRACT_PROXY_URL", "TAP_SAGE200__NORTH_ACCESS_TOKEN"):
        monkeypatch.setenv(name, "another-secret")
    monkeypatch.setenv("ALL_MY_SETTINGS", '{"client_secret": "client-secret"}')
    monkeypatch.setenv("AZURE_CLIENT_SECRET", "of-the-vault")
    with store.lock():
        store.check(GRANT)
        store.save(GRANT)

    assert "https://vault.test" in manager.seen
    assert "of-the-vault" in manager.seen
    for secret in ("refresh-0", "client-secret", "refresh-7", "access-7", "another-secret"):
        assert secret not in manager.seen


def test_a_command_gets_neither_the_subscription_key_nor_the_proxy(
    manager: SecretManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = "http://user:of-the-proxy@proxy.test"
    monkeypatch.setenv("A_NAME", "the-subscription-key")
    monkeypatch.setenv("ANOTHER_NAME", proxy)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.test")
    given = {"client_id": "a", "subscription_key": "the-subscription-key", "proxy_url": proxy}
    store = store_for(Settings.from_config({**given, "token_command": shlex.join(manager.words)}))
    store.load()

    assert "http://proxy.test" in manager.seen
    assert "the-subscription-key" not in manager.seen
    assert "of-the-proxy" not in manager.seen


@pytest.mark.parametrize("action", ["lock", "load", "save"])
def test_a_failed_command_is_an_error_with_its_exit_code_and_last_output(
    store: CommandStore, manager: SecretManager, action: str
) -> None:
    manager.instead_of(action, "sys.stderr.write('Error:\\n  permission denied.\\n'); sys.exit(7)")

    with pytest.raises(
        SignInError, match=rf"token_command {action}` failed: exit code 7: Error: permission denied\. Run the command"
    ):
        use(store)


def test_a_failed_command_without_output_is_an_error_that_says_so(store: CommandStore, manager: SecretManager) -> None:
    manager.instead_of("load", "sys.exit(1)")

    with pytest.raises(SignInError, match="exit code 1: without an error message"):
        store.load()


def test_the_error_output_of_a_command_shows_no_secret(store: CommandStore, manager: SecretManager) -> None:
    SECRETS.add("refresh-0", "client-secret")
    manager.instead_of("save", f"sys.exit('no room for ' + sys.stdin.read() + ' refresh-0 at {LONG} of client-secret')")

    with pytest.raises(SignInError, match="no room for") as raised:
        store.save(replace(GRANT))  # the tokens of a grant are known as secrets when it is made

    shown = f"{raised.value} {raised.value.__cause__!r}"
    for secret in ("refresh-0", "client-secret", "refresh-7", "access-7", LONG):
        assert secret not in shown


def test_a_command_that_does_not_exist_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(SignInError, match=r"not_there cannot be started \("):
        CommandStore([str(tmp_path / "not_there")]).load()


@pytest.mark.parametrize("printed", ["{}", "a bare token", '{"refresh_token": "refresh-7"}', "[1]", "null"])
def test_a_command_that_prints_something_else_is_an_error_that_says_what_to_do(
    store: CommandStore, manager: SecretManager, printed: str
) -> None:
    manager.instead_of("load", f"print({printed!r})")

    with pytest.raises(SignInAgainError, match=r"did not print a token .* run `sage200 login`") as raised:
        store.load()

    assert "refresh-7" not in str(raised.value)


def test_a_command_that_takes_too_long_is_killed_with_its_child_processes(
    store: CommandStore, manager: SecretManager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_store, "COMMAND_SECONDS", 2)
    started = f"import filelock, time\nwith filelock.FileLock({str(manager.folder / 'busy')!r}): time.sleep(60)"
    manager.instead_of(
        "load",
        f"import subprocess\nchild = subprocess.Popen([sys.executable, '-c', {started!r}])\nchild.wait()",
    )

    with pytest.raises(SignInError, match=r"token_command load` failed: it did not finish within 2 seconds"):
        store.load()

    with FileLock(manager.folder / "busy", timeout=10):
        pass


def test_a_check_saves_the_grant_and_loads_it_again(store: CommandStore, manager: SecretManager) -> None:
    store.check(GRANT)

    assert Grant.from_json(manager.kept.read_text()) == GRANT


def test_a_check_finds_a_command_that_keeps_nothing(store: CommandStore, manager: SecretManager) -> None:
    manager.instead_of("save", "sys.stdin.read()")

    with pytest.raises(SignInError, match="`token_command load` prints nothing"):
        store.check(GRANT)


def test_a_check_without_a_grant_saves_nothing(store: CommandStore, manager: SecretManager) -> None:
    store.check(None)

    assert not manager.kept.exists()


def test_the_lock_is_held_during_the_block_and_released_after_it(store: CommandStore, manager: SecretManager) -> None:
    lock = FileLock(manager.folder / "held")
    with store.lock(), pytest.raises(TimeoutError):
        lock.acquire(timeout=0)

    with lock.acquire(timeout=10):
        pass


def test_a_run_waits_for_the_lock_of_another_run(store: CommandStore, manager: SecretManager) -> None:
    order: list[str] = []

    def wait() -> None:
        with CommandStore(manager.words).lock():
            order.append("the other run")

    with store.lock():
        other = threading.Thread(target=wait)
        other.start()
        while manager.seen.count('"lock"]') < 2:
            time.sleep(0.01)
        order.append("this run")
    other.join(timeout=10)

    assert order == ["this run", "the other run"]


def test_a_command_without_a_lock_ends_at_once(store: CommandStore, manager: SecretManager) -> None:
    manager.instead_of("lock", "pass")

    with store.lock():
        store.save(GRANT)

    assert store.load() == GRANT


def test_a_lock_that_another_run_holds_too_long_is_an_error_that_says_what_to_do(
    store: CommandStore, manager: SecretManager
) -> None:
    with (
        FileLock(manager.folder / "held"),
        pytest.raises(LockedError, match="The tap waited for the lock of token_command, which another run holds"),
        store.lock(1),
    ):
        pytest.fail("the lock was given while another run held it")


def test_the_lock_of_a_run_that_was_killed_is_free(store: CommandStore, manager: SecretManager) -> None:
    command = [sys.executable, "-c", HOLD, *manager.words]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        other.kill()

    with store.lock():
        assert store.load() is None


def test_a_lock_is_released_when_its_block_fails(store: CommandStore, manager: SecretManager) -> None:
    with pytest.raises(RuntimeError), store.lock():
        raise RuntimeError

    with FileLock(manager.folder / "held", timeout=10):
        pass


def test_a_good_token_needs_neither_the_lock_nor_a_save(manager: SecretManager, sign_in: SignIn) -> None:
    """Many runs that start at once do not wait for each other, however slow the store is."""
    CommandStore(manager.words).save(GRANT)
    for operation in ("lock", "save"):
        manager.instead_of(operation, "sys.exit(1)")

    assert sign_in(None, store=CommandStore(manager.words)).bearer() == Bearer("access-7")
