"""Responses to requests for tables and rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from sage200_sandbox import wire
from sage200_sandbox.errors import NotFoundError
from sage200_sandbox.facts import resources
from sage200_sandbox.odata import expansions, options
from sage200_sandbox.server.responses import PlainResponse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sage200_sandbox.api.paths import ParentPath
    from sage200_sandbox.facts import Resource
    from sage200_sandbox.odata.options import PageSizes
    from sage200_sandbox.store import Search, Store


def collection(
    pairs: Sequence[tuple[str, str]],
    resource: Resource,
    store: Store,
    sizes: PageSizes,
    misreadings: frozenset[str],
) -> PlainResponse:
    """Return a page of a table.

    Args:
        pairs: The query options.
        resource: The table.
        store: The rows.
        sizes: The page sizes.
        misreadings: The faults of `faults.MISREADINGS` that apply.

    Raises:
        BadRequestError: The options do not fit the table.
    """
    given = options.checked_collection(pairs, resource)
    search = options.search(given, resource, sizes)
    rows = store.search(resource.name, _misread(search, resource, misreadings))
    if "short" in misreadings:
        rows = rows[: len(rows) // 2]
    return _array(given, resource, store, rows)


def singleton(pairs: Sequence[tuple[str, str]], resource: Resource, store: Store) -> PlainResponse:
    """Return the one object that a company has of a resource.

    Raises:
        BadRequestError: The options do not fit the resource.
        NotFoundError: The company has none.
    """
    return _one(options.checked(pairs, options.ROW_OPTIONS), resource, store, options.ONLY_ROW)


def row(row_id: str, pairs: Sequence[tuple[str, str]], resource: Resource, store: Store) -> PlainResponse:
    """Return one row of a table by its id.

    Raises:
        BadRequestError: The options do not fit the table.
        NotFoundError: There is no such row.
    """
    given = options.checked(pairs, options.ROW_OPTIONS)
    search = options.one_row(row_id, resource)
    if search is None:
        raise NotFoundError
    return _one(given, resource, store, search)


def rows_of_parent(path: ParentPath, pairs: Sequence[tuple[str, str]], store: Store, sizes: PageSizes) -> PlainResponse:
    """Return the rows of one parent as a list, or as one object where the path ends with the parent's key.

    Raises:
        BadRequestError: The options do not fit the resource.
        NotFoundError: There is no such object.
    """
    given = options.checked(pairs, options.ROW_OPTIONS if path.is_object else options.COLLECTION_OPTIONS)
    if path.is_object:
        return _one(given, path.resource, store, options.rows_of(path.links, {}, path.resource, sizes))
    rows = store.search(path.resource.name, options.rows_of(path.links, given, path.resource, sizes))
    return _array(given, path.resource, store, rows)


def _one(given: Mapping[str, str], resource: Resource, store: Store, search: Search) -> PlainResponse:
    names, texts = _written(given, resource, store, store.search(resource.name, search)[:1])
    for text in texts:
        return PlainResponse(body=wire.entity(names, text), rows=1)
    raise NotFoundError


def _array(given: Mapping[str, str], resource: Resource, store: Store, rows: Sequence[Sequence[str]]) -> PlainResponse:
    names, texts = _written(given, resource, store, rows)
    return PlainResponse(body=wire.collection(names, texts), rows=len(rows))


def _written(
    given: Mapping[str, str], resource: Resource, store: Store, rows: Sequence[Sequence[str]]
) -> tuple[list[str], list[list[str]]]:
    """Return the names and the JSON texts of the selected fields, followed by the expansions."""
    names = options.selected(given, resource)
    expand = [name for name in options.expanded(given, resource) if name in resource.expansions]
    more = expansions.added(expand, resource, rows, store)
    texts = [[*own, *extra] for own, extra in zip(_picked(names, resource, rows), more, strict=True)]
    return [*names, *expand], texts


def _misread(search: Search, resource: Resource, misreadings: frozenset[str]) -> Search:
    if "ignore-filter" in misreadings:
        search = replace(search, where=sa.true())
    if "ignore-orderby" in misreadings:
        search = replace(search, orderby=options.order(None, resource, search.skip))
    if "ignore-skip" in misreadings:
        search = replace(search, skip=0)
    return search


def _picked(names: Iterable[str], resource: Resource, rows: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """Pick the texts of some fields from rows with all fields."""
    positions = {name: position for position, name in enumerate(resources()[resource.name].fields)}
    wanted = [positions[name] for name in names]
    return ([texts[position] for position in wanted] for texts in rows)
