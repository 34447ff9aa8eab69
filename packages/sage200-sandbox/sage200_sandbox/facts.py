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
Kind = Literal["collection", "singleton", "nested", "by-parent"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a row.

    Attributes:
        name: Sage's name (documented), or that of a column that only the sandbox keeps, to tell whose row it is.
        type: The type of its values (documented); an enum is a string.
        scale: Decimal places (documented), None for what is no decimal.
        references: The resource whose key this is (inferred from the name), or None. It may be one
            that the sandbox does not serve.
        edition: Where the field exists (documented).
        since: The release that brought it, as its date (documented), or None where that is not known.
    """

    name: str
    type: FieldType
    scale: int | None = None
    references: str | None = None
    edition: Edition = "both"
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Expansion:
    """What `$expand` adds to a row: other rows, as a list or as one object.

    Attributes:
        name: Sage's name of the property (documented).
        rows: The resource that the rows are of; None where no source found tells their fields.
        on: Which of their fields equals which field of the row that they are added to.
        many: Whether it is a list.
    """

    name: str
    rows: str | None
    on: Mapping[str, str]
    many: bool


@dataclass(frozen=True, slots=True)
class Resource:
    """A table of Sage.

    Attributes:
        name: Sage's name (documented).
        path: Where it is, below the base address (documented).
        kind: Whether it is a collection, one object of the company, nested in the rows of another resource, or to be
            had for one parent at a time (documented).
        area: The module it belongs to (documented).
        edition: Where the table exists (documented).
        key: The fields that name a row: `id` (documented), or a view's own (inferred).
        stamps: Every field that moves when the row changes; none for some views.
        created: The creation stamp, if there is one.
        orderby: The documented order without `$orderby`, as `"field asc"`; empty where Sage
            promises none.
        introduced: The release that brought it, as its date (documented), or None where that is not known.
        fields: All that the sandbox keeps of a row, in the order in which Sage writes it (seen: the key and the stamps
            last); before that the columns that tell whose row it is.
        plain: The fields that come without an expansion.
        brought: The fields that an expansion brings, by its name.
        parent: The resource whose rows these are nested in or asked for by, or None.
        expand: The property of the parent's row that they are in, or None.
        links: Columns of these rows, each with the column of the parent's row whose value it has.
        numbered: Whether only its place in a list tells a row from the others.
        expansions: By name.
        slow: The expansions that are slow by Sage's own words (documented).
        harmful: The expansions that do more than read (documented): `is_to_lock` takes a lock.
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
    introduced: str | None
    fields: Mapping[str, Field]
    plain: tuple[str, ...]
    brought: Mapping[str, tuple[str, ...]]
    parent: str | None
    expand: str | None
    links: Mapping[str, str]
    numbered: bool
    expansions: Mapping[str, Expansion]
    slow: frozenset[str]
    harmful: frozenset[str]

    @property
    def expands(self) -> frozenset[str]:
        """Everything that `$expand` may name."""
        return frozenset({*self.expansions, *self.brought, *self.harmful})

    @property
    def sent(self) -> frozenset[str]:
        """The fields that Sage sends, be it only with an expansion; the others are the sandbox's own."""
        return frozenset({*self.plain, *(name for names in self.brought.values() for name in names)})


@cache
def resources() -> Mapping[str, Resource]:
    """Every resource, by name, as Professional has them."""
    pages = (page for page in files(__package__).joinpath("facts").iterdir() if page.name.endswith(".json"))
    read = [json.loads(page.read_text(encoding="utf-8")) for page in pages]
    known = {facts["name"]: facts for facts in read}
    made = [_resource(facts, known) for facts in read]
    return MappingProxyType({resource.name: resource for resource in sorted(made, key=lambda r: r.name)})


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
    return replace(
        resource,
        fields=MappingProxyType(fields),
        plain=tuple(name for name in resource.plain if name in fields),
        brought={expand: tuple(n for n in names if n in fields) for expand, names in resource.brought.items()},
    )


def _resource(facts: dict[str, Any], known: Mapping[str, dict[str, Any]]) -> Resource:
    kept = _kept(facts, known)
    sent = facts["fields"]
    return Resource(
        name=facts["name"],
        path=facts["path"] or "",
        kind=facts.get("kind", "collection"),
        area=facts["area"],
        edition=facts["edition"],
        key=tuple(facts["key"]),
        stamps=tuple(facts["stamps"]),
        created=facts["created"],
        orderby=tuple(facts["orderby"]),
        introduced=facts["introduced"],
        fields=MappingProxyType({name: _field(name, field) for name, field in kept.items()}),
        plain=tuple(name for name, field in sent.items() if "expand" not in field),
        brought=_brought(sent),
        parent=facts.get("parent"),
        expand=facts.get("expand"),
        links=facts.get("links", {}),
        numbered=facts.get("numbered", False),
        expansions=_expansions(facts, known),
        slow=frozenset(facts.get("slow", ())),
        harmful=frozenset(facts.get("harmful", ())),
    )


def _kept(facts: dict[str, Any], known: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Everything that the sandbox keeps of a row: what Sage sends, after the columns that tell whose row it is."""
    whole: dict[str, Any] = {"type": "integer"}
    links = identifying(facts.get("links", {}))
    kept = dict.fromkeys(links, whole) | ({"position": whole} if facts.get("numbered") else {})
    within = facts.get("within", facts.get("parent"))
    for own, theirs in links.items():
        if theirs == "id" and known[str(within)]["key"] == ["id"]:
            kept[own] = whole | {"references": within}
    return {**kept, **facts["fields"]}


def identifying(links: Mapping[str, str]) -> dict[str, str]:
    """The links that tell whose row it is: all but a stamp of the parent's."""
    return {own: theirs for own, theirs in links.items() if not theirs.endswith("date_time_updated")}


def _brought(sent: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    expands = {field["expand"] for field in sent.values() if field.get("expand")}
    return {expand: tuple(name for name, field in sent.items() if field.get("expand") == expand) for expand in expands}


def _expansions(facts: dict[str, Any], known: Mapping[str, dict[str, Any]]) -> dict[str, Expansion]:
    named = {
        name: Expansion(name, one["rows"], one.get("on", {}), one.get("many", True))
        for name, one in facts.get("expands", {}).items()
    }
    nested = (one for one in known.values() if one.get("kind") == "nested" and one["parent"] == facts["name"])
    return named | {
        one["expand"]: Expansion(one["expand"], one["name"], identifying(one["links"]), one["many"]) for one in nested
    }


def _field(name: str, facts: dict[str, Any]) -> Field:
    return Field(
        name=name,
        type=facts["type"],
        scale=facts.get("scale"),
        references=facts.get("references"),
        edition=facts.get("edition", "both"),
        since=facts.get("since"),
    )
