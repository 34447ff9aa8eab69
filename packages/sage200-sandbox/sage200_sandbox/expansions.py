"""What `$expand` adds to rows: the rows of other tables that belong to each."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from sage200_sandbox import wire
from sage200_sandbox.facts import resources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sage200_sandbox.companies import Company
    from sage200_sandbox.facts import Expansion, Resource
    from sage200_sandbox.store import Store

_CHUNK = 5000  # values in one SQL condition


def added(
    names: Iterable[str], resource: Resource, rows: Sequence[Sequence[str]], source: Company | Store
) -> list[list[str]]:
    """For each row the JSON texts of what these expansions add to it, in their order.

    An expansion that brings plain fields, or one whose rows nobody has described, adds nothing here. Tables that are
    nested in added rows come along (documented for a main address, inferred for the others).

    Args:
        names: The expansions, checked.
        resource: The table of the rows.
        rows: The texts of all that the store keeps of each.
        source: Where the other rows are.
    """
    expansions = [resource.expansions[name] for name in names if name in resource.expansions]
    columns = [_texts(expansion, resource, rows, source) for expansion in expansions]
    return [list(texts) for texts in zip(*columns, strict=True)] if columns else [[] for _ in rows]


def names_of(names: Iterable[str], resource: Resource) -> list[str]:
    """The properties that `added` has texts for."""
    return [name for name in names if name in resource.expansions]


def _texts(
    expansion: Expansion, resource: Resource, rows: Sequence[Sequence[str]], source: Company | Store
) -> list[str]:
    if expansion.rows is None:
        return [wire.NULL] * len(rows)
    related = resources()[expansion.rows]
    found = _found(expansion, related, rows, _place(resource), source)
    return [_text(expansion, found.get(key, [])) for key in _keys(rows, expansion.on.values(), _place(resource))]


def _text(expansion: Expansion, entities: Sequence[str]) -> str:
    if expansion.many:
        return "[" + ",".join(entities) + "]"
    return entities[0] if entities else wire.NULL


def _found(
    expansion: Expansion,
    related: Resource,
    rows: Sequence[Sequence[str]],
    places: Mapping[str, int],
    source: Company | Store,
) -> Mapping[tuple[str, ...], list[str]]:
    """The related rows as objects, by the values that link them."""
    if not expansion.on:  # settings of the company: every row belongs to them
        others = source.related(related.name, related.key[0], [row["id"] for row in source.rows(related.name)])
        return {(): _entities(related, others, source)}
    own, theirs = next(iter(expansion.on.items()))
    values = {json.loads(row[places[theirs]]) for row in rows}
    others = []
    ordered = sorted(values, key=repr)
    for start in range(0, len(ordered), _CHUNK):
        others += source.related(related.name, own, ordered[start : start + _CHUNK])
    grouped: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    keys = _keys(others, expansion.on, _place(related))
    for key, entity in zip(keys, _entities(related, others, source), strict=True):
        grouped[key].append(entity)
    return grouped


def _entities(related: Resource, rows: Sequence[Sequence[str]], source: Company | Store) -> list[str]:
    """The rows as objects, with what is nested in them."""
    deeper = [name for name, one in related.expansions.items() if one.rows and resources()[one.rows].kind == "nested"]
    places = _place(related)
    names = [*related.plain, *deeper] if related.kind == "nested" else list(related.plain)
    nested = added(deeper, related, rows, source) if related.kind == "nested" else [[] for _ in rows]
    return [
        wire.entity(names, [*(row[places[name]] for name in related.plain), *more])
        for row, more in zip(rows, nested, strict=True)
    ]


def _keys(rows: Iterable[Sequence[str]], columns: Iterable[str], places: Mapping[str, int]) -> list[tuple[str, ...]]:
    wanted = [places[name] for name in columns]
    return [tuple(row[place] for place in wanted) for row in rows]


def _place(resource: Resource) -> dict[str, int]:
    return {name: place for place, name in enumerate(resources()[resource.name].fields)}
