"""How a table and its rows are read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from tap_sage200.sandbox import odata, wire
from tap_sage200.sandbox.answers import Answer
from tap_sage200.sandbox.errors import NotFoundError
from tap_sage200.sandbox.facts import resources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tap_sage200.sandbox.companies import Company
    from tap_sage200.sandbox.facts import Resource
    from tap_sage200.sandbox.odata import PageSizes
    from tap_sage200.sandbox.store import Search, Store


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
    names = odata.selected(given, resource)
    search = odata.search(given, resource, sizes)
    rows = source.search(resource.name, _misread(search, resource, misreadings))
    if "short" in misreadings:
        rows = rows[: len(rows) // 2]
    return Answer(body=wire.collection(names, _picked(names, resource, rows)), rows=len(rows))


def singleton(pairs: Sequence[tuple[str, str]], resource: Resource, source: Company | Store) -> Answer:
    """The one object of a company.

    Raises:
        BadRequestError: if the options do not go with it.
        NotFoundError: if the company has none.
    """
    names = odata.selected(odata.options(pairs, odata.ROW_OPTIONS), resource)
    for texts in _picked(names, resource, source.search(resource.name, odata.any_row())):
        return Answer(body=wire.entity(names, texts), rows=1)
    raise NotFoundError


def row(row_id: str, pairs: Sequence[tuple[str, str]], resource: Resource, source: Company | Store) -> Answer:
    """One row of a table by its id.

    Raises:
        BadRequestError: if the options do not go with the table.
        NotFoundError: if there is no such row.
    """
    names = odata.selected(odata.options(pairs, odata.ROW_OPTIONS), resource)
    search = odata.one_row(row_id, resource)
    rows = source.search(resource.name, search) if search else []
    for texts in _picked(names, resource, rows):
        return Answer(body=wire.entity(names, texts), rows=1)
    raise NotFoundError


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
