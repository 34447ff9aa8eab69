from __future__ import annotations

import json
import logging
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.auth.grant import KEPT, Grant, fingerprint
from tap_sage200.auth.token_store import MemoryStore

GRANT = Grant(
    "refresh-7",
    access_token="access-7",
    expires_at="2026-01-31T13:00:00.000000Z",
    spent=(fingerprint("refresh-6"),),
)


def test_a_grant_recognises_its_own_token_and_all_used_ones() -> None:
    assert GRANT.follows("refresh-7")
    assert GRANT.follows("refresh-6")
    assert not GRANT.follows("refresh-8")


def test_a_grant_shows_no_token() -> None:
    assert "refresh-7" not in repr(GRANT)
    assert "access-7" not in repr(GRANT)


@given(st.text(min_size=8))
def test_a_fingerprint_identifies_a_token_and_does_not_contain_it(token: str) -> None:
    assert fingerprint(token) == fingerprint(token)
    assert fingerprint(token) != fingerprint(token + "x")
    assert token not in fingerprint(token)


def test_the_memory_store_starts_empty_and_keeps_the_newest_grant() -> None:
    store = MemoryStore()
    assert store.load() is None

    with store.lock():
        store.save(Grant("refresh-1"))
        store.save(GRANT)

    assert store.load() == GRANT


def test_the_memory_store_warns_that_a_replaced_token_is_lost_after_the_run(caplog: pytest.LogCaptureFixture) -> None:
    MemoryStore().save(Grant("refresh-1"))
    assert not caplog.records

    MemoryStore().save(GRANT)

    [record] = caplog.records
    assert record.levelno == logging.WARNING
    assert "Set token_file" in record.message
    assert "refresh-7" not in record.message


def test_a_rotated_grant_keeps_the_date_of_the_sign_in() -> None:
    grant = replace(GRANT, signed_in_at="2026-01-05T08:00:00.000000Z")

    assert grant.rotated("refresh-8").signed_in_at == "2026-01-05T08:00:00.000000Z"
    assert grant.rotated("refresh-8").spent == (fingerprint("refresh-6"), fingerprint("refresh-7"))


def test_a_new_sign_in_recognises_all_earlier_stored_and_configured_tokens() -> None:
    grant = Grant("later-0").signed_in_after(GRANT, configured="first-0")

    for token in ("refresh-6", "refresh-7", "first-0", "later-0"):
        assert grant.follows(token)


def test_a_grant_always_recognises_its_sign_in_and_does_not_grow_without_limit() -> None:
    grant = Grant("refresh-0").signed_in_after(None)
    for number in range(1, 10 * KEPT):
        grant = grant.rotated(f"refresh-{number}")
    size = len(grant.to_json())
    grant = grant.rotated("refresh-999")

    assert grant.follows("refresh-0")
    assert grant.follows("refresh-998")
    assert len(grant.to_json()) == size < 4000, "a secret manager bears no more"


def test_a_grant_of_an_older_version_is_read_and_recognises_the_same_tokens() -> None:
    older = {"refresh_token": "refresh-7", "access_token": None, "expires_at": None, "spent": [fingerprint("first-0")]}
    grant = Grant.from_json(json.dumps(older))

    assert grant.signed_in_at is None
    for number in range(2 * KEPT):
        grant = grant.rotated(f"later-{number}")
    assert grant.follows("first-0")


INSTANTS = st.datetimes().map(lambda instant: f"{instant.isoformat(timespec='microseconds')}Z") | st.none()
TEXTS = st.text(min_size=1)
TOKENS = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1)
GRANTS = st.builds(
    Grant,
    refresh_token=TOKENS,
    access_token=TOKENS | st.none(),
    expires_at=INSTANTS,
    spent=st.lists(TEXTS).map(tuple),
    sign_ins=st.lists(TEXTS).map(tuple),
    signed_in_at=INSTANTS,
    signed_in_earlier=st.booleans(),
    sent_at=INSTANTS,
    sent_token=TEXTS | st.none(),
    refused_at=INSTANTS,
    in_vain_for=st.lists(TEXTS).map(tuple),
    in_vain_since=INSTANTS,
    in_vain_at=INSTANTS,
)


@given(GRANTS)
def test_every_grant_can_be_read_from_its_json(grant: Grant) -> None:
    assert Grant.from_json(grant.to_json()) == grant


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists) | st.binary().map(repr))
def test_other_json_is_not_a_grant(content: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any message
        Grant.from_json(json.dumps(content))
