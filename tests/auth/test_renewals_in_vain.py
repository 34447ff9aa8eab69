"""A token is not renewed again and again for a company that refuses every token."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tap_sage200.auth.authenticator import RENEWAL_PAUSE, Bearer
from tap_sage200.auth.file_store import FileStore
from tap_sage200.auth.grant import KEPT_NOTES, Grant

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.conftest import SignIn
    from tests.support.clock import Clock
    from tests.support.sage_id import SageIdServer

SITE_A, SITE_B = "site-a/1", "site-b/1"


def test_the_next_run_knows_which_company_refused_a_renewed_token(
    sign_in: SignIn, server: SageIdServer, tmp_path: Path
) -> None:
    access = sign_in(store=FileStore(tmp_path / "token.json"))
    access.renew(access.bearer())
    access.renewed_in_vain(SITE_A)

    later = sign_in(store=FileStore(tmp_path / "token.json"))
    assert later.bearer() == Bearer("access-2")
    assert later.renews_in_vain(SITE_A)
    assert not later.renews_in_vain(SITE_B)
    assert not later.renews_in_vain("")
    assert len(server.forms) == 2


def test_a_note_is_forgotten_after_a_day(sign_in: SignIn, server: SageIdServer, clock: Clock) -> None:
    access = sign_in()
    access.bearer()
    access.renewed_in_vain(SITE_A)
    clock.instant += RENEWAL_PAUSE - timedelta(seconds=1)
    assert access.renews_in_vain(SITE_A)
    clock.instant += timedelta(seconds=1)

    assert not access.renews_in_vain(SITE_A)
    assert server.forms


def test_a_second_note_about_a_company_is_about_everything(sign_in: SignIn, server: SageIdServer) -> None:
    access = sign_in()
    access.bearer()
    access.renewed_in_vain(SITE_A)
    access.renewed_in_vain(SITE_A)

    assert access.renews_in_vain("")
    assert server.forms


def test_an_expired_token_is_renewed_whatever_is_noted(sign_in: SignIn, server: SageIdServer, clock: Clock) -> None:
    access = sign_in()
    access.bearer()
    access.renewed_in_vain(SITE_A)
    clock.instant += timedelta(hours=2)

    assert access.bearer() == Bearer("access-2")
    assert access.renews_in_vain(SITE_A)
    assert len(server.forms) == 2


def test_a_store_that_cannot_be_written_costs_only_the_note(
    sign_in: SignIn, server: SageIdServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = sign_in(store=FileStore(tmp_path / "token.json"))
    access.bearer()
    monkeypatch.setattr("tempfile.mkstemp", lambda **_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    access.renewed_in_vain(SITE_A)

    assert access.bearer() == Bearer("access-1")
    assert server.forms


def test_the_number_of_notes_is_limited() -> None:
    grant = Grant("refresh-0")
    for number in range(KEPT_NOTES + 5):
        grant = grant.renewed_in_vain(f"site/{number}", now="2026-01-31T12:00:00.000000Z", since="2026-01-30")

    assert list(grant.in_vain) == [f"site/{number}" for number in range(5, KEPT_NOTES + 5)]
