"""The words that schemas are written in.

Each word makes one column. All columns may be null but those that make up a key. Nothing here restricts a
value (no length, no list of values): what Sage sends must always load.

Some annotations go beyond plain JSON Schema; the SDK leaves them out of the catalogue and of SCHEMA messages:

- `x-scale`: the documented number of decimal places.
- `x-references`: the table whose key the column holds.
- `x-link`: the column of the parent's row whose value the column of a nested row has.
- `x-expand`: the `$expand` without which Sage leaves the column out; `x-slow` where Sage calls that one slow.
- `x-since`: the day of the release that brought the column, where its table is older.
- `x-values`: the known names of a column of named values, from `shared/named_values.py`.
- `x-edition`: the only edition of Sage 200 that has the column, where both have its table.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    type: str
    """Its type in JSON Schema."""
    annotations: Mapping[str, Any]
    """What else its schema says."""
    required: bool = False
    """Whether it is part of the key: all others may be null."""

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its values."""
        return {"type": [self.type] if self.required else [self.type, "null"], **self.annotations}


_DATE_TIME = {"format": "date-time"}


def identifier(name: str, description: str | None = None) -> Column:
    """Make a column of the table's key: a whole number that is never null."""
    return _column(name, "integer", description, required=True)


def reference(name: str, target: str, description: str | None = None, *, key: bool = False) -> Column:
    """Make a column that holds the key of a row of another table.

    Sage writes 0 where there is no such row (seen), and 0 it stays.

    Args:
        name: The column.
        target: The name of the table referred to, in the same company.
        description: What the reference means, where its name does not say so.
        key: Whether the column is also part of this table's own key.
    """
    return _column(name, "integer", description, required=key, annotations={"x-references": target})


def parent_key(name: str, target: str | None = None, *, of: str = "id", key: bool = True) -> Column:
    """Make the column of a nested row that holds the key of the row that it is nested in.

    Args:
        name: The column.
        target: The name of the parent's table, where the key of that is one column.
        of: The column of the parent's row.
        key: Whether the column is also part of the nested table's own key.
    """
    annotations = {"x-link": of} | ({"x-references": target} if target else {})
    return _column(name, "integer", None, required=key, annotations=annotations)


def parent_timestamp(name: str, *, of: str = "date_time_updated") -> Column:
    """Make the column of a nested row that holds the stamp of the row that it is nested in.

    Each change of that row brings all rows that are still nested in it: one with an older stamp is gone.
    """
    description = "When Sage last wrote the row that this one is nested in, UTC, as of this row's last reading."
    return _column(name, "string", description, annotations={**_DATE_TIME, "x-link": of})


def position() -> Column:
    """Make the column that tells rows apart that have no key of their own: their place in the list, from 1."""
    return identifier("position", "Place in the list, from 1: Sage gives these rows no key of their own.")


def expanded(expand: str, *columns: Column, slow: bool = False) -> tuple[Column, ...]:
    """Mark columns that Sage leaves out unless a `$expand` is asked for.

    Args:
        expand: The `$expand` that brings them.
        columns: The columns.
        slow: Whether Sage calls it slow (documented); such columns are not selected by default.
    """
    mark = {"x-expand": expand} | ({"x-slow": True} if slow else {})
    return tuple(_marked(column, mark) for column in columns)


def since(release: str, *columns: Column) -> tuple[Column, ...]:
    """Mark columns that a release brought to a table that is older (documented).

    Args:
        release: The day of the release, such as 2023-08-14.
        columns: The columns.
    """
    return tuple(_marked(column, {"x-since": release}) for column in columns)


def since_each(columns: tuple[Column, ...], **releases: str) -> tuple[Column, ...]:
    """Mark some of several columns with the releases that brought them, as `since` does.

    Args:
        columns: The columns.
        releases: The day of the release of a column, by its name.

    Raises:
        ValueError: There is no column of such a name.
    """
    if unknown := releases.keys() - {column.name for column in columns}:
        message = f"No such columns: {', '.join(sorted(unknown))}. Take the names from those that are given."
        raise ValueError(message)
    return tuple(
        _marked(column, {"x-since": releases[column.name]}) if column.name in releases else column for column in columns
    )


def professional(*columns: Column) -> tuple[Column, ...]:
    """Mark columns that only Sage 200 Professional has, in a table that Standard has too (documented)."""
    return tuple(_marked(column, {"x-edition": "professional"}) for column in columns)


def text(name: str, description: str | None = None, *, key: bool = False) -> Column:
    """Make a column of text. Sage writes an empty string where there is none (seen).

    Args:
        name: The column.
        description: What it says, where its name does not.
        key: Whether the column is part of the table's key.
    """
    return _column(name, "string", description, required=key)


def enum(name: str, description: str | None = None, *, values: tuple[str, ...] = ()) -> Column:
    """Make a column of one of Sage's named values, such as `AccountStatusActive`, kept as the name.

    Args:
        name: The column.
        description: What it says, where its name does not.
        values: The names that are known, of which there may be more: they restrict nothing.
    """
    return _column(name, "string", description, annotations={"x-values": values} if values else None)


def whole(name: str, description: str | None = None) -> Column:
    """Make a column of whole numbers: counts, days, positions, numbers that are no keys."""
    return _column(name, "integer", description)


def flag(name: str, description: str | None = None) -> Column:
    """Make a column that is true or false."""
    return _column(name, "boolean", description)


def timestamp(name: str, description: str | None = None) -> Column:
    """Make a column of instants in UTC. Sage writes a plain date as its midnight (seen)."""
    return _column(name, "string", description, annotations=_DATE_TIME)


def money(name: str, description: str | None = None, *, scale: int = 2) -> Column:
    """Make a column of values in a currency, in its main unit (pounds, not pence).

    Two decimal places, or as many as `scale` says: unit prices and costs mostly have five.
    """
    return _decimal(name, description, scale)


def percent(name: str, description: str | None = None, *, scale: int = 2) -> Column:
    """Make a column of percentages as people write them: 17.50 is 17.5 %."""
    return _decimal(name, description, scale)


def quantity(name: str, description: str | None = None, *, scale: int = 5) -> Column:
    """Make a column of amounts of goods, counted in some unit of the product."""
    return _decimal(name, description, scale)


def rate(name: str, description: str | None = None, *, scale: int = 6) -> Column:
    """Make a column of factors between two units or two currencies."""
    return _decimal(name, description, scale)


def table(*columns: Column) -> dict[str, Any]:
    """Make the JSON Schema of a table, with the columns that say whose row it is in front.

    Raises:
        ValueError: A column is named twice.
    """
    every = (*_COMPANY, *columns)
    names = [column.name for column in every]
    if len(set(names)) < len(names):
        twice = ", ".join(sorted({name for name in names if names.count(name) > 1}))
        message = f"Named twice in one table: {twice}. Take out one of each."
        raise ValueError(message)
    return {
        "type": "object",
        "properties": {column.name: column.schema for column in every},
        "required": [column.name for column in every if column.required],
        "$schema": "https://json-schema.org/draft/2020-12/schema",
    }


def analysis_codes(prefix: str = "", *, slots: int = 20) -> tuple[Column, ...]:
    """Make the analysis codes of a record, as many as it has; slots 6 to 20 are of Professional alone (documented)."""
    return tuple(
        text(f"{prefix}analysis_code_{slot}", f"Analysis slot {slot}; each company gives it its own meaning.")
        for slot in range(1, slots + 1)
    )


def nominal_account(prefix: str) -> tuple[Column, ...]:
    """Make the three parts that name a nominal account together, as `nominal_codes` has them."""
    return (
        text(f"{prefix}_reference", "Nominal account number, as in `nominal_codes.reference`."),
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


def _decimal(name: str, description: str | None, scale: int) -> Column:
    return _column(name, "number", description, annotations={"x-scale": scale})


_COMPANY: tuple[Column, ...] = (
    _column("site_id", "string", "GUID of the Sage 200 site that the row was read from.", required=True),
    identifier("company_id", "Number of the company within the site that the row was read from."),
)

ANALYSIS_CODES: tuple[Column, ...] = analysis_codes()

SPARE_FIELDS: tuple[Column, ...] = (
    *(text(f"spare_text_{number}") for number in range(1, 11)),
    *(_decimal(f"spare_number_{number}", None, 5) for number in range(1, 11)),
    *(timestamp(f"spare_date_{number}") for number in range(1, 6)),
    *(flag(f"spare_bool_{number}") for number in range(1, 6)),
)

AUDIT: tuple[Column, ...] = (
    timestamp("date_time_created", "When Sage made the row, UTC; may lie after `date_time_updated` (seen)."),
    timestamp("date_time_updated", "When Sage last wrote the row itself, UTC."),
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
    text("note", "What the memo says."),
    flag("is_active", "Whether it still holds; one that does not is kept, but no longer shown (inferred)."),
    text("created_by", "Name of the user who wrote it."),
)

OWN_ID: Column = whole("id", "Sage's own key of the row; the key here is the parent's, which has one such row.")
