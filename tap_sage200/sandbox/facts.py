"""What is known of Sage's tables: their fields, keys and stamps, read from `facts/*.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

FieldType = Literal["integer", "decimal", "date-time", "boolean", "string"]
Edition = Literal["both", "professional"]
Kind = Literal["collection", "singleton", "by-parent"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a plain GET returns.

    Attributes:
        name: Sage's name (documented).
        type: The type of its values (documented); an enum is a string.
        scale: Decimal places (documented), None for what is no decimal.
        references: The resource whose key this is (inferred from the name), or None. It may be one
            that the sandbox does not serve.
        edition: Where the field exists (documented).
    """

    name: str
    type: FieldType
    scale: int | None
    references: str | None
    edition: Edition


@dataclass(frozen=True, slots=True)
class Resource:
    """A table of Sage.

    Attributes:
        name: Sage's name (documented).
        path: Where it is, below the base address (documented).
        kind: Whether it is a collection, one object of the company, or to be had for one parent at a time (documented).
        area: The module it belongs to (documented).
        edition: Where the table exists (documented).
        key: The fields that name a row: `id` (documented), or a view's own (inferred).
        stamps: Every field that moves when the row changes; none for some views.
        created: The creation stamp, if there is one.
        orderby: The documented order without `$orderby`, as `"field asc"`; empty where Sage
            promises none.
        fields: By name, in the order in which Sage writes them (seen: the key and the stamps last).
    """

    name: str
    path: str
    kind: Kind
    area: str
    edition: Edition
    key: tuple[str, ...]
    stamps: tuple[str, ...]
    created: str | None
    orderby: tuple[str, ...]
    fields: Mapping[str, Field]


@cache
def resources() -> Mapping[str, Resource]:
    """Every resource that the sandbox serves, by name, as Professional has them: all but those by parent."""
    pages = (page for page in files(__package__).joinpath("facts").iterdir() if page.name.endswith(".json"))
    read = [_resource(json.loads(page.read_text(encoding="utf-8"))) for page in pages]
    served = [resource for resource in read if resource.kind != "by-parent"]
    return MappingProxyType({resource.name: resource for resource in sorted(served, key=lambda r: r.name)})


def resource_called(name: str) -> Resource:
    """The resource of this name.

    Raises:
        LookupError: if the sandbox has none.
    """
    resource = resources().get(name)
    if resource is None:
        msg = f"The sandbox has no table {name!r}: see facts/."
        raise LookupError(msg)
    return resource


@cache
def standard_resources() -> Mapping[str, Resource]:
    """The resources of Sage 200 Standard: fewer tables, and fewer fields in some."""
    return MappingProxyType(
        {name: _standard(resource) for name, resource in resources().items() if resource.edition == "both"}
    )


def _standard(resource: Resource) -> Resource:
    fields = {name: field for name, field in resource.fields.items() if field.edition == "both"}
    return replace(resource, fields=MappingProxyType(fields))


def _resource(facts: dict[str, Any]) -> Resource:
    return Resource(
        name=facts["name"],
        path=facts["path"],
        kind=facts.get("kind", "collection"),
        area=facts["area"],
        edition=facts["edition"],
        key=tuple(facts["key"]),
        stamps=tuple(facts["stamps"]),
        created=facts["created"],
        orderby=tuple(facts["orderby"]),
        fields=MappingProxyType({name: _field(name, field) for name, field in facts["fields"].items()}),
    )


def _field(name: str, facts: dict[str, Any]) -> Field:
    return Field(
        name=name,
        type=facts["type"],
        scale=facts.get("scale"),
        references=facts.get("references"),
        edition=facts.get("edition", "both"),
    )
