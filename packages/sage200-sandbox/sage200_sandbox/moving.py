"""Fields that change when a posting is copied into an earlier year. The facts of the table determine them."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from sage200_sandbox.facts import resource_called

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sage200_sandbox.facts import Field, Resource
    from sage200_sandbox.rows import Row


class Kind(Enum):
    """How the value of a field changes."""

    ID = auto()
    """The id of a copied row, or a reference to one: it becomes the id of the copy."""
    URN = auto()
    """A unique reference number: it becomes the number of the copy."""
    PERIOD = auto()
    """An id of the accounting calendar: it becomes the id of the same period in the earlier year."""
    YEAR = auto()
    """The number of the year, relative to the current year."""
    REFERENCE = auto()
    """A document number: it gets the suffix of the copy."""
    DAY = auto()
    """A date: it becomes the same date of the earlier year. The demo data has no 29 February."""
    MOMENT = auto()
    """A timestamp: it changes like a date. Each copy adds some seconds to make it unique."""


_KINDS = {
    "urn": Kind.URN,
    "accounting_period_id": Kind.PERIOD,
    "financial_year_id": Kind.PERIOD,
    "year_relative_to_current_year": Kind.YEAR,
    "reference": Kind.REFERENCE,
    "second_reference": Kind.REFERENCE,
}


def moving(resource: Resource, copied: Collection[str]) -> dict[str, Kind]:
    """Return the fields that change when the rows of these tables are copied, each with its kind."""
    kinds = ((name, _kind(resource, field, copied)) for name, field in resource.fields.items())
    return {name: kind for name, kind in kinds if kind}


def _kind(resource: Resource, field: Field, copied: Collection[str]) -> Kind | None:
    if field.type == "date-time":
        return Kind.MOMENT if "date_time" in field.name else Kind.DAY
    if field.name in _KINDS:
        return _KINDS[field.name]
    own = field.references is None and field.name in (*resource.key, "id") and field.name != "position"
    return Kind.ID if field.type == "integer" and (own or field.references in copied) else None


def numbers(tables: Mapping[str, Iterable[Row]], kind: Kind) -> set[int]:
    """Return all values of this kind in the rows, without zeros (missing references)."""
    found: set[int] = set()
    for table, rows in tables.items():
        names = [name for name, one in moving(resource_called(table), tables).items() if one is kind]
        values = (row[name] for row in rows for name in names)
        found.update(value for value in values if isinstance(value, int) and value)
    return found
