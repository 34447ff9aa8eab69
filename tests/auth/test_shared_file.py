"""A token file is read and replaced although another process has it open for a moment, as Windows refuses it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200.auth import shared_file
from tap_sage200.auth.file_store import FileStore
from tap_sage200.auth.grant import Grant
from tap_sage200.errors import SignInError

if TYPE_CHECKING:
    from collections.abc import Callable

GRANT = Grant("refresh-7")
ACCESS_DENIED, SHARING_VIOLATION, DISK_FULL = 5, 32, 112


def refused(code: int) -> PermissionError:
    """An error as Windows raises it."""
    error = PermissionError(13, "Access is denied")
    error.winerror = code  # type: ignore[attr-defined,unused-ignore] # only Windows has it
    return error


class InUse:
    """A file that another process has open for some calls."""

    def __init__(self, code: int, times: int) -> None:
        """Refuse this many calls."""
        self.calls = 0
        self._code = code
        self._times = times

    def before(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Refuse the first calls of a method."""

        def called(*given: object) -> object:
            self.calls += 1
            if self.calls <= self._times:
                raise refused(self._code)
            return call(*given)

        return called


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    store = FileStore(tmp_path / "token.json")
    store.save(Grant("refresh-6"))
    return store


@pytest.mark.parametrize("code", [ACCESS_DENIED, SHARING_VIOLATION])
@pytest.mark.parametrize("times", [1, 3])
def test_a_new_token_is_stored_although_another_run_reads_the_file(
    store: FileStore, monkeypatch: pytest.MonkeyPatch, code: int, times: int
) -> None:
    in_use = InUse(code, times)
    monkeypatch.setattr(Path, "replace", in_use.before(Path.replace))
    store.save(GRANT)
    assert store.load() == GRANT
    assert in_use.calls == times + 1


@pytest.mark.parametrize("code", [ACCESS_DENIED, SHARING_VIOLATION])
def test_a_token_is_read_although_another_run_replaces_the_file(
    store: FileStore, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    monkeypatch.setattr(Path, "read_bytes", InUse(code, 2).before(Path.read_bytes))
    assert store.load() == Grant("refresh-6")


def test_other_errors_are_reported_at_once(store: FileStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    full = InUse(DISK_FULL, 1)
    monkeypatch.setattr(Path, "replace", full.before(Path.replace))
    with pytest.raises(SignInError):
        store.save(GRANT)
    assert full.calls == 1
    assert [file.name for file in tmp_path.iterdir()] == ["token.json"]


def test_a_file_that_stays_in_use_is_reported_after_some_time(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "replace", InUse(ACCESS_DENIED, 1000).before(Path.replace))
    monkeypatch.setattr(shared_file.replace.retry, "sleep", lambda _: None)
    monkeypatch.setattr(shared_file.replace.retry, "stop", lambda state: state.attempt_number == 9)
    with pytest.raises(SignInError, match="Access is denied"):
        store.save(GRANT)
