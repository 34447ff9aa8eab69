"""Sign-ins in a token store in PostgreSQL, as several runs see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg

from tap_sage200.auth.database import Database
from tap_sage200.auth.database_store import DatabaseStore, SignInKey
from tap_sage200.auth.grant import Grant, fingerprint
from tests.support.clock import Clock

if TYPE_CHECKING:
    from typing import LiteralString

KEY = SignInKey("https://id.test/token", "client-id", "default")
GRANT = Grant(
    "refresh-7",
    access_token="access-7",
    expires_at="2026-01-31T13:00:00.000000Z",
    spent=(fingerprint("refresh-6"),),
    signed_in_at="2026-01-05T08:00:00.000000Z",
)


def store_at(address: str, key: SignInKey = KEY, clock: Clock | None = None) -> DatabaseStore:
    """Return the store of another run."""
    return DatabaseStore(Database(address), key, clock=clock or Clock())


def signed_in(address: str, grant: Grant = GRANT) -> DatabaseStore:
    """Store a grant as `sage200 login` does, and return the store."""
    store = store_at(address)
    with store.lock():
        store.check(store.load())
        store.save(grant)
    return store


def execute(address: str, statement: LiteralString) -> list[tuple[object, ...]]:
    """Execute a statement, and return its rows."""
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def with_option(address: str, name: str, value: str) -> str:
    """Return an address whose sessions have another setting, as the administrator of the server can set it for all."""
    return f"{address}?options=-c%20{name}%3D{value}"
