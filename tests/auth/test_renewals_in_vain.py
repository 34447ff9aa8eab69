"""A token is not renewed again and again for a company, or a Sage, that refuses every token."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tap_sage200.auth.authenticator import Bearer, RefreshTokenAuthenticator
from tap_sage200.auth.file_store import RESERVED_BYTES, FileStore
from tap_sage200.auth.grant import KEPT, KEPT_NOTES, PAUSE_OF_ALL, RENEWAL_PAUSE, Grant
from tap_sage200.transport.body import LARGEST_SMALL

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import SignIn
    from tests.support.clock import Clock
    from tests.support.sage_id import SageIdServer

SITE_A, SITE_B, EVERYTHING = "site-a/1", "site-b/1", ""
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
SMALLEST_SECRET = 25_000
"""The bytes of a secret in the secret manager with the least space (Azure Key Vault)."""


@pytest.fixture
def access(sign_in: SignIn, server: SageIdServer) -> RefreshTokenAuthenticator:
    """A run that has a token."""
    run = sign_in()
    assert run.bearer() == Bearer("access-1")
    assert len(server.forms) == 1
    return run


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
    assert not later.renews_in_vain(EVERYTHING)
    assert len(server.forms) == 2


@pytest.mark.parametrize(("company", "pause"), [(SITE_A, RENEWAL_PAUSE), (EVERYTHING, PAUSE_OF_ALL)])
def test_a_note_about_a_company_holds_for_a_day_and_one_about_everything_for_ten_minutes(
    access: RefreshTokenAuthenticator, clock: Clock, company: str, pause: timedelta
) -> None:
    access.renewed_in_vain(company)
    clock.instant += pause - timedelta(seconds=1)
    assert access.renews_in_vain(company)
    clock.instant += timedelta(seconds=1)
    assert not access.renews_in_vain(company)
    access.renewed_in_vain(company)
    assert access.renews_in_vain(company)


def test_the_notes_about_companies_end_together() -> None:
    grant = Grant("refresh-0").renewed_in_vain(SITE_A, NOON)
    grant = grant.renewed_in_vain(SITE_B, NOON + timedelta(hours=23))
    assert grant.renews_in_vain(SITE_B, NOON + timedelta(hours=23))

    assert not grant.renews_in_vain(SITE_B, NOON + timedelta(hours=24))
    again = grant.renewed_in_vain(SITE_B, NOON + timedelta(hours=24))
    assert again.renews_in_vain(SITE_B, NOON + timedelta(hours=47))
    assert not again.renews_in_vain(SITE_A, NOON + timedelta(hours=24))


def test_a_second_note_about_a_company_is_not_about_everything(access: RefreshTokenAuthenticator) -> None:
    for _ in range(2):
        access.renewed_in_vain(SITE_A)

    assert access.renews_in_vain(SITE_A)
    assert not access.renews_in_vain(EVERYTHING)


def test_a_company_that_two_threads_note_at_the_same_time_is_written_once(
    sign_in: SignIn, server: SageIdServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FileStore(tmp_path / "token.json")
    access = sign_in(store=store)
    access.bearer()
    saved: list[Grant] = []
    monkeypatch.setattr(store, "save", saved.append)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(access.renewed_in_vain, [SITE_A] * 8))

    assert [len(grant.in_vain_for) for grant in saved] == [1]
    assert server.forms


def test_a_note_about_everything_says_nothing_about_a_company(access: RefreshTokenAuthenticator) -> None:
    access.renewed_in_vain(EVERYTHING)

    assert access.renews_in_vain(EVERYTHING)
    assert not access.renews_in_vain(SITE_A)


@pytest.mark.parametrize("company", [SITE_A, EVERYTHING])
def test_a_note_of_a_machine_whose_clock_is_years_ahead_holds_for_no_year(company: str) -> None:
    grant = Grant("refresh-0").renewed_in_vain(company, NOON + timedelta(days=700))

    assert not grant.renews_in_vain(company, NOON)
    assert grant.renewed_in_vain(company, NOON).renews_in_vain(company, NOON)


def test_an_expired_token_is_renewed_whatever_is_noted(
    access: RefreshTokenAuthenticator, server: SageIdServer, clock: Clock
) -> None:
    clock.instant += timedelta(minutes=56)
    access.renewed_in_vain(SITE_A)
    access.renewed_in_vain(EVERYTHING)
    clock.instant += timedelta(minutes=4)

    assert access.renews_in_vain(SITE_A)
    assert access.renews_in_vain(EVERYTHING)
    assert access.bearer() == Bearer("access-2")
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


def test_the_last_notes_of_a_large_fleet_are_kept() -> None:
    grant = Grant("refresh-0")
    for number in range(KEPT_NOTES + 5):
        grant = grant.renewed_in_vain(f"site/{number}", NOON)

    known = [number for number in range(KEPT_NOTES + 5) if grant.renews_in_vain(f"site/{number}", NOON)]
    assert known == list(range(5, KEPT_NOTES + 5))


@pytest.mark.parametrize(("token", "space"), [(2_000, SMALLEST_SECRET), (LARGEST_SMALL, RESERVED_BYTES)])
def test_a_grant_with_all_its_notes_has_room_in_each_store(token: int, space: int) -> None:
    grant = Grant("r" * token, access_token="a" * token, expires_at="2026-01-31T13:00:00.000000Z")
    for number in range(KEPT_NOTES):
        grant = grant.renewed_in_vain(f"site/{number}", NOON).rotated(f"{number}".rjust(token, "r"))
    assert (len(grant.spent), len(grant.in_vain_for)) == (KEPT, KEPT_NOTES)

    assert len(grant.to_json()) < 0.8 * space


def test_the_note_about_everything_of_an_older_version_holds_for_ten_minutes() -> None:
    noted = {"": "2026-01-31T12:00:00.000000Z", "site-a/1": "2026-01-31T12:00:00.000000Z"}
    grant = Grant.from_json(json.dumps({"refresh_token": "refresh-7", "spent": [], "in_vain": noted}))

    assert grant.renews_in_vain(EVERYTHING, NOON + timedelta(minutes=9))
    assert not grant.renews_in_vain(EVERYTHING, NOON + timedelta(minutes=10))
    assert Grant.from_json(grant.to_json()) == grant
