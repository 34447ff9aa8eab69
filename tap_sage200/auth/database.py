"""Connections to the PostgreSQL database of a token store: safe defaults, and no wait without an end.

Only `token_store` imports this module. It requires the packages of the extra `fleet`.
"""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager, suppress
from threading import Timer
from typing import TYPE_CHECKING, cast

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from tap_sage200.masking import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection

ANSWER_SECONDS = 30.0
"""How long a transaction may take, its connection included."""
LONGEST_REASON = 400
"""The most characters of the database's error message that an error repeats."""
LOCK_NOT_AVAILABLE, UNDEFINED_TABLE, INSUFFICIENT_PRIVILEGE, INVALID_SCHEMA_NAME = "55P03", "42P01", "42501", "3F000"
"""Codes of PostgreSQL."""
_DEFAULTS = {"connect_timeout": "10", "application_name": "tap-sage200", "keepalives_idle": "20"}
_VARIABLES = {"connect_timeout": "PGCONNECT_TIMEOUT", "application_name": "PGAPPNAME", "sslmode": "PGSSLMODE"}
"""The variables that decide before the defaults do, as for all programs that use libpq."""
_THIS_MACHINE = {"", "localhost", "127.0.0.1", "::1"}
# A server may end a session that waits, and keeps one for hours whose machine is gone. Older servers have fewer limits.
_WHILE_LOCKED = text(
    "SELECT set_config(name, value, true) FROM pg_settings JOIN (VALUES "
    "('statement_timeout', '0'), ('idle_in_transaction_session_timeout', '0'), ('transaction_timeout', '0'), "
    "('tcp_keepalives_idle', '20'), ('tcp_keepalives_interval', '10'), ('tcp_keepalives_count', '3')"
    ") AS wanted (name, value) USING (name)"
)
_WAIT_AT_MOST = text("SELECT set_config('lock_timeout', :milliseconds, true)")
_LOCK = text("SELECT pg_advisory_xact_lock(:number)")
# What was committed must survive a crash of the server, even where its administrator prefers speed.
_DURABLE = text(
    "SELECT set_config('synchronous_commit', 'on', true) WHERE current_setting('synchronous_commit') = 'off'"
)


class DatabaseError(Exception):
    """The database cannot be reached, or refuses a statement. The text is the reason, on one line without secrets."""

    def __init__(self, reason: str, code: str | None = None) -> None:
        """Describe the failure.

        Args:
            reason: What the database or its driver says.
            code: The SQLSTATE. None if there is none, as when the database cannot be reached.
        """
        super().__init__(reason)
        self.code = code


class Database:
    """Opens a connection for each transaction. Nothing stays open between two of them."""

    def __init__(self, address: str) -> None:
        """Prepare. No connection is opened.

        Args:
            address: The address of the database, as psql takes it.
        """
        self._address = address
        self._deadline = _Deadline(ANSWER_SECONDS)
        self._engine = create_engine(
            "postgresql+psycopg://", creator=self._open, poolclass=NullPool, hide_parameters=True
        )

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a connection, and commit at the end of the context. If it fails, nothing is changed.

        Raises:
            DatabaseError: The database cannot be reached, refuses a statement, or takes too long.
        """
        with self._in_time(ANSWER_SECONDS), self._engine.begin() as connection:
            connection.execute(_DURABLE)
            yield connection

    @contextmanager
    def locked(self, number: int, seconds: float) -> Iterator[None]:
        """Hold an advisory lock with a connection and a transaction of their own.

        A lock of a session would be lost behind a pooler that gives each transaction another session.

        Args:
            number: The number of the lock.
            seconds: How long to wait for it.

        Raises:
            DatabaseError: Another session holds the lock for longer, or the database fails.
        """
        connection: Connection | None = None
        try:
            with self._in_time(seconds + ANSWER_SECONDS):
                connection = self._engine.connect()
                connection.execute(_WHILE_LOCKED)
                connection.execute(_WAIT_AT_MOST, {"milliseconds": str(max(1, int(seconds * 1000)))})
                connection.execute(_LOCK, {"number": number})
            yield
        finally:
            if connection is not None:
                # Its end releases the lock. To roll back would wait for a database that may no longer respond.
                with suppress(SQLAlchemyError):
                    connection.invalidate()
                    connection.close()

    @contextmanager
    def _in_time(self, seconds: float) -> Iterator[None]:
        self._deadline = deadline = _Deadline(seconds)
        try:
            with deadline:
                yield
        except SQLAlchemyError as error:
            raise _described(deadline, getattr(error, "orig", None) or error) from error
        except psycopg.Error as error:  # the address cannot be read
            raise _described(deadline, error) from error

    def _open(self) -> DBAPIConnection:
        # Prepared statements would be lost behind a pooler.
        connection = psycopg.connect(completed(self._address), prepare_threshold=None)
        self._deadline.watch(connection)
        return cast("DBAPIConnection", connection)


class _Deadline:
    """Breaks the connections that were opened meanwhile when the time is over. Nothing of them is committed then."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.is_over = False
        self._opened: list[psycopg.Connection] = []
        self._timer = Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()

    def watch(self, connection: psycopg.Connection) -> None:
        self._opened.append(connection)
        if self.is_over:
            self._end()

    def _end(self) -> None:
        self.is_over = True
        for connection in self._opened:
            with suppress(OSError, psycopg.Error), _socket_of(connection) as ours:
                ours.shutdown(socket.SHUT_RDWR)


def _socket_of(connection: psycopg.Connection) -> socket.socket:
    return socket.fromfd(connection.fileno(), socket.AF_INET, socket.SOCK_STREAM)


def _described(deadline: _Deadline, error: BaseException) -> DatabaseError:
    if deadline.is_over:
        return DatabaseError(f"no response within {deadline.seconds:.0f} seconds")
    code, says = None, str(error)
    if isinstance(error, psycopg.Error):
        code, says = error.sqlstate, error.diag.message_primary or says  # the rest repeats the statement
    return DatabaseError(one_line(says)[:LONGEST_REASON].rstrip(".?!") or type(error).__name__, code)


def completed(address: str) -> str:
    """Add the options of a connection that the address and the environment leave open."""
    given = conninfo_to_dict(address)
    machine = given.get("hostaddr") or os.environ.get("PGHOSTADDR") or given.get("host") or os.environ.get("PGHOST")
    hosts = str(machine or "").split(",")
    has_service = "service" in given or bool(os.environ.get("PGSERVICE"))
    is_near = all(host in _THIS_MACHINE or host.startswith(("/", "@")) for host in hosts)
    wanted = _DEFAULTS if is_near else _DEFAULTS | {"sslmode": "require"}
    is_open = {
        name: value
        for name, value in wanted.items()
        if name not in given and not has_service and not os.environ.get(_VARIABLES.get(name, ""))
    }
    return make_conninfo(address, **is_open)
