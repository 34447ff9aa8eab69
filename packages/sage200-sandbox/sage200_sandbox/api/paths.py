"""Paths of resources that give rows for one parent at a time."""

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
class ParentPath:
    """A resource, and the parent in the path.

    Attributes:
        resource: The resource of the rows.
        links: Columns that identify the rows of this parent, with their values.
        is_object: Whether the parent has at most one row. The response is then an object.
    """

    resource: Resource
    links: Mapping[str, int]
    is_object: bool


def parent_paths(path: str, known: Mapping[str, Resource]) -> list[ParentPath]:
    """Return the resources with this path. Two resources can share a path.

    Args:
        path: The path below the base URL, without a leading slash.
        known: The resources of the edition.
    """
    return [
        ParentPath(known[name], {column: int(match[1])}, is_object=path.endswith(match[1]))
        for pattern, name, column in _routes()
        if (match := pattern.fullmatch(path)) and name in known
    ]


@cache
def _routes() -> list[tuple[re.Pattern[str], str, str]]:
    """Return the path, the name and the column of the parent of each resource by parent.

    A resource that is nested in the rows of another one has no path.
    """
    own = (one for one in resources().values() if _KEY.search(one.path) and (one.kind == "nested" or not one.expand))
    return [(re.compile(_KEY.sub(r"(\\d{1,18})", one.path.removeprefix("/"))), one.name, _column(one)) for one in own]


def _column(resource: Resource) -> str:
    """Return the column for the value in the path."""
    named = _KEY.findall(resource.path)[0]
    return next(own for own, theirs in identifying(resource.links).items() if theirs == named)
