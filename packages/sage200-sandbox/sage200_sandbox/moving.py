"""What changes in a posting that is copied into an earlier year, told from the facts of its table."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from sage200_sandbox.facts import resource_called

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sage200_sandbox.facts import Field, Resource
    from sage200_sandbox.rows import Row

_PLACE, _URN = "position", "urn"
_PERIODS = ("accounting_period_id", "financial_year_id")
_YEAR = "year_relative_to_current_year"
_REFERENCES = ("reference", "second_reference")


class Kind(Enum):
    """How the value of a field moves."""

    ID = auto()
    """An id of what is copied along, its own or that of another row: it gets the copy's."""
    URN = auto()
    """A unique reference number: it gets the copy's."""
    PERIOD = auto()
    """An id of the accounting calendar: it becomes that of the same period in the earlier year."""
    YEAR = auto()
    """The number of the year, counted from the current one."""
    REFERENCE = auto()
    """A number that people gave a document: the copy's mark is written behind it."""
    DAY = auto()
    """A day: it becomes the same day of the earlier year; none of the story is a 29 February."""
    MOMENT = auto()
    """A stamp: like a day, and a little later in each copy, so that no two copies share it."""


def moving(resource: Resource, copied: Collection[str]) -> dict[str, Kind]:
    """The fields that move, with how they do, when the rows of these tables are copied."""
    kinds = ((name, _kind(resource, field, copied)) for name, field in resource.fields.items())
    return {name: kind for name, kind in kinds if kind}


def _kind(resource: Resource, field: Field, copied: Collection[str]) -> Kind | None:
    match field.type:
        case "date-time":
            return Kind.MOMENT if "date_time" in field.name else Kind.DAY
        case "string":
            return Kind.REFERENCE if field.name in _REFERENCES else None
        case "integer":
            return _kind_of_number(resource, field, copied)
    return None


def _kind_of_number(resource: Resource, field: Field, copied: Collection[str]) -> Kind | None:
    if field.name == _URN:
        return Kind.URN
    if field.name in _PERIODS:
        return Kind.PERIOD
    if field.name == _YEAR:
        return Kind.YEAR
    own = field.references is None and field.name in (*resource.key, "id") and field.name != _PLACE
    return Kind.ID if own or field.references in copied else None


def numbers(tables: Mapping[str, Iterable[Row]], kind: Kind) -> set[int]:
    """All values of this kind that the rows have; a reference to nothing is none."""
    found: set[int] = set()
    for table, rows in tables.items():
        names = [name for name, one in moving(resource_called(table), tables).items() if one is kind]
        values = (row[name] for row in rows for name in names)
        found.update(value for value in values if isinstance(value, int) and value)
    return found
