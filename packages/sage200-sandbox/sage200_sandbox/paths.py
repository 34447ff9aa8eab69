"""Addresses below the base address: which table, which row, or which parent's rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sage200_sandbox.facts import identifying, resources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sage200_sandbox.facts import Resource

_KEY = re.compile(r"{(\w+)}")


@dataclass(frozen=True, slots=True)
class Place:
    """A resource by parent, for one parent.

    Attributes:
        resource: The table.
        links: The columns that tell the parent's rows from others, with their values.
        is_object: Whether there is one row at most.
    """

    resource: Resource
    links: Mapping[str, int]
    is_object: bool


@dataclass(frozen=True, slots=True)
class _Route:
    pattern: re.Pattern[str]
    resource: Resource
    column: str


def place(path: str, known: Mapping[str, Resource]) -> list[Place]:
    """The resources that give rows at a path of one parent; several, where two tables share it.

    Args:
        path: The path below the base address, without a slash in front.
        known: The tables of the edition that is asked.
    """
    matches = ((route, route.pattern.fullmatch(path)) for route in _routes())
    return [
        Place(known[route.resource.name], {route.column: int(match[1])}, is_object=path.endswith(match[1]))
        for route, match in matches
        if match and route.resource.name in known
    ]


@cache
def _routes() -> list[_Route]:
    """The paths of rows by parent. Where a resource is taken out of another one's rows, the path is that one's."""
    own = (one for one in resources().values() if _KEY.search(one.path) and (one.kind == "nested" or not one.expand))
    return [_Route(_pattern(one), one, _column(one)) for one in own]


def _pattern(resource: Resource) -> re.Pattern[str]:
    return re.compile(_KEY.sub(r"(\\d{1,18})", resource.path.removeprefix("/")))


def _column(resource: Resource) -> str:
    """The column that has the value which stands in the path."""
    key = _KEY.search(resource.path)
    named = key[1] if key else ""
    return next(own for own, theirs in identifying(resource.links).items() if theirs == named)
