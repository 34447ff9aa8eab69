"""A run knows the date of the sign-in of its tokens, and says when the sign-in expires."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from tap_sage200.auth.file_store import FileStore
from tap_sage200.auth.grant import Grant
from tap_sage200.auth.token_store import MemoryStore

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.conftest import SignIn
    from tests.support.clock import Clock
    from tests.support.sage_id import SageIdServer


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.message for record in caplog.records if "The sign-in expires" in record.message]


def test_the_date_on_which_a_token_is_first_seen_counts_as_the_latest_date_of_its_sign_in(
    sign_in: SignIn, server: SageIdServer, clock: Clock
) -> None:
    store = MemoryStore()
    sign_in(store=store).bearer()
    clock.instant += timedelta(days=30)
    sign_in(store=store).bearer()

    stored = store.load()
    assert len(server.forms) == 2
    assert stored
    assert stored.signed_in_at == "2026-01-31T12:00:00.000000Z"
    assert stored.signed_in_earlier


def test_the_date_of_a_login_is_kept_when_tokens_rotate(sign_in: SignIn, server: SageIdServer, clock: Clock) -> None:
    store = MemoryStore()
    store.save(Grant("refresh-0", signed_in_at="2026-01-05T08:00:00.000000Z").signed_in_after(None, "older-0"))
    for configured in ("older-0", None, "refresh-0"):
        clock.instant += timedelta(days=1)
        sign_in(configured, store=store).bearer()

    stored = store.load()
    assert server.spent == ["refresh-0", "refresh-1", "refresh-2"]
    assert stored
    assert stored.signed_in_at == "2026-01-05T08:00:00.000000Z"
    assert not stored.signed_in_earlier


def test_a_newer_token_in_the_settings_counts_from_the_date_on_which_it_is_first_seen(
    sign_in: SignIn, server: SageIdServer, clock: Clock
) -> None:
    server.good.add("later-0")
    store = MemoryStore()
    store.save(Grant("refresh-0", signed_in_at="2026-01-05T08:00:00.000000Z"))
    clock.instant += timedelta(days=1)
    sign_in("later-0", store=store).bearer()

    stored = store.load()
    assert stored
    assert stored.signed_in_at == "2026-02-01T12:00:00.000000Z"


def test_a_file_of_an_older_version_counts_from_the_date_on_which_it_is_first_seen(
    sign_in: SignIn, server: SageIdServer, tmp_path: Path
) -> None:
    (tmp_path / "token.json").write_text(
        '{"refresh_token": "refresh-0", "access_token": null, "expires_at": null, "spent": []}'
    )
    store = FileStore(tmp_path / "token.json")
    sign_in(store=store).bearer()

    stored = store.load()
    assert server.spent == ["refresh-0"]
    assert stored
    assert stored.signed_in_at == "2026-01-31T12:00:00.000000Z"
    assert stored.signed_in_earlier


def test_a_run_says_once_when_the_sign_in_expires(
    sign_in: SignIn, server: SageIdServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    access = sign_in()
    for _ in range(3):
        access.renew(access.bearer())

    assert len(server.forms) == 4
    assert told(caplog) == [
        "The sign-in expires in 90 days, on 2026-05-01; the last sign-in was on 2026-01-31 or earlier."
    ]


def test_a_run_that_needs_no_refresh_says_it_too(
    sign_in: SignIn, server: SageIdServer, caplog: pytest.LogCaptureFixture
) -> None:
    store = MemoryStore()
    sign_in(store=store).bearer()
    caplog.set_level(logging.INFO)
    caplog.clear()

    sign_in(store=store).bearer()

    assert len(server.forms) == 1
    assert len(told(caplog)) == 1
