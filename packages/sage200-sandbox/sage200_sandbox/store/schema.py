"""The SQL tables of a company, made from the facts."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from sage200_sandbox.facts import resource_called

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

    from sage200_sandbox.facts import Field, FieldType

WIRE = "_wire"
"""Name of the column that holds the JSON texts of a row's values. They are written once, with the row."""


class ScaledInteger(TypeDecorator[Decimal]):
    """A decimal, stored as an integer in its smallest unit. SQLite then compares and sorts it exactly."""

    impl = sa.BigInteger
    cache_ok = True

    def __init__(self, scale: int) -> None:
        """Store decimals with `scale` places."""
        super().__init__()
        self.scale = scale

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | float | None:
        """Convert to SQL. Stored values are whole units. The value in a filter may have more decimal places."""
        del dialect
        if value is None:
            return None
        units = Decimal(value).scaleb(self.scale)
        whole = int(units)
        return whole if units == whole else float(units)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Convert from SQL."""
        del dialect
        return None if value is None else Decimal(value).scaleb(-self.scale)


class Instant(TypeDecorator[datetime]):
    """A date-time, stored as text of fixed width in UTC. The texts sort like the times."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Convert to SQL."""
        del dialect
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Convert from SQL."""
        del dialect
        return None if value is None else datetime.fromisoformat(value)


def _type(field: Field) -> sa.types.TypeEngine[Any]:
    types: dict[FieldType, sa.types.TypeEngine[Any]] = {
        "integer": sa.BigInteger(),
        "decimal": ScaledInteger(field.scale or 0),
        "date-time": Instant(),
        "boolean": sa.Boolean(),
        "string": sa.Text(collation="NOCASE"),  # SQL Server ignores case by default (inferred)
    }
    return types[field.type]


_LOCK = Lock()


def table_of(name: str) -> sa.Table:
    """Return the SQL table of a resource. Every call and every thread gets the same object.

    Raises:
        LookupError: The resource is unknown.
    """
    with _LOCK:
        return _table(name)


@cache
def _table(name: str) -> sa.Table:
    resource = resource_called(name)
    columns = [
        sa.Column(name, _type(field), primary_key=name in resource.key, nullable=True, autoincrement=False)
        for name, field in resource.fields.items()
    ]
    return sa.Table(name, sa.MetaData(), *columns, sa.Column(WIRE, sa.Text, nullable=False))
