"""Facts about Sage's tables: their fields, keys and timestamps, read from the JSON files of this folder."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FieldType = Literal["integer", "decimal", "date-time", "boolean", "string"]
Edition = Literal["both", "professional"]
Kind = Literal["collection", "singleton", "nested", "by-parent"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a row.

    Attributes:
        name: Sage's name (documented), or the name of a column of the sandbox's own that identifies the parent.
        type: The type of its values (documented); an enum is a string.
        scale: Decimal places of a decimal (documented), or None.
        references: The resource whose key this is (inferred from the name), or None. The sandbox may not serve it.
        edition: The editions that have the field (documented).
        since: Date of the release that added it (documented), or None if unknown.
    """

    name: str
    type: FieldType
    scale: int | None = None
    references: str | None = None
    edition: Edition = "both"
    since: str | None = None


@dataclass(frozen=True, slots=True)
class Expansion:
    """Rows that `$expand` adds to a row, as a list or as one object.

    Attributes:
        name: Sage's name of the property (documented).
        rows: The resource of the added rows; None if no source tells their fields.
        on: Fields of the added rows, each with the field of the row that has the same value.
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
        path: Path below the base URL (documented).
        kind: Collection, singleton (one object per company), nested in the rows of another resource, or available for
            one parent at a time (documented).
        area: Module of Sage 200 (documented).
        edition: The editions that have the table (documented).
        key: Primary key: `id` (documented), or that of a view (inferred).
        timestamps: Timestamps that move when the row changes; some views have none.
        created: Timestamp of creation, or None.
        orderby: The documented order without `$orderby`, as `"field asc"`; empty if none is documented.
        filterable: The only names that `$filter` takes (documented), some of which are no fields; None if it takes all
            fields.
        introduced: Date of the release that added it (documented), or None if unknown.
        fields: All stored fields, in the order in which Sage writes them (seen: key and timestamps last), after the
            columns that identify the parent.
        plain: Fields that come without an expansion.
        brought: Fields that come only with an expansion, by its name.
        parent: The resource that these rows are nested in or available by, or None.
        expand: The property of the parent's row that holds these rows, or None.
        links: Columns of these rows, each with the column of the parent's row that has the same value.
        numbered: Whether only the position in its list identifies a row.
        expansions: Expansions by name.
        harmful: Expansions that do more than read (documented): `is_to_lock` takes a lock.
        options: Further query options by name, each with its values (documented); empty for any whole number.
    """

    name: str
    path: str
    kind: Kind
    area: str
    edition: Edition
    key: tuple[str, ...]
    timestamps: tuple[str, ...]
    created: str | None
    orderby: tuple[str, ...]
    filterable: frozenset[str] | None
    introduced: str | None
    fields: Mapping[str, Field]
    plain: tuple[str, ...]
    brought: Mapping[str, tuple[str, ...]]
    parent: str | None
    expand: str | None
    links: Mapping[str, str]
    numbered: bool
    expansions: Mapping[str, Expansion]
    harmful: frozenset[str]
    options: Mapping[str, Sequence[str]]

    @property
    def expands(self) -> frozenset[str]:
        """All names that `$expand` accepts."""
        return frozenset({*self.expansions, *self.brought, *self.harmful})

    @property
    def sent(self) -> frozenset[str]:
        """The fields that Sage sends, some only with an expansion. The other fields are the sandbox's own."""
        return frozenset({*self.plain, *(name for names in self.brought.values() for name in names)})


@cache
def resources() -> Mapping[str, Resource]:
    """Return every resource of Sage 200 Professional by name."""
    pages = (page for page in files(__name__).iterdir() if page.name.endswith(".json"))
    read = [json.loads(page.read_text(encoding="utf-8")) for page in pages]
    known = {facts["name"]: facts for facts in read}
    made = [_resource(facts, known) for facts in read]
    return MappingProxyType({resource.name: resource for resource in sorted(made, key=lambda r: r.name)})


def resource_called(name: str) -> Resource:
    """Return the resource of this name.

    Raises:
        LookupError: The sandbox has no such resource.
    """
    resource = resources().get(name)
    if resource is None:
        msg = f"The sandbox has no table {name!r}: see facts/."
        raise LookupError(msg)
    return resource


@cache
def standard_resources() -> Mapping[str, Resource]:
    """Return the resources of Sage 200 Standard: fewer tables, and fewer fields in some."""
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
        timestamps=tuple(facts["timestamps"]),
        created=facts["created"],
        orderby=tuple(facts["orderby"]),
        filterable=frozenset(facts["filterable"]) if "filterable" in facts else None,
        introduced=facts["introduced"],
        fields=MappingProxyType({name: _field(name, field) for name, field in kept.items()}),
        plain=tuple(name for name, field in sent.items() if "expand" not in field),
        brought=_brought(sent),
        parent=facts.get("parent"),
        expand=facts.get("expand"),
        links=facts.get("links", {}),
        numbered=facts.get("numbered", False),
        expansions=_expansions(facts, known),
        harmful=frozenset(facts.get("harmful", ())),
        options=facts.get("options", {}),
    )


def _kept(facts: dict[str, Any], known: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the stored fields of a row: columns that identify its parent, then the fields that Sage sends."""
    whole: dict[str, Any] = {"type": "integer"}
    links = identifying(facts.get("links", {}))
    kept = dict.fromkeys(links, whole) | ({"position": whole} if facts.get("numbered") else {})
    within = facts.get("within", facts.get("parent"))
    for own, theirs in links.items():
        if theirs == "id" and known[str(within)]["key"] == ["id"]:
            kept[own] = whole | {"references": within}
    return {**kept, **facts["fields"]}


def identifying(links: Mapping[str, str]) -> dict[str, str]:
    """Return the links that identify the parent: all but a timestamp of the parent."""
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
