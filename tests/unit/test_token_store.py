from __future__ import annotations

import errno
import json
import logging
import os
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tap_sage200 import token_store
from tap_sage200.errors import SignInError
from tap_sage200.token_store import FileStore, Grant, MemoryStore, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterator

GRANT = Grant(
    "refresh-7",
    access_token="access-7",
    expires_at="2026-01-31T13:00:00.000000Z",
    spent=(fingerprint("refresh-6"),),
)
HOLD_A_LOCK = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "token.json"


@contextmanager
def another_run(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Let another process hold the lock of a token file until its input ends."""
    command = [sys.executable, "-c", HOLD_A_LOCK, f"{path}.lock"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process


def fail_with(error: BaseException) -> object:
    def fail(*_args: object, **_options: object) -> None:
        raise error

    return fail


def test_a_grant_follows_its_own_token_and_all_that_were_spent() -> None:
    assert GRANT.follows("refresh-7")
    assert GRANT.follows("refresh-6")
    assert not GRANT.follows("refresh-8")


def test_a_grant_shows_no_token() -> None:
    assert "refresh-7" not in repr(GRANT)
    assert "access-7" not in repr(GRANT)


@given(st.text(min_size=8))
def test_a_fingerprint_recognises_a_token_and_does_not_hold_it(token: str) -> None:
    assert fingerprint(token) == fingerprint(token)
    assert fingerprint(token) != fingerprint(token + "x")
    assert token not in fingerprint(token)


def test_memory_begins_with_nothing_and_keeps_the_newest_grant() -> None:
    store = MemoryStore()
    assert store.load() is None

    with store.lock():
        store.save(Grant("refresh-1"))
        store.save(GRANT)

    assert store.load() == GRANT


def test_memory_warns_that_a_replaced_token_is_lost_with_the_run(caplog: pytest.LogCaptureFixture) -> None:
    MemoryStore().save(Grant("refresh-1"))
    assert not caplog.records

    MemoryStore().save(GRANT)

    [record] = caplog.records
    assert record.levelno == logging.WARNING
    assert "Set token_file" in record.message
    assert "refresh-7" not in record.message


def test_a_file_that_does_not_exist_holds_nothing(path: Path) -> None:
    assert FileStore(path).load() is None


def test_a_file_keeps_the_grant_for_the_next_run(path: Path) -> None:
    FileStore(path).save(GRANT)

    assert FileStore(path).load() == GRANT


TOKENS = st.text(min_size=1)


@settings(max_examples=20)
@given(st.builds(Grant, TOKENS, TOKENS | st.none(), st.none(), st.lists(TOKENS.map(fingerprint)).map(tuple)))
def test_any_grant_comes_back_from_its_file(grant: Grant) -> None:
    with tempfile.TemporaryDirectory() as folder:
        FileStore(Path(folder, "token.json")).save(grant)

        assert FileStore(Path(folder, "token.json")).load() == grant


def test_only_its_owner_can_read_a_token_file(path: Path) -> None:
    path.write_text("{}")
    path.chmod(0o644)
    FileStore(path).save(GRANT)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_folder_of_a_token_file_is_made(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "not" / "yet" / "token.json")

    with store.lock():
        store.save(GRANT)

    assert store.load() == GRANT


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_crash_while_saving_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    FileStore(path).save(GRANT)
    monkeypatch.setattr(os, step, fail_with(KeyboardInterrupt()))

    with pytest.raises(KeyboardInterrupt):
        FileStore(path).save(Grant("refresh-8"))

    assert FileStore(path).load() == GRANT
    assert list(path.parent.iterdir()) == [path], "nothing is left behind"


def test_a_full_disk_is_an_error_that_says_so_and_leaves_the_file_as_it_was(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FileStore(path).save(GRANT)
    monkeypatch.setattr(os, "fsync", fail_with(OSError(errno.ENOSPC, "No space left on device")))

    with pytest.raises(SignInError, match=r"token\.json cannot be written \(No space left on device\)"):
        FileStore(path).save(Grant("refresh-8"))

    assert FileStore(path).load() == GRANT
    assert list(path.parent.iterdir()) == [path], "nothing is left behind"


def test_a_check_finds_a_full_disk_and_leaves_no_trace(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    FileStore(path).save(GRANT)
    FileStore(path).check()
    monkeypatch.setattr(os, "fsync", fail_with(OSError(errno.ENOSPC, "No space left on device")))

    with pytest.raises(SignInError, match=r"token\.json cannot be written \(No space left on device\)"):
        FileStore(path).check()

    assert FileStore(path).load() == GRANT
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_that_cannot_be_written_is_an_error_when_the_lock_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a_file").touch()

    with (
        pytest.raises(SignInError, match=r"token\.json cannot be written"),
        FileStore(tmp_path / "a_file" / "token.json").lock(),
    ):
        pytest.fail("the lock was given")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b'{"refresh_token": "refr', id="cut off"),
        pytest.param(b"\xff\xfe\x00", id="binary"),
        pytest.param(b"refresh-7", id="a bare token"),
        pytest.param(b"[]", id="an array"),
        pytest.param(b"null", id="null"),
        pytest.param(b"{}", id="an empty object"),
        pytest.param(b'{"access_token": "access-7", "spent": []}', id="no refresh token"),
        pytest.param(b'{"refresh_token": null, "spent": []}', id="a refresh token that is null"),
        pytest.param(b'{"refresh_token": 7, "spent": []}', id="a refresh token that is no text"),
        pytest.param(
            b'{"refresh_token": "refresh-7", "access_token": 7, "spent": []}',
            id="an access token that is no text",
        ),
        pytest.param(b'{"refresh_token": "refresh-7", "expires_at": 7, "spent": []}', id="an end that is no text"),
        pytest.param(b'{"refresh_token": "refresh-7", "spent": [7]}', id="a fingerprint that is no text"),
        pytest.param(b'{"refresh_token": "refresh-7", "spent": 7}', id="a number where a list belongs"),
        pytest.param(b'{"refresh_token": "refresh-7", "spent": [], "realm": "other"}', id="something else's file"),
    ],
)
def test_a_file_of_something_else_is_an_error_that_says_what_to_do(path: Path, content: bytes) -> None:
    path.write_bytes(content)

    with pytest.raises(SignInError, match="Move it away") as raised:
        FileStore(path).load()

    assert str(path) in str(raised.value)
    assert "refresh-7" not in str(raised.value)
    assert path.read_bytes() == content


def test_a_file_whose_end_of_life_is_no_date_is_an_error_that_says_what_to_do(path: Path) -> None:
    path.write_text(json.dumps({"refresh_token": "refresh-7", "expires_at": "soon", "spent": []}))

    with pytest.raises(SignInError, match="Move it away"):
        FileStore(path).load()


def test_a_file_that_cannot_be_read_is_an_error_that_says_why(path: Path) -> None:
    path.mkdir()

    with pytest.raises(SignInError, match=r"cannot be read \(Is a directory\)"):
        FileStore(path).load()


def test_the_lock_of_another_run_is_waited_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        process.communicate()

    with another_run(path) as process:
        monkeypatch.setattr(time, "sleep", wait)
        with FileStore(path).lock():
            assert process.returncode == 0
    assert waits, "the lock was given while another run held it"


def test_a_lock_that_another_run_holds_for_too_long_is_an_error_that_says_what_to_do(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_store, "LOCK_SECONDS", 0)

    with (
        another_run(path),
        pytest.raises(SignInError, match=r"Another run has been holding .*token\.json\.lock"),
        FileStore(path).lock(),
    ):
        pytest.fail("the lock was given while another run held it")


def test_a_lock_is_given_back_when_its_work_fails(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_store, "LOCK_SECONDS", 0)
    with pytest.raises(RuntimeError), FileStore(path).lock():
        raise RuntimeError

    with FileStore(path).lock():
        assert Path(f"{path}.lock").exists()
