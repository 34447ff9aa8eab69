"""`$expand`: rows of other tables, nested in their parent rows."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from sage200_sandbox import wire
from sage200_sandbox.facts import resources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sage200_sandbox.facts import Expansion, Resource
    from sage200_sandbox.store import Store

_CHUNK = 5000  # values in one SQL condition


def added(names: Iterable[str], resource: Resource, rows: Sequence[Sequence[str]], store: Store) -> list[list[str]]:
    """Return for each row the JSON texts of these expansions, in their order.

    An expansion whose rows are not described by any source is null. Added rows include the tables that are nested in
    them (documented for a main address, inferred for the others).

    Args:
        names: Expansions of the resource.
        resource: The table of the rows.
        rows: The JSON texts of all stored fields of each row.
        store: The other rows.
    """
    columns = [_texts(resource.expansions[name], resource, rows, store) for name in names]
    return [list(texts) for texts in zip(*columns, strict=True)] if columns else [[] for _ in rows]


def _texts(expansion: Expansion, resource: Resource, rows: Sequence[Sequence[str]], store: Store) -> list[str]:
    if expansion.rows is None:
        return [wire.NULL] * len(rows)
    related = resources()[expansion.rows]
    found = _found(expansion, related, rows, _positions(resource), store)
    return [_text(expansion, found.get(key, [])) for key in _keys(rows, expansion.on.values(), _positions(resource))]


def _text(expansion: Expansion, entities: Sequence[str]) -> str:
    if expansion.many:
        return "[" + ",".join(entities) + "]"
    return entities[0] if entities else wire.NULL


def _found(
    expansion: Expansion,
    related: Resource,
    rows: Sequence[Sequence[str]],
    positions: Mapping[str, int],
    store: Store,
) -> Mapping[tuple[str, ...], list[str]]:
    """Return the related rows as objects, by the values that link them."""
    if not expansion.on:  # settings of the company: the same for every row
        others = store.related(related.name, related.key[0], [row["id"] for row in store.rows(related.name)])
        return {(): _entities(related, others, store)}
    own, theirs = next(iter(expansion.on.items()))
    values = {json.loads(row[positions[theirs]]) for row in rows}
    others = []
    ordered = sorted(values, key=repr)
    for start in range(0, len(ordered), _CHUNK):
        others += store.related(related.name, own, ordered[start : start + _CHUNK])
    grouped: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    keys = _keys(others, expansion.on, _positions(related))
    for key, entity in zip(keys, _entities(related, others, store), strict=True):
        grouped[key].append(entity)
    return grouped


def _entities(related: Resource, rows: Sequence[Sequence[str]], store: Store) -> list[str]:
    """Return the rows as objects, with the tables nested in them."""
    deeper = [name for name, one in related.expansions.items() if one.rows and resources()[one.rows].kind == "nested"]
    positions = _positions(related)
    names = [*related.plain, *deeper] if related.kind == "nested" else list(related.plain)
    nested = added(deeper, related, rows, store) if related.kind == "nested" else [[] for _ in rows]
    return [
        wire.entity(names, [*(row[positions[name]] for name in related.plain), *more])
        for row, more in zip(rows, nested, strict=True)
    ]


def _keys(rows: Iterable[Sequence[str]], columns: Iterable[str], positions: Mapping[str, int]) -> list[tuple[str, ...]]:
    wanted = [positions[name] for name in columns]
    return [tuple(row[position] for position in wanted) for row in rows]


def _positions(resource: Resource) -> dict[str, int]:
    return {name: position for position, name in enumerate(resources()[resource.name].fields)}
