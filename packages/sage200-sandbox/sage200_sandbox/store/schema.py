"""The tables of a company in SQL, made from the facts."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from sage200_sandbox.facts import resources

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

    from sage200_sandbox.facts import Field, FieldType, Resource

WIRE = "_wire"
"""The column that holds the JSON texts of a row's values, made once when the row is written."""


class ScaledInteger(TypeDecorator[Decimal]):
    """A decimal as an integer of its smallest unit: SQLite compares and sorts it exactly."""

    impl = sa.BigInteger
    cache_ok = True

    def __init__(self, scale: int) -> None:
        """Store decimals with `scale` places."""
        super().__init__()
        self.scale = scale

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | float | None:
        """Convert to SQL. Stored values are whole units; the value in a filter may have more places."""
        del dialect
        if value is None:
            return None
        units = Decimal(value).scaleb(self.scale)
        return int(units) if units == int(units) else float(units)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Convert from SQL."""
        del dialect
        return None if value is None else Decimal(value).scaleb(-self.scale)


class Instant(TypeDecorator[datetime]):
    """A date-time as text of fixed width in UTC: texts sort as the times do."""

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


def _table(metadata: sa.MetaData, resource: Resource) -> sa.Table:
    columns = [
        sa.Column(name, _type(field), primary_key=name in resource.key, nullable=True, autoincrement=False)
        for name, field in resource.fields.items()
    ]
    return sa.Table(resource.name, metadata, *columns, sa.Column(WIRE, sa.Text, nullable=False))


METADATA = sa.MetaData()
for _resource in resources().values():
    _table(METADATA, _resource)
