"""A refresh token is used only if the next one can be stored, and the loss of a token is reported."""

from __future__ import annotations

import errno
import os
import tempfile
from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200 import problems
from tap_sage200.auth.authenticator import Bearer
from tap_sage200.auth.file_store import FileStore
from tap_sage200.auth.grant import Grant
from tap_sage200.auth.token_store import MemoryStore
from tap_sage200.errors import RunError, SignInAgainError, SignInError
from tests.support.network_trouble import LOST, NEVER_SENT, named
from tests.support.sage_id import ADDRESS, GRANTED
from tests.support.token_answers import GOOD, REFUSED

if TYPE_CHECKING:
    from pathlib import Path

    from requests_mock import Mocker

    from tests.conftest import SignIn
    from tests.support.clock import Clock
    from tests.support.sage_id import SageIdServer


def test_no_refresh_token_anywhere_is_an_error_that_says_to_sign_in(sign_in: SignIn, server: SageIdServer) -> None:
    with pytest.raises(SignInError, match=r"There is no refresh token.* run `sage200 login`"):
        sign_in(None).bearer()

    assert not server.forms


def test_a_folder_that_cannot_be_written_is_detected_before_the_token_is_used(
    sign_in: SignIn, server: SageIdServer, tmp_path: Path
) -> None:
    (tmp_path / "a_file").touch()

    with pytest.raises(SignInError, match="cannot be written"):
        sign_in(store=FileStore(tmp_path / "a_file" / "token.json")).bearer()

    assert not server.forms


def test_a_file_that_cannot_be_written_is_detected_before_the_token_is_used(
    sign_in: SignIn, server: SageIdServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: object, **_options: object) -> tuple[int, str]:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)

    with pytest.raises(SignInError, match="Read-only file system"):
        sign_in(store=FileStore(tmp_path / "token.json")).bearer()

    assert not server.forms


def test_a_file_that_cannot_be_replaced_is_detected_before_the_token_is_used(
    sign_in: SignIn, server: SageIdServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A single file that is mounted into a container can be written, but not replaced."""
    store = FileStore(tmp_path / "token.json")
    store.save(Grant(GRANTED))

    def refuse(*_args: object, **_options: object) -> None:
        raise OSError(errno.EBUSY, "Device or resource busy")

    monkeypatch.setattr(os, "replace", refuse)

    with pytest.raises(SignInError, match="Device or resource busy"):
        sign_in(store=store).bearer()

    assert not server.forms


def test_a_file_of_something_else_is_detected_before_the_token_is_used(
    sign_in: SignIn, server: SageIdServer, tmp_path: Path
) -> None:
    (tmp_path / "token.json").write_text("[]")

    with pytest.raises(SignInError, match="move it away"):
        sign_in(store=FileStore(tmp_path / "token.json")).bearer()

    assert not server.forms


def test_an_access_token_is_not_used_if_its_refresh_token_could_not_be_saved(
    sign_in: SignIn, server: SageIdServer
) -> None:
    class FullAfterTheTrade(MemoryStore):
        def save(self, grant: Grant) -> None:
            if server.forms:
                raise SignInError(
                    problems.token_stores.FILE_UNWRITABLE, file="token.json", reason="No space left on device"
                )
            super().save(grant)

    with pytest.raises(SignInError, match="cannot be written"):
        sign_in(store=FullAfterTheTrade()).bearer()

    assert server.spent == ["refresh-0"]


def test_a_long_run_without_a_file_warns_once_that_its_token_will_be_lost(
    sign_in: SignIn, server: SageIdServer, caplog: pytest.LogCaptureFixture
) -> None:
    access = sign_in()
    for _ in range(3):
        access.renew(access.bearer())

    assert len(server.forms) == 4
    assert len([record for record in caplog.records if "token_file" in record.message]) == 1


class Unreliable(MemoryStore):
    """A store that fails a number of times after the response of Sage ID."""

    def __init__(self, server: SageIdServer, times: int) -> None:
        super().__init__()
        self._server, self._times = server, times

    def save(self, grant: Grant) -> None:
        if self._server.forms and self._times:
            self._times -= 1
            raise SignInError(
                problems.token_stores.FILE_UNWRITABLE, file="token.json", reason="No space left on device"
            )
        super().save(grant)


def test_saving_a_grant_is_retried(sign_in: SignIn, server: SageIdServer, clock: Clock) -> None:
    store = Unreliable(server, times=3)

    assert sign_in(store=store).bearer() == Bearer("access-1")

    stored = store.load()
    assert len(clock.slept) == 3
    assert server.spent == ["refresh-0"]
    assert stored
    assert stored.refresh_token == "refresh-1"


def test_a_grant_that_cannot_be_saved_is_lost_and_the_error_says_so(sign_in: SignIn, server: SageIdServer) -> None:
    with pytest.raises(
        SignInAgainError, match=r"cannot be written .*\. The new refresh token .* is lost\. .* sign in again: run"
    ):
        sign_in(store=Unreliable(server, times=99)).bearer()


def test_the_store_notes_a_sent_token_until_the_response_is_stored(sign_in: SignIn, requests_mock: Mocker) -> None:
    store = MemoryStore()
    store.save(Grant(GRANTED))
    kept: list[Grant | None] = []

    def answer(_request: object, _context: object) -> dict[str, str]:
        kept.append(store.load())
        return {"access_token": "access-1", "refresh_token": "refresh-1"}

    class CheckedStore(MemoryStore):
        load, save = store.load, store.save

        def check(self, grant: Grant | None) -> None:
            assert grant
            store.save(grant)

    requests_mock.post(ADDRESS, json=answer)
    sign_in(store=CheckedStore()).bearer()

    [while_asked], after = kept, store.load()
    assert while_asked
    assert (while_asked.refresh_token, while_asked.sent_at) == (GRANTED, "2026-01-31T12:00:00.000000Z")
    assert after
    assert (after.refresh_token, after.sent_at) == ("refresh-1", None)


@named(LOST)
def test_the_error_of_a_token_refused_after_a_lost_response_names_the_run_that_lost_it(
    sign_in: SignIn, requests_mock: Mocker, tmp_path: Path, answer: dict[str, Any]
) -> None:
    store = FileStore(tmp_path / "token.json")
    requests_mock.post(ADDRESS, [answer, REFUSED["invalid_grant"], REFUSED["invalid_grant"]])
    with pytest.raises(SignInError, match="lost"):
        sign_in(store=store).bearer()

    for _ in range(2):
        with pytest.raises(SignInAgainError, match=r"The run at 2026-01-31T12:00Z sent this refresh token.* run `sa"):
            sign_in(store=store).bearer()


@named(LOST)
def test_a_lost_response_without_a_lost_token_is_forgotten(
    sign_in: SignIn, requests_mock: Mocker, tmp_path: Path, answer: dict[str, Any]
) -> None:
    store = FileStore(tmp_path / "token.json")
    requests_mock.post(ADDRESS, [answer, GOOD])
    with pytest.raises(SignInError, match="lost"):
        sign_in(store=store).bearer()

    assert sign_in(store=store).bearer() == Bearer("access-1")
    stored = store.load()
    assert stored
    assert stored.sent_at is None


@named(NEVER_SENT | REFUSED)
def test_a_refusal_does_not_count_as_a_lost_response(
    sign_in: SignIn, requests_mock: Mocker, tmp_path: Path, answer: dict[str, Any]
) -> None:
    store = FileStore(tmp_path / "token.json")
    store.save(Grant(GRANTED))
    requests_mock.post(ADDRESS, **answer)
    with pytest.raises(RunError):
        sign_in(store=store).bearer()

    stored = store.load()
    assert stored
    assert (stored.refresh_token, stored.sent_at) == (GRANTED, None)
