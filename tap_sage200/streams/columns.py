"""The functions that declare the columns of a table.

Each function makes one column, or several that belong together. Columns may be null unless they are part of the
primary key. A schema never restricts values by length or by a list: every value that Sage sends must load.

These annotations are not plain JSON Schema. The SDK omits them from the catalogue and from SCHEMA messages:

- `x-scale`: the documented number of decimal places.
- `x-references`: the table whose key the column holds.
- `x-link`: the parent's column that a column of a nested table repeats.
- `x-expand`: the `$expand` that the column needs; also `x-slow` if Sage describes that expansion as slow.
- `x-since`: the date of the release that added the column to an older table.
- `x-values`: the known values of a column of named values, from `shared/named_values.py`.
- `x-edition`: the only edition of Sage 200 that has the column, if both editions have its table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    type: str
    """The JSON Schema type."""
    annotations: Mapping[str, Any]
    """The rest of the JSON Schema: format, description and the annotations above."""
    required: bool = False
    """Whether the column is part of the primary key. All other columns may be null."""

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the column."""
        return {"type": [self.type] if self.required else [self.type, "null"], **self.annotations}


NOMINAL_NUMBER = "Nominal account number. Join `nominal_codes` by `reference`, cost centre and department."
_DATE_TIME = {"format": "date-time"}


def identifier(name: str, description: str | None = None) -> Column:
    """Make a column of the primary key: a whole number that is never null."""
    return _column(name, "integer", description, required=True)


def reference(name: str, target: str, description: str | None = None, *, key: bool = False) -> Column:
    """Make a column that refers to a row of another table by its key.

    Sage sends 0 if there is no such row (seen). The tap loads the 0 unchanged.

    Args:
        name: The column.
        target: The table that the column refers to, in the same company.
        description: The meaning of the reference, if the name is not clear.
        key: Whether the column is also part of this table's primary key.
    """
    return _column(name, "integer", description, required=key, annotations={"x-references": target})


def parent_key(name: str, target: str | None = None, *, of: str = "id", key: bool = True) -> Column:
    """Make the column of a nested table that repeats the key of the parent row.

    Args:
        name: The column.
        target: The parent's table, if its key is one column.
        of: The parent's column that this one repeats.
        key: Whether the column is also part of the nested table's primary key.
    """
    annotations = {"x-link": of} | ({"x-references": target} if target else {})
    return _column(name, "integer", None, required=key, annotations=annotations)


def parent_timestamp(name: str, *, of: str = "date_time_updated") -> Column:
    """Make the column of a nested table that repeats the timestamp of the parent row.

    When a parent row changes, a run loads all rows that are still nested in it. A nested row with an older timestamp
    was therefore removed.

    Args:
        name: The column.
        of: The parent's column that this one repeats.
    """
    description = f"`{of}` of the parent row when this row was last loaded, UTC."
    return _column(name, "string", description, annotations={**_DATE_TIME, "x-link": of})


def position() -> Column:
    """Make the column that identifies nested rows without a key: their position in the parent's list, from 1."""
    return identifier("position", "Position in the list of the parent row, from 1. Sage gives these rows no key.")


def expanded(expand: str, *columns: Column, slow: bool = False) -> tuple[Column, ...]:
    """Mark columns that Sage sends only with a `$expand`.

    Args:
        expand: The `$expand` that they need.
        columns: The columns.
        slow: Whether Sage describes the expansion as slow (documented). Slow columns are not selected by default.
    """
    mark = {"x-expand": expand} | ({"x-slow": True} if slow else {})
    return tuple(_marked(column, mark) for column in columns)


def since(release: str, *columns: Column) -> tuple[Column, ...]:
    """Mark columns that a release added to an older table (documented).

    Args:
        release: The date of the release, such as 2023-08-14.
        columns: The columns.
    """
    return tuple(_marked(column, {"x-since": release}) for column in columns)


def since_each(columns: tuple[Column, ...], **releases: str) -> tuple[Column, ...]:
    """Mark some of several columns with the releases that added them, as `since` does.

    Args:
        columns: The columns.
        releases: The date of the release, by the name of the column.

    Raises:
        ValueError: A name is not among the columns.
    """
    if unknown := releases.keys() - {column.name for column in columns}:
        message = f"Unknown columns: {', '.join(sorted(unknown))}. Use the names of the given columns."
        raise ValueError(message)
    return tuple(
        _marked(column, {"x-since": releases[column.name]}) if column.name in releases else column for column in columns
    )


def professional(*columns: Column) -> tuple[Column, ...]:
    """Mark columns that only Sage 200 Professional has, in a table that Standard also has (documented)."""
    return tuple(_marked(column, {"x-edition": "professional"}) for column in columns)


def text(name: str, description: str | None = None, *, key: bool = False) -> Column:
    """Make a text column. Sage sends an empty string if there is no text (seen).

    Args:
        name: The column.
        description: The meaning, if the name is not clear.
        key: Whether the column is part of the primary key.
    """
    return _column(name, "string", description, required=key)


def enum(name: str, description: str | None = None, *, values: tuple[str, ...] = ()) -> Column:
    """Make a column of Sage's named values, such as `AccountStatusActive`. The tap loads the name as text.

    Args:
        name: The column.
        description: The meaning, if the name is not clear.
        values: The known names. There may be more, and other names also load.
    """
    return _column(name, "string", description, annotations={"x-values": values} if values else None)


def whole(name: str, description: str | None = None) -> Column:
    """Make a column of whole numbers that are not references: counts, days, positions."""
    return _column(name, "integer", description)


def flag(name: str, description: str | None = None) -> Column:
    """Make a boolean column."""
    return _column(name, "boolean", description)


def timestamp(name: str, description: str | None = None) -> Column:
    """Make a timestamp column in UTC. Sage sends a date without a time as midnight (seen)."""
    return _column(name, "string", description, annotations=_DATE_TIME)


def money(name: str, description: str | None = None, *, scale: int | None = 2) -> Column:
    """Make a column of amounts of money, in the main unit of the currency (pounds, not pence).

    The default scale is two decimal places. Most unit prices and unit costs have five.
    """
    return _decimal(name, description, scale)


def percent(name: str, description: str | None = None, *, scale: int | None = 2) -> Column:
    """Make a column of percentages: 17.50 is 17.5 %."""
    return _decimal(name, description, scale)


def quantity(name: str, description: str | None = None, *, scale: int | None = 5) -> Column:
    """Make a column of quantities of goods, in one of the product's units."""
    return _decimal(name, description, scale)


def rate(name: str, description: str | None = None, *, scale: int | None = 6) -> Column:
    """Make a column of conversion factors between two units, or of exchange rates."""
    return _decimal(name, description, scale)


WORDS: Mapping[str, Callable[[str], Column]] = {
    "identifier": identifier,
    "text": text,
    "whole": whole,
    "flag": flag,
    "timestamp": timestamp,
    "money": partial(money, scale=None),
    "percent": partial(percent, scale=None),
    "quantity": partial(quantity, scale=None),
    "rate": partial(rate, scale=None),
    "enum": enum,
}
"""The words for what a column holds, in the settings. Nobody documents the decimal places of these columns."""


def table(*columns: Column) -> dict[str, Any]:
    """Make the JSON Schema of a table. The first columns are `site_id` and `company_id`.

    Raises:
        ValueError: Two columns have the same name.
    """
    every = (*_COMPANY, *columns)
    names = [column.name for column in every]
    if len(set(names)) < len(names):
        twice = ", ".join(sorted({name for name in names if names.count(name) > 1}))
        message = f"Duplicate columns in one table: {twice}. Remove one of each."
        raise ValueError(message)
    return {
        "type": "object",
        "properties": {column.name: column.schema for column in every},
        "required": [column.name for column in every if column.required],
        "$schema": "https://json-schema.org/draft/2020-12/schema",
    }


def analysis_codes(prefix: str = "", *, slots: int = 20) -> tuple[Column, ...]:
    """Make the columns of the analysis codes. Only Professional has slots 6 to 20 (documented)."""
    return tuple(
        text(f"{prefix}analysis_code_{slot}", f"Analysis slot {slot}; each company defines its meaning.")
        for slot in range(1, slots + 1)
    )


def nominal_account(prefix: str) -> tuple[Column, ...]:
    """Make the three columns that identify a nominal account together, as in `nominal_codes`."""
    return (
        text(f"{prefix}_reference", NOMINAL_NUMBER),
        text(f"{prefix}_cost_centre"),
        text(f"{prefix}_department"),
    )


def _column(
    name: str,
    type_: str,
    description: str | None,
    *,
    required: bool = False,
    annotations: Mapping[str, Any] | None = None,
) -> Column:
    described = {"description": description} if description else {}
    return Column(name, type_, {**described, **(annotations or {})}, required)


def _marked(column: Column, mark: Mapping[str, Any]) -> Column:
    return replace(column, annotations={**column.annotations, **mark})


def _decimal(name: str, description: str | None, scale: int | None) -> Column:
    return _column(name, "number", description, annotations=None if scale is None else {"x-scale": scale})


_COMPANY: tuple[Column, ...] = (
    _column("site_id", "string", "GUID of the Sage 200 site that the row comes from.", required=True),
    identifier("company_id", "Number of the company within the site."),
)

ANALYSIS_CODES: tuple[Column, ...] = analysis_codes()

SPARE_FIELDS: tuple[Column, ...] = (
    *(text(f"spare_text_{number}") for number in range(1, 11)),
    *(_decimal(f"spare_number_{number}", None, 5) for number in range(1, 11)),
    *(timestamp(f"spare_date_{number}") for number in range(1, 6)),
    *(flag(f"spare_bool_{number}") for number in range(1, 6)),
)

AUDIT: tuple[Column, ...] = (
    timestamp("date_time_created", "Timestamp of creation, UTC; may be later than `date_time_updated` (seen)."),
    timestamp("date_time_updated", "Timestamp of the last change to the row, UTC."),
)

POSTAL_ADDRESS: tuple[Column, ...] = (
    text("postal_name"),
    text("address_1"),
    text("address_2"),
    text("address_3"),
    text("address_4"),
    text("city"),
    text("county"),
    text("postcode"),
    text("country"),
)

MEMO: tuple[Column, ...] = (
    text("note", "Text of the memo."),
    flag("is_active", "Whether the memo is active; inactive memos are kept but no longer shown (inferred)."),
    text("created_by", "Name of the user who wrote the note."),
)

OWN_ID: Column = whole(
    "id", "Sage's key of the row. The primary key is the parent's key: a parent row has only one such row."
)
