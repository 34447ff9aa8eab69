"""A token store in PostgreSQL that fails: one line says why, and shows no secret."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import psycopg
import pytest

from tap_sage200.auth import database
from tap_sage200.auth.database import completed
from tap_sage200.errors import SignInAgainError, SignInError
from tap_sage200.masking import SECRETS
from tests.support.stored_sign_ins import GRANT, signed_in, store_at

if TYPE_CHECKING:
    from tap_sage200.auth.database_store import DatabaseStore

pytestmark = pytest.mark.posix


@pytest.fixture
def store(token_store: str) -> DatabaseStore:
    return store_at(token_store)


def test_a_database_that_does_not_respond_is_given_up(
    store: DatabaseStore, token_store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in(token_store)
    monkeypatch.setattr(database, "ANSWER_SECONDS", 0.5)
    with psycopg.connect(token_store) as other:
        other.execute("LOCK TABLE sage200_sign_ins")
        with pytest.raises(SignInError, match=r"cannot be used \(no response within"):
            store.load()


def test_a_save_that_was_given_up_does_not_happen_later(token_store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store = signed_in(token_store)
    monkeypatch.setattr(database, "ANSWER_SECONDS", 0.5)
    with psycopg.connect(token_store) as other:
        other.execute("LOCK TABLE sage200_sign_ins")
        with pytest.raises(SignInError, match="no response within"):
            store.save(GRANT.rotated("refresh-late"))
    signed_in(token_store, GRANT.rotated("refresh-8"))

    assert store.load() == GRANT.rotated("refresh-8")


@pytest.mark.parametrize("content", ["", "{}", "refresh-7", '{"refresh_token": "refresh-7"}'])
def test_a_row_of_something_else_is_an_error_that_says_what_to_do(token_store: str, content: str) -> None:
    store = signed_in(token_store)
    with psycopg.connect(token_store) as connection:
        connection.execute("UPDATE sage200_sign_ins SET token = %s", [content])
    with pytest.raises(SignInAgainError, match=r"does not contain a token of this tap.*delete it\. Sign in") as raised:
        store.load()

    assert "refresh-7" not in str(raised.value)


@pytest.mark.parametrize(
    ("part", "instead", "reason"),
    [
        ("demo:", "nobody:", "password authentication failed for user"),
        ("/tokens", "/no_tokens", 'database "no_tokens" does not exist'),
        ("?", "?sslmode=require", "server does not support SSL, but SSL was required"),
        ("?", "?no_such_option=1", 'invalid URI query parameter: "no_such_option"'),
        ("?", "?port=1", "Connection refused"),
    ],
)
def test_a_database_that_cannot_be_reached_is_told_on_one_line_without_the_password(
    token_store: str, part: str, instead: str, reason: str
) -> None:
    address = f"{token_store}?".replace(part, instead, 1)
    password = str(urlsplit(token_store).password)
    SECRETS.add(address, password)
    with pytest.raises(SignInError, match=rf"cannot be used \(.*{reason}.*\)\. Check that `psql`") as raised:
        store_at(address).load()

    told, cause = str(raised.value), raised.value.__cause__
    assert "\n" not in told
    assert password not in f"{told} {cause!r}"


def test_a_database_of_another_machine_is_reached_with_tls_unless_the_address_says_otherwise() -> None:
    assert "sslmode=require" in completed("postgresql://user@db.test/tokens")
    assert "sslmode=prefer" in completed("postgresql://user@db.test/tokens?sslmode=prefer")
    assert "sslmode" not in completed("postgresql://user@localhost/tokens")
    assert "sslmode" not in completed("postgresql:///tokens?host=/var/run/postgresql")
    assert "sslmode=require" in completed("postgresql://user@localhost/tokens?hostaddr=192.0.2.7")
    assert "sslmode" not in completed("postgresql://user@db.test/tokens?hostaddr=127.0.0.1")


def test_the_variables_of_libpq_decide_about_tls_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOSTADDR", "192.0.2.7")
    assert "sslmode=require" in completed("postgresql://user@localhost/tokens")
    monkeypatch.setenv("PGSSLMODE", "verify-full")
    assert "sslmode" not in completed("postgresql://user@db.test/tokens")
    monkeypatch.delenv("PGSSLMODE")
    monkeypatch.setenv("PGSERVICE", "tokens")
    assert "sslmode" not in completed("postgresql://user@db.test/tokens")
