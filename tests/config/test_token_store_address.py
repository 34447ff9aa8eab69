"""The address of a token store: what psql takes is accepted, and a password with open characters is not guessed."""

from __future__ import annotations

import pytest

from tap_sage200.config.settings import Settings
from tap_sage200.errors import ConfigurationError
from tap_sage200.masking import SECRETS


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://user:pass%40word@db.test:5432/tokens",
        "postgres://db.test/tokens",
        "postgresql://user@[2001:db8::1]:5432/tokens?sslmode=verify-full",
        "postgresql://user:password@one.test:5432,two.test:5433/tokens?target_session_attrs=read-write",
        "postgresql:///tokens?host=/var/run/postgresql",
        "postgresql://%2Fvar%2Frun%2Fpostgresql/tokens",
        "postgresql://",
    ],
)
def test_an_address_that_psql_takes_is_accepted(address: str) -> None:
    assert Settings.from_config({"client_id": "a", "token_store": address}).token_store == address


@pytest.mark.parametrize(
    "address",
    [
        "mysql://user:pass-word@db.test/tokens",
        "postgresql+psycopg2://user:pass-word@db.test/tokens",
        "db.test",
        "host=db.test password=pass-word",
        "postgresql:user:pass-word@db.test",
        "postgresql://user:pass-word/@db.test/tokens",
        "postgresql://user:pass-word?@db.test/tokens",
        "postgresql://user:pass-word#@db.test/tokens",
        "postgresql://user:pass-word@@db.test/tokens",
        "postgresql://user:pass-word%@db.test/tokens",
        "postgresql://user:pass-word@db.test:port/tokens",
        "postgresql://user:pass-word@db test/tokens",
    ],
)
def test_another_address_is_refused_and_not_shown(address: str) -> None:
    with pytest.raises(ConfigurationError, match="token_store must be the address of a PostgreSQL database") as raised:
        Settings.from_config({"client_id": "a", "token_store": address})

    assert "pass-word" not in str(raised.value)


@pytest.mark.parametrize("said", ["pass@word", "pass%40word", "postgresql://user:pass%40word@db.test/tokens"])
def test_the_password_is_masked_however_it_is_written(said: str) -> None:
    Settings.from_config({"client_id": "a", "token_store": "postgresql://user:pass%40word@db.test/tokens"})

    assert SECRETS.masked(f"said {said}") == "said ***"
