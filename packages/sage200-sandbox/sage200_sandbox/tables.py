"""How a table and its rows are read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from sage200_sandbox import expansions, odata, wire
from sage200_sandbox.answers import Answer
from sage200_sandbox.errors import NotFoundError
from sage200_sandbox.facts import resources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sage200_sandbox.companies import Company
    from sage200_sandbox.facts import Resource
    from sage200_sandbox.odata import PageSizes
    from sage200_sandbox.paths import Place
    from sage200_sandbox.store import Search, Store


def collection(
    pairs: Sequence[tuple[str, str]],
    resource: Resource,
    source: Company | Store,
    sizes: PageSizes,
    misreadings: frozenset[str],
) -> Answer:
    """A page of a table.

    Args:
        pairs: The query options.
        resource: The table.
        source: Whose rows.
        sizes: How large a page is.
        misreadings: Which faults of `faults.READINGS` happen.

    Raises:
        BadRequestError: if the options do not go with the table.
    """
    given = odata.options(pairs, odata.COLLECTION_OPTIONS)
    search = odata.search(given, resource, sizes)
    rows = source.search(resource.name, _misread(search, resource, misreadings))
    if "short" in misreadings:
        rows = rows[: len(rows) // 2]
    return _array(given, resource, source, rows)


def singleton(pairs: Sequence[tuple[str, str]], resource: Resource, source: Company | Store) -> Answer:
    """The one object of a company.

    Raises:
        BadRequestError: if the options do not go with it.
        NotFoundError: if the company has none.
    """
    return _one(odata.options(pairs, odata.ROW_OPTIONS), resource, source, odata.any_row())


def row(row_id: str, pairs: Sequence[tuple[str, str]], resource: Resource, source: Company | Store) -> Answer:
    """One row of a table by its id.

    Raises:
        BadRequestError: if the options do not go with the table.
        NotFoundError: if there is no such row.
    """
    given = odata.options(pairs, odata.ROW_OPTIONS)
    search = odata.one_row(row_id, resource)
    if search is None:
        raise NotFoundError
    return _one(given, resource, source, search)


def rows_of_parent(place: Place, pairs: Sequence[tuple[str, str]], source: Company | Store, sizes: PageSizes) -> Answer:
    """What Sage gives for one parent: a list of rows, or one object where the path ends in the parent's key.

    Raises:
        BadRequestError: if the options do not go with it.
        NotFoundError: if there is no such object.
    """
    given = odata.options(pairs, odata.ROW_OPTIONS if place.is_object else odata.COLLECTION_OPTIONS)
    if place.is_object:
        return _one(given, place.resource, source, odata.rows_of(place.links, {}, place.resource, sizes))
    rows = source.search(place.resource.name, odata.rows_of(place.links, given, place.resource, sizes))
    return _array(given, place.resource, source, rows)


def _one(given: Mapping[str, str], resource: Resource, source: Company | Store, search: Search) -> Answer:
    names, texts = _written(given, resource, source, source.search(resource.name, search)[:1])
    for text in texts:
        return Answer(body=wire.entity(names, text), rows=1)
    raise NotFoundError


def _array(
    given: Mapping[str, str], resource: Resource, source: Company | Store, rows: Sequence[Sequence[str]]
) -> Answer:
    names, texts = _written(given, resource, source, rows)
    return Answer(body=wire.collection(names, texts), rows=len(rows))


def _written(
    given: Mapping[str, str], resource: Resource, source: Company | Store, rows: Sequence[Sequence[str]]
) -> tuple[list[str], list[list[str]]]:
    """The names and the texts of what is sent of rows: the selected fields, then what expansions add."""
    names, expand = odata.selected(given, resource), odata.expanded(given, resource)
    more = expansions.added(expand, resource, rows, source)
    texts = [[*own, *extra] for own, extra in zip(_picked(names, resource, rows), more, strict=True)]
    return [*names, *expansions.names_of(expand, resource)], texts


def _misread(search: Search, resource: Resource, misreadings: frozenset[str]) -> Search:
    if "ignore-filter" in misreadings:
        search = replace(search, where=sa.true())
    if "ignore-orderby" in misreadings:
        search = replace(search, orderby=odata.order(None, resource, search.skip))
    if "ignore-skip" in misreadings:
        search = replace(search, skip=0)
    return search


def _picked(names: Iterable[str], resource: Resource, rows: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """The texts of the named fields out of rows that have all of a table's fields."""
    places = {name: place for place, name in enumerate(resources()[resource.name].fields)}
    wanted = [places[name] for name in names]
    return ([texts[place] for place in wanted] for texts in rows)
