"""The query options of a request, as a search in the store."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from sage200_sandbox.errors import BadRequestError
from sage200_sandbox.odata.filters import condition
from sage200_sandbox.store import Search
from sage200_sandbox.store.schema import table_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sage200_sandbox.facts import Resource

ROW_OPTIONS = frozenset({"$select", "$expand"})
COLLECTION_OPTIONS = frozenset({"$select", "$expand", "$filter", "$orderby", "$top", "$skip"})
_ORDER = re.compile(r"(?P<field>\w+)( +(?P<direction>asc|desc))?", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_PRIME = 2654435761
_MODULUS = 4294967291
ONLY_ROW = Search(sa.true(), orderby=(), skip=0, top=1)
"""The search for a resource that has one row."""


@dataclass(frozen=True, slots=True)
class PageSizes:
    """Page sizes, in rows.

    Attributes:
        default: Without `$top`; 500 (documented).
        limit: The largest; 5,000 (documented). A larger `$top` gets this many rows (inferred).
    """

    default: int
    limit: int


def checked(pairs: Sequence[tuple[str, str]], allowed: frozenset[str]) -> dict[str, str]:
    """Return the query options by name.

    Raises:
        BadRequestError: An option is unknown, not allowed here, or given twice.
    """
    given = dict(pairs)
    unknown = given.keys() - allowed
    if unknown:
        msg = f"Query option not supported: {', '.join(sorted(unknown))}."
        raise BadRequestError(msg)
    if len(given) < len(pairs):
        msg = "A query option is given twice."
        raise BadRequestError(msg)
    return given


def checked_collection(pairs: Sequence[tuple[str, str]], resource: Resource) -> dict[str, str]:
    """Return the query options of a table by name. Some tables have options of their own.

    Raises:
        BadRequestError: As in `checked`, or an option of the table has another value than the documented ones.
    """
    given = checked(pairs, COLLECTION_OPTIONS | resource.options.keys())
    for name, values in resource.options.items():
        if name not in given:
            continue
        if not values:
            _number(name, given[name])
        elif given[name] not in values:
            msg = f"{name} must be one of {', '.join(values)}."
            raise BadRequestError(msg)
    return given


def expanded(given: Mapping[str, str], resource: Resource) -> list[str]:
    """Return the names in `$expand`, in its order.

    Raises:
        BadRequestError: The resource has no such expansion.
    """
    names = [name.strip() for name in given["$expand"].split(",")] if "$expand" in given else []
    for name in names:
        if name not in resource.expands:
            msg = f"$expand names {name!r}, which {resource.name} does not have."
            raise BadRequestError(msg)
    return names


def selected(given: Mapping[str, str], resource: Resource) -> list[str]:
    """Return the fields in `$select`, or all, in the order in which Sage writes them.

    Some fields come only with an expansion (documented).

    Raises:
        BadRequestError: A field is unknown.
    """
    brought = [name for expand in expanded(given, resource) for name in resource.brought.get(expand, ())]
    present = {*resource.plain, *brought}
    if "$select" in given:
        names = [name.strip() for name in given["$select"].split(",")]
        for name in names:
            _check_field(name, "$select", resource)
        present &= set(names)
    return [name for name in resource.fields if name in present]


def search(given: Mapping[str, str], resource: Resource, sizes: PageSizes) -> Search:
    """Return the search for the query options of a collection.

    Raises:
        BadRequestError: `$skip` comes without `$orderby` (documented), a field is unknown, or a number is malformed.
    """
    if "$skip" in given and "$orderby" not in given:
        msg = "$skip needs $orderby."
        raise BadRequestError(msg)
    skip = _number("$skip", given.get("$skip", "0"))
    top = _number("$top", given.get("$top", str(sizes.default)))
    if not top:
        msg = "$top must be greater than 0."
        raise BadRequestError(msg)
    return Search(
        where=condition(given["$filter"], resource) if "$filter" in given else sa.true(),
        orderby=order(given.get("$orderby"), resource, skip),
        skip=skip,
        top=min(top, sizes.limit),
    )


def one_row(row_id: str, resource: Resource) -> Search | None:
    """Return the search for `/table/{id}`; None if rows of this table have no such path."""
    if resource.key != ("id",) or not _NUMBER.fullmatch(row_id):
        return None
    return Search(table_of(resource.name).c.id == int(row_id), orderby=(), skip=0, top=1)


def rows_of(links: Mapping[str, int], given: Mapping[str, str], resource: Resource, sizes: PageSizes) -> Search:
    """Return the search for the rows of one parent: those with these values in these columns.

    Raises:
        BadRequestError: As in `search`.
    """
    sought = search(given, resource, sizes)
    columns = table_of(resource.name).c
    where = sa.and_(sought.where, *[columns[name] == value for name, value in links.items()])
    orderby = tuple(columns[name] for name in resource.key) if resource.numbered else sought.orderby
    return replace(sought, where=where, orderby=orderby)


def order(orderby: str | None, resource: Resource, salt: int) -> tuple[sa.ColumnElement[Any], ...]:
    """Return the order of `$orderby`, or else the documented one, then a shuffled order of equal rows.

    OData lets a server return equal rows in any order, and in another order on the next page. Here a hash of the
    key and the salt (the `$skip` of the request) orders them. Equal requests have equal responses, but a client that
    pages by an order with equal rows gets some rows twice and others never.

    Raises:
        BadRequestError: A field or direction is unknown.
    """
    parts = resource.orderby if orderby is None else orderby.split(",")
    columns = table_of(resource.name).c
    keys = [columns[name] for name in resource.key]
    numbers = [sa.func.coalesce(column, 0) for column in keys if isinstance(column.type, sa.BigInteger)]
    factor = _PRIME * (1 + salt) % _MODULUS
    shuffled = sum((number * factor for number in numbers), start=sa.literal(0)) % _MODULUS
    return (*[_ordered(part.strip(), resource) for part in parts], shuffled, *keys)


def _ordered(part: str, resource: Resource) -> sa.ColumnElement[Any]:
    match = _ORDER.fullmatch(part)
    if match is None:
        msg = f"Syntax error in $orderby: {part}."
        raise BadRequestError(msg)
    _check_field(match["field"], "$orderby", resource)
    column = table_of(resource.name).c[match["field"]]
    return column.desc() if match["direction"] == "desc" else column.asc()


def _check_field(name: str, option: str, resource: Resource) -> None:
    if name not in resource.sent:
        msg = f"{option} names {name!r}, which {resource.name} does not have."
        raise BadRequestError(msg)


def _number(option: str, text: str) -> int:
    if not _NUMBER.fullmatch(text):
        msg = f"{option} is not a whole number: {text!r}."
        raise BadRequestError(msg)
    return int(text)
