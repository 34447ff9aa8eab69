"""Every state of the token store leaves a token that works, or a message that says what to do, and sends no token."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock

from tap_sage200 import problems
from tap_sage200.auth.authenticator import LOCK_WAITS, Bearer
from tap_sage200.auth.file_store import FileStore
from tap_sage200.auth.grant import Grant
from tap_sage200.auth.token_store import LockedError, MemoryStore
from tap_sage200.errors import SignInAgainError, SignInError
from tests.support.sage_id import ADDRESS, GRANTED
from tests.support.token_answers import OPEN, REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from requests_mock import Mocker
    from requests_mock.request import Request

    from tests.conftest import SignIn
    from tests.support.sage_id import SageIdServer

GOOD = Grant("refresh-7", access_token="access-7", expires_at="2026-01-31T13:00:00.000000Z")
ENDED = Grant(GRANTED, access_token="access-7", expires_at="2026-01-31T11:00:00.000000Z")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "token.json"


def refuse_new_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk be full."""

    def refuse(*_args: object, **_options: object) -> tuple[int, str]:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b"\0" * 512, "it is not JSON"),
        (b'{"refresh_token": "refr', "it is not JSON"),
        (b"[" * 100_000, "it is not JSON"),
        (b"7" * 5000, "it is not JSON"),
        (b"[]", "it does not have the fields that this version of the tap knows"),
        (b'{"refresh_token": "refresh-0", "spent": [], "new": 1}', "does not have the fields that this version"),
        (b'{"refresh_token": " ", "spent": []}', "a field does not have the type that it must have"),
        (b'{"refresh_token": "\\ud800", "spent": []}', "a field does not have the type that it must have"),
        (b'{"refresh_token": "refresh-0", "spent": [], "refused_at": "soon"}', "a field is not a timestamp"),
        (b'{"refresh_token": "refresh-0", "spent": [], "in_vain": {"": 7}}', "a field does not have the type"),
        (b'{"refresh_token": "refresh-0", "spent": [], "in_vain": 7}', "it does not have the fields"),
        (b'{"refresh_token": "refresh-0", "spent": [], "in_vain_for": [7]}', "a field does not have the type"),
        (b'{"refresh_token": "refresh-0", "spent": [], "in_vain_at": "today"}', "a field is not a timestamp"),
        (b'{"refresh_token": "refresh-0", "spent": [], "in_vain_since": "today"}', "a field is not a timestamp"),
    ],
)
def test_a_damaged_file_is_told_with_its_damage_and_no_token_sent(
    sign_in: SignIn, server: SageIdServer, path: Path, content: bytes, reason: str
) -> None:
    path.write_bytes(content)
    with pytest.raises(SignInAgainError, match=rf"{reason}.*\. Restore the file, or move it away\. Sign in again"):
        sign_in(store=FileStore(path)).bearer()

    assert not server.forms
    assert path.read_bytes() == content


@pytest.mark.parametrize("kind", ["a folder", "a pipe"])
def test_something_else_than_a_file_is_named(sign_in: SignIn, server: SageIdServer, path: Path, kind: str) -> None:
    {"a folder": path.mkdir, "a pipe": lambda: os.mkfifo(path)}[kind]()
    with pytest.raises(SignInError, match=f"is not a file, but {kind}. Set token_file to the path of a file"):
        sign_in(store=FileStore(path)).bearer()

    assert not server.forms


def test_a_device_is_no_token_file() -> None:
    with pytest.raises(SignInError, match="is not a file, but a device"):
        FileStore(Path("/dev/zero")).load()


def test_a_folder_in_the_place_of_the_lock_is_named(sign_in: SignIn, server: SageIdServer, path: Path) -> None:
    path.with_name("token.json.lock").mkdir()
    with pytest.raises(SignInError, match=r"The lock file .*token\.json\.lock cannot be locked"):
        sign_in(store=FileStore(path)).bearer()

    assert not server.forms


def test_a_file_system_without_locks_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: FileLock) -> None:
        raise NotImplementedError

    monkeypatch.setattr(FileLock, "acquire", refuse)
    with pytest.raises(SignInError, match="the file system has no locks"), FileStore(path).lock():
        pytest.fail("there is a lock")


def test_files_and_folders_of_others_beside_the_token_file_stay(
    sign_in: SignIn, server: SageIdServer, path: Path
) -> None:
    beside = [path.with_name(f".token.json.{name}") for name in ("d", "backup", "x.tmp")]
    beside[0].mkdir()
    beside[1].touch()
    beside[2].mkdir()

    assert sign_in(store=FileStore(path)).bearer() == Bearer("access-1")
    assert all(file.exists() for file in beside)
    assert server.spent == [GRANTED]


def test_a_file_that_everybody_can_read_is_told_once(
    sign_in: SignIn, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    FileStore(path).save(GOOD)
    path.chmod(0o644)
    store = FileStore(path)
    sign_in(None, store=store).bearer()
    store.load()

    [warning] = [text for text in caplog.messages if "Every user of this machine can read the token_file" in text]
    assert "chmod 600" in warning


def test_a_file_that_only_its_group_can_read_is_not_told(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    FileStore(path).save(GOOD)
    path.chmod(0o640)
    FileStore(path).load()

    assert caplog.messages == []


def test_a_good_token_is_read_from_a_folder_that_cannot_be_written(
    sign_in: SignIn, server: SageIdServer, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    FileStore(path).save(GOOD)
    refuse_new_files(monkeypatch)
    monkeypatch.setattr(FileLock, "acquire", None)

    assert sign_in(None, store=FileStore(path)).bearer() == Bearer("access-7")
    assert not server.forms


def test_a_disk_that_fills_up_after_the_token_was_sent_costs_no_token(
    sign_in: SignIn, server: SageIdServer, path: Path, requests_mock: Mocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(request: Request, context: object) -> dict[str, Any]:
        refuse_new_files(monkeypatch)
        return server.answer(request, context)

    requests_mock.post(ADDRESS, json=answer)

    assert sign_in(store=FileStore(path)).bearer() == Bearer("access-1")
    stored = FileStore(path).load()
    assert stored
    assert stored.refresh_token == "refresh-1"
    assert sorted(file.name for file in path.parent.iterdir()) == ["token.json", "token.json.lock"]


def test_a_disk_that_is_full_before_is_told_and_no_token_sent(
    sign_in: SignIn, server: SageIdServer, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse_new_files(monkeypatch)
    with pytest.raises(SignInError, match=r"cannot be written \(No space left on device\)"):
        sign_in(store=FileStore(path)).bearer()

    assert not server.forms


@pytest.mark.parametrize("answer", [REFUSED["invalid_client"], OPEN["not available"]])
def test_the_space_that_was_kept_is_given_back_after_an_error(
    sign_in: SignIn, requests_mock: Mocker, path: Path, answer: dict[str, Any]
) -> None:
    requests_mock.post(ADDRESS, **answer)
    with pytest.raises(SignInError):
        sign_in(store=FileStore(path)).bearer()

    assert sorted(file.name for file in path.parent.iterdir()) == ["token.json", "token.json.lock"]


class Contended(MemoryStore):
    """A store whose lock another run holds, until it has renewed the token."""

    def __init__(self, *, renewed: Grant | None, after: int = 1) -> None:
        super().__init__()
        self.save(ENDED)
        self._renewed, self._after, self.waits = renewed, after, list[float]()

    @contextmanager
    def lock(self, seconds: float = 0) -> Iterator[None]:
        self.waits.append(seconds)
        if self._renewed is not None and len(self.waits) == self._after:
            self.save(self._renewed)
        if self.waits:
            raise LockedError(problems.token_stores.COMMAND_LOCKED)
        yield


@pytest.mark.parametrize("after", [1, 2])
def test_a_run_that_waits_for_the_lock_uses_the_token_that_another_run_has_renewed(
    sign_in: SignIn, server: SageIdServer, after: int
) -> None:
    store = Contended(renewed=GOOD, after=after)

    assert sign_in(None, store=store).bearer() == Bearer("access-7")
    assert store.waits == list(LOCK_WAITS[:after])
    assert not server.forms


def test_a_lock_that_is_held_for_two_minutes_is_told(sign_in: SignIn, server: SageIdServer) -> None:
    store = Contended(renewed=None)
    with pytest.raises(LockedError, match=r"which another run holds, and gave up\. Run again later"):
        sign_in(None, store=store).bearer()

    assert sum(store.waits) == 120
    assert not server.forms


class SentMeanwhile(MemoryStore):
    """A store whose token another run has sent without an answer, while this run waited for the lock."""

    @contextmanager
    def lock(self, seconds: float = 0) -> Iterator[None]:
        del seconds
        self.save(replace(ENDED, sent_at="2026-01-31T12:00:05.000000Z"))
        yield


def test_a_token_that_another_run_has_sent_meanwhile_without_an_answer_is_not_sent_again(
    sign_in: SignIn, server: SageIdServer
) -> None:
    store = SentMeanwhile()
    store.save(ENDED)
    with pytest.raises(SignInError, match=r"Another run sent this refresh token \(2026-01-31T12:00Z\).*Run again"):
        sign_in(store=store).bearer()

    assert not server.forms


class HalfWritten(MemoryStore):
    """A store that another run is just writing when it is read without the lock."""

    is_locked = False

    @contextmanager
    def lock(self, seconds: float = 0) -> Iterator[None]:
        del seconds
        self.is_locked = True
        yield

    def load(self) -> Grant | None:
        if not self.is_locked:
            raise SignInAgainError(problems.token_stores.COMMAND_PRINTED_SOMETHING_ELSE, reason="it is empty")
        return super().load()


def test_a_store_that_another_run_is_writing_is_read_again_with_the_lock(sign_in: SignIn, server: SageIdServer) -> None:
    store = HalfWritten()
    store.save(GOOD)

    assert sign_in(None, store=store).bearer() == Bearer("access-7")
    assert not server.forms


def test_the_loss_of_a_token_from_the_settings_is_named_too(sign_in: SignIn, requests_mock: Mocker, path: Path) -> None:
    """The store keeps its own token, and remembers that another one was sent."""
    FileStore(path).save(GOOD)
    requests_mock.post(ADDRESS, [OPEN["not available"], REFUSED["invalid_grant"], REFUSED["invalid_grant"]])
    with pytest.raises(SignInError, match="status 503"):
        sign_in("later-0", store=FileStore(path)).bearer()

    for _ in range(2):
        with pytest.raises(SignInAgainError, match="The run at 2026-01-31T12:00Z sent this refresh token"):
            sign_in("later-0", store=FileStore(path)).bearer()
    assert sign_in(None, store=FileStore(path)).bearer() == Bearer("access-7")


def test_the_first_of_several_lost_responses_is_named(sign_in: SignIn, requests_mock: Mocker, path: Path) -> None:
    FileStore(path).save(replace(ENDED, sent_at="2026-01-30T08:00:00.000000Z"))
    requests_mock.post(ADDRESS, [OPEN["not available"], REFUSED["invalid_grant"]])
    with pytest.raises(SignInError, match="status 503"):
        sign_in(store=FileStore(path)).bearer()
    with pytest.raises(SignInAgainError, match="The run at 2026-01-30T08:00Z sent this refresh token"):
        sign_in(store=FileStore(path)).bearer()


def test_an_access_token_with_a_line_end_in_the_file_is_trimmed_or_renewed(
    sign_in: SignIn, server: SageIdServer, path: Path
) -> None:
    for token, expected in (("access-7\n", "access-7"), ("access\n7", "access-1")):
        path.write_text(replace(GOOD, refresh_token=GRANTED, access_token=token).to_json())
        assert sign_in(None, store=FileStore(path)).bearer() == Bearer(expected)
    assert server.spent == [GRANTED]


def test_no_days_are_told_of_a_token_that_was_refused(
    sign_in: SignIn, requests_mock: Mocker, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    FileStore(path).save(replace(GOOD, signed_in_at="2026-01-30T12:00:00.000000Z"))
    requests_mock.post(ADDRESS, **REFUSED["invalid_grant"])
    access = sign_in(None, store=FileStore(path))
    with pytest.raises(SignInAgainError):
        access.renew(access.bearer())
    assert "89 days" in caplog.text
    caplog.clear()

    assert sign_in(None, store=FileStore(path)).bearer() == Bearer("access-7")
    assert "days" not in caplog.text
    assert "Sage ID refused the refresh token on 2026-01-31" in caplog.text
    assert "Sign in again" in caplog.text


def test_no_days_are_told_before_the_token_is_refused(
    sign_in: SignIn, requests_mock: Mocker, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    FileStore(path).save(replace(ENDED, signed_in_at="2026-01-30T12:00:00.000000Z"))
    requests_mock.post(ADDRESS, **REFUSED["invalid_grant"])
    with pytest.raises(SignInAgainError):
        sign_in(None, store=FileStore(path)).bearer()

    assert "days" not in caplog.text
