"""Rows with values that loaders often get wrong, for any table of the sandbox."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from sage200_sandbox import Update
from sage200_sandbox.facts import resource_called
from sage200_sandbox.sample_rows import MORNING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sage200_sandbox.companies import Company
    from sage200_sandbox.facts import Field, FieldType, Resource
    from sage200_sandbox.rows import Row, Value

TEXTS = (
    "plain",
    "",
    " ",
    "NULL",
    "none",
    "\\N",  # null in PostgreSQL's COPY
    "\\.",  # the end in PostgreSQL's COPY
    "0",
    "true",
    "2026-01-01",
    "tab\there",
    "line\nfeed",
    "return\r\nand feed",
    "\r",
    "back\\slash, \\t, \\n, \\x41, at the end\\",
    "\\\r#'",
    "'single' and \"double\"",
    '"',
    "a;b|c,d",
    "#hash {brace} $dollar$",
    "£ é ü ß Ÿ",
    "\u2028 \u00a0 \ufeff",
    "\U0001f9fe \U0001f468\u200d\U0001f469",
    "e\u0301",
    "\x01 \x1f \x7f \x85",
    "nothing between \0 these",
    "\ufffd",
    "long " * 400,
)
"""Texts, for values and for keys. Keys that differ only in upper and lower case are equal in Sage."""
_VALUES: Mapping[FieldType, Sequence[Value]] = {
    "string": (*TEXTS, None),
    "integer": (0, 1, -1, None, 2**31, 2**53 + 1, -(2**40)),
    "decimal": (0, 1, -1, None, 999_999_999_000_099, 123_456_789_012_345_678, -9950),  # without their decimal point
    "boolean": (True, False, None),
    "date-time": (
        datetime(2026, 3, 1, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, 0, 123000, tzinfo=UTC),
        None,
        datetime(1900, 1, 1, tzinfo=UTC),
        datetime(2026, 12, 31, 23, 59, 59, 500000, tzinfo=UTC),
        datetime(9999, 12, 31, tzinfo=UTC),
    ),
}
_APART = timedelta(days=1)
"""The time between two rows. A run that looks back an hour reads one of them again."""


def odd_row(table: str, number: int, **fixed: Value) -> Row:
    """Return a row whose fields have odd values, others for each number. The row's key comes from the number too."""
    resource = resource_called(table)
    kept = _key(resource, number) | _timestamps(resource, number) | fixed
    odd = {field.name: _odd_value(field, number + place) for place, field in enumerate(resource.fields.values())}
    return odd | {name: value for name, value in kept.items() if name in odd}


def nested_rows(table: str, parents: Sequence[Row]) -> Iterator[Row]:
    """Return two odd rows for each parent, or one row if the parent's key is their whole key."""
    resource = resource_called(table)
    own_key = [name for name in resource.key if name not in resource.links]
    for parent in parents:
        number = int(str(parent["id"]))
        links = {own: parent[theirs] for own, theirs in resource.links.items()}
        for place in range(2 if own_key else 1):
            yield odd_row(table, number * 2 + place, **links, **({"position": place + 1} if resource.numbered else {}))


def change_odd_values(company: Company, table: str, *, every: int) -> set[tuple[Value, ...]]:
    """Give each so-manieth row other odd values, many of them null. Returns the keys of these rows."""
    resource = resource_called(table)
    stays = {*resource.key, *resource.links, *resource.timestamps, resource.created}
    changed = set()
    for place, row in enumerate(company.rows(table), start=1):
        if place % every == 0:
            key = tuple(row[name] for name in resource.key)
            values = {name: value for name, value in odd_row(table, place + 7).items() if name not in stays}
            company.change(Update(table, key, values))
            changed.add(key)
    return changed


def _odd_value(field: Field, number: int) -> Value:
    values = _VALUES[field.type]
    value = values[number % len(values)]
    if field.type == "decimal" and isinstance(value, int):
        return Decimal(value).scaleb(-(field.scale or 0))
    return value


def _key(resource: Resource, number: int) -> Row:
    text = TEXTS[number % len(TEXTS)] + str(number // len(TEXTS) or "")
    return {name: text if resource.fields[name].type == "string" else number for name in resource.key}


def _timestamps(resource: Resource, number: int) -> Row:
    return dict.fromkeys([*resource.timestamps, *filter(None, [resource.created])], MORNING + number * _APART)
