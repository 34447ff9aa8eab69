"""A token store in PostgreSQL, for runs on several machines: one row for each sign-in."""

from __future__ import annotations

import hashlib
import json
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    TIMESTAMP,
    Column,
    MetaData,
    Table,
    Text,
    and_,
    false,
    func,
    inspect,
    literal,
    not_,
    null,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from tap_sage200 import problems
from tap_sage200.auth.database import (
    INSUFFICIENT_PRIVILEGE,
    INVALID_SCHEMA_NAME,
    LOCK_NOT_AVAILABLE,
    UNDEFINED_TABLE,
    DatabaseError,
)
from tap_sage200.auth.grant import Grant
from tap_sage200.auth.token_store import LOCK_SECONDS, LockedError
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.errors import SignInAgainError, SignInError
from tap_sage200.signals import SIGNALS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Connection
    from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate

    from tap_sage200.auth.database import Database

LONGEST_RENEWAL = timedelta(minutes=10)
"""How long a run whose lock was lost may still store a token that it has sent."""
PAUSE_SECONDS = 1.0
"""How long to wait before the row is read again."""
SIGN_INS = Table(
    "sage200_sign_ins",
    MetaData(),
    Column("token_url", Text, primary_key=True),
    Column("client_id", Text, primary_key=True),
    Column("sign_in_name", Text, primary_key=True),
    Column("token", Text, nullable=False),
    Column("saved_at", TIMESTAMP(timezone=True), nullable=False),
    Column("renewing_until", TIMESTAMP(timezone=True)),
)
"""The table. docs/token-store.md has its definition too."""
_CREATING = text("SELECT pg_advisory_xact_lock(hashtext('sage200_sign_ins'))")
_NOW = func.clock_timestamp()
_IS_RENEWING = func.coalesce(SIGN_INS.c.renewing_until > _NOW, false())


@dataclass(frozen=True, slots=True)
class SignInKey:
    """What tells one sign-in from all others. It is the key of the row."""

    token_url: str
    client_id: str
    sign_in_name: str

    def lock_number(self) -> int:
        """Return the number of the lock: 64 bits, the same for all runs with this sign-in."""
        content = json.dumps(["sage200_sign_ins", self.token_url, self.client_id, self.sign_in_name])
        return int.from_bytes(hashlib.sha256(content.encode()).digest()[:8], signed=True)


@dataclass(frozen=True, slots=True)
class _Row:
    """What is stored."""

    token: str
    renewing_until: datetime | None
    is_renewing: bool


class DatabaseStore:
    """Keeps the grant in a row of a PostgreSQL table.

    A lock can be lost while its run still lives: the server restarts, or the network breaks. So the row says as well
    until when a run may store the next token. Until then, no other run sends the token that this run has sent. A run
    that has lost its lock overwrites nothing that another run has written since.
    """

    def __init__(self, database: Database, key: SignInKey, *, clock: Clock = SYSTEM_CLOCK) -> None:
        """Use a row. The table is created when the lock is first taken.

        Args:
            database: The database.
            key: The key of the row.
            clock: Waits for another run.
        """
        self._database = database
        self._key = key
        self._clock = clock
        self._known: set[str | None] = set()
        """What the row may contain if no other run has changed it: what was loaded, and what this run wrote since."""
        self._renewing_until: datetime | None = None
        """What the row says while this run renews the token."""

    @contextmanager
    def lock(self, seconds: float = LOCK_SECONDS) -> Iterator[None]:
        """Hold the lock of this sign-in. It ends with its connection, so also when the process is killed.

        Raises:
            LockedError: Another run holds the lock for too long, or has lost it and may still store a token.
            SignInError: The database cannot be used.
        """
        end = self._clock.monotonic() + seconds
        with ExitStack() as exit_stack:
            with _failures():
                self._create_table()
                exit_stack.enter_context(self._locked(seconds))
                self._await_other_renewal(end)
            try:
                yield
            finally:
                self._end_renewal()

    def load(self) -> Grant | None:
        """Read the grant. There is none if the table or the row does not exist.

        Raises:
            SignInError: The database cannot be used.
            SignInAgainError: The row contains something else than a grant.
        """
        with _failures():
            row = self._row()
        self._known = {None if row is None else row.token}
        if row is None:
            return None
        try:
            return Grant.from_json(row.token)
        except ValueError as error:
            raise SignInAgainError(problems.token_stores.STORE_OF_SOMETHING_ELSE, reason=error) from error

    def check(self, grant: Grant | None) -> None:
        """Save the grant if no other run has changed the row, and note that this run renews it.

        Without a grant, write a row and take it back.

        Raises:
            LockedError: The lock was lost, and another run has changed the row.
            SignInError: The database cannot be used, or refuses the row.
        """
        with _failures(), self._database.transaction() as connection:
            if grant is None:
                connection.execute(self._inserted("{}", null()))
                connection.rollback()
                return
            self._renewing_until = self._write(connection, grant.to_json(), _NOW + literal(LONGEST_RENEWAL))

    def save(self, grant: Grant) -> None:
        """Write the grant in one transaction, if no other run has changed the row.

        Raises:
            LockedError: The lock was lost, and another run has changed the row.
            SignInError: The database cannot be used, or refuses the row.
        """
        with SIGNALS.finishing(), _failures(), self._database.transaction() as connection:
            self._write(connection, grant.to_json(), null())
        self._renewing_until = None

    def _write(self, connection: Connection, token: str, until: ColumnElement[Any]) -> datetime | None:
        """Write the row, and return until when it is being renewed.

        The row may already contain the token: an earlier attempt may have been committed although its answer was lost.
        """
        is_absent, self._known = None in self._known, self._known | {token}
        statement = self._inserted(token, until) if is_absent else self._updated(token, until)
        written = connection.execute(statement).one_or_none()
        if written is None:
            raise LockedError(problems.token_stores.STORE_LOCK_LOST)
        noted: datetime | None = written.renewing_until
        return noted

    def _inserted(self, token: str, until: ColumnElement[Any]) -> ReturningInsert[tuple[datetime | None]]:
        """Return the statement that writes the row if it does not exist, or as `_updated` does."""
        content = _content(token, until)
        row = insert(SIGN_INS).values(**asdict(self._key), **content)
        key, known = list(SIGN_INS.primary_key), self._is_unchanged()
        return row.on_conflict_do_update(index_elements=key, set_=content, where=known).returning(
            SIGN_INS.c.renewing_until
        )

    def _updated(self, token: str, until: ColumnElement[Any]) -> ReturningUpdate[tuple[datetime | None]]:
        """Return the statement that writes the row if no other run has changed it."""
        own = (*self._is_this_row(), self._is_unchanged())
        return update(SIGN_INS).where(*own).values(_content(token, until)).returning(SIGN_INS.c.renewing_until)

    def _is_unchanged(self) -> ColumnElement[bool]:
        """Return the condition that no other run has changed the row, or is about to."""
        texts = [text for text in self._known if text is not None]
        return and_(
            SIGN_INS.c.token.in_(texts), or_(not_(_IS_RENEWING), SIGN_INS.c.renewing_until == self._renewing_until)
        )

    def _row(self) -> _Row | None:
        query = select(SIGN_INS.c.token, SIGN_INS.c.renewing_until, _IS_RENEWING).where(*self._is_this_row())
        try:
            with self._database.transaction() as connection:
                found = connection.execute(query).one_or_none()
        except DatabaseError as error:
            if error.code == UNDEFINED_TABLE:
                return None
            raise
        return None if found is None else _Row(*found)

    def _is_this_row(self) -> Iterator[ColumnElement[bool]]:
        return (SIGN_INS.c[name] == value for name, value in asdict(self._key).items())

    def _create_table(self) -> None:
        try:
            with self._database.transaction() as connection:
                if not inspect(connection).has_table(SIGN_INS.name):
                    connection.execute(_CREATING)  # twenty runs may come to this point at once
                    SIGN_INS.create(connection, checkfirst=True)
        except DatabaseError as error:
            if error.code in {INSUFFICIENT_PRIVILEGE, INVALID_SCHEMA_NAME}:
                raise SignInError(
                    problems.token_stores.STORE_WITHOUT_TABLE, table=SIGN_INS.name, reason=error
                ) from error
            raise

    @contextmanager
    def _locked(self, seconds: float) -> Iterator[None]:
        with ExitStack() as exit_stack:
            try:
                exit_stack.enter_context(self._database.locked(self._key.lock_number(), seconds))
            except DatabaseError as error:
                if error.code == LOCK_NOT_AVAILABLE:
                    raise LockedError(problems.token_stores.STORE_LOCKED) from error
                raise
            yield

    def _await_other_renewal(self, end: float) -> None:
        """Wait until no run whose lock was lost can store a token any more.

        Args:
            end: When to give up.

        Raises:
            LockedError: It takes longer.
        """
        while (row := self._row()) is not None and row.is_renewing and row.renewing_until is not None:
            if self._clock.monotonic() + PAUSE_SECONDS > end:
                until = f"{row.renewing_until.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
                raise LockedError(problems.token_stores.STORE_RENEWAL_BROKEN_OFF, until=until)
            self._clock.sleep(PAUSE_SECONDS)

    def _end_renewal(self) -> None:
        """Take back the note that this run renews the token. If that fails, the note ends with its time."""
        noted, self._renewing_until = self._renewing_until, None
        if noted is not None:
            own = (*self._is_this_row(), SIGN_INS.c.renewing_until == noted)
            with suppress(DatabaseError), self._database.transaction() as connection:
                connection.execute(update(SIGN_INS).where(*own).values(renewing_until=None))


def _content(token: str, until: ColumnElement[Any]) -> dict[str, object]:
    return {"token": token, "saved_at": _NOW, "renewing_until": until}


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        raise SignInError(problems.token_stores.STORE_FAILED, reason=error) from error
