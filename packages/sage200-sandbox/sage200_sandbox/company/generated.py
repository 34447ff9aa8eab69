"""Rows for all tables that the books do not need, generated from the facts.

Each row has a unique key, references to existing rows, and timestamps. A row repeats values of the rows that it
references: `currency_name` is the name of the row that `currency_id` references. A view repeats its table. All other
texts come from the name of their field, and every third value is empty.
"""

from __future__ import annotations

from calendar import month_name
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from sage200_sandbox.company.blank import blank, scaled
from sage200_sandbox.company.fixed_lists import fixed_list
from sage200_sandbox.company.names import email, person, street
from sage200_sandbox.company.office import YEAR_START
from sage200_sandbox.company.views import master_of
from sage200_sandbox.facts import identifying, resource_called, resources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sage200_sandbox.company.office import Office
    from sage200_sandbox.company.start import Tables
    from sage200_sandbox.facts import Field, Resource
    from sage200_sandbox.rows import Row, Value

_OF_THE_SANDBOX = "sites"
_ROWS, _PARENTS, _NAMED = 5, 40, 10
_ALONE = ("settings", "current_user", "licence")  # a company has one row of these
_LIST, _VALUES = {"id", "value", "description"}, ["None", "Standard", "Other"]
_TIMESTAMPS = ("date_time_created", "date_time_updated")
_NOTHING_EVERY = 3
_JOINED = ("nominal_account_report_category_id", "search_value_id")  # for some rows a join finds nothing (inferred)


def generated(office: Office, made: Tables) -> Tables:
    """The rows of all tables that are not in `made`."""
    generator = _Generator(office, made)
    missing = [name for name in resources() if name not in made and name != _OF_THE_SANDBOX]
    for table in missing:
        generator.fill(table)
    return {table: generator.keyed(table) for table in missing}


class _Generator:
    """The tables of a company. All keys are generated before other values, since tables reference each other."""

    def __init__(self, office: Office, made: Tables) -> None:
        self._office = office
        self._made = made
        self._tables = dict(made)
        self._filled = set(made)
        self._by_key: dict[str, dict[Value, Row]] = {}

    def keyed(self, table: str) -> list[Row]:
        """The rows of a table. Before `fill`, they have keys only."""
        if table not in self._tables:
            resource = resource_called(table)
            if resource.fields.keys() == _LIST:
                prefix = "".join(word.capitalize() for word in table.split("_"))[:-1]
                self._tables[table] = fixed_list(table, prefix, _VALUES)
                self._filled.add(table)
            else:
                rows = {tuple(key[name] for name in resource.key): blank(table, **key) for key in self._keys(resource)}
                self._tables[table] = list(rows.values())
        return self._tables[table]

    def _keys(self, resource: Resource) -> Iterator[Row]:
        master, first = master_of(resource.name), resource.fields[resource.key[0]] if resource.key else None
        if resource.parent:
            yield from self._nested(resource)
        elif master:
            for row in self.keyed(master):
                yield {"id": row["id"]} | self._own(resource, resource.key[1:], 0)
        elif first and first.references and len(resource.key) == 1:
            for row in self.keyed(first.references):
                yield {first.name: row["id"]}
        else:
            for index in range(1 if resource.name.endswith(_ALONE) else _ROWS):
                yield self._own(resource, resource.key, index)

    def _nested(self, resource: Resource) -> Iterator[Row]:
        """The keys of nested rows: one for each parent if it has at most one row, else one or two for some parents."""
        links = identifying(resource.links)
        own = [name for name in resource.key if name not in links]
        parents = self.keyed(resource.fields[next(iter(links))].references or resource.parent or "")
        every = 1 if not own and resource.kind == "nested" else len(parents) // _PARENTS + 1
        for index, parent in enumerate(parents[::every]):
            of_parent = {name: parent[theirs] for name, theirs in links.items()}
            for place in range(1 + index % 2 if own else 1):
                yield of_parent | self._own(resource, own, place)

    def _own(self, resource: Resource, names: Iterable[str], index: int) -> Row:
        """The parts of a key that do not come from a parent or from the repeated table."""
        return {name: self._part(resource.fields[name], index) for name in names}

    def _part(self, field: Field, index: int) -> Value:
        if field.name in _JOINED and index % _NOTHING_EVERY == _NOTHING_EVERY - 1:
            return None
        if field.references:
            return self._any(field.references, index)
        if field.name == "period":
            return month_name[index % 12 + 1]
        if field.type == "string" or field.name == "position":
            return str(index + 1) if field.type == "string" else index + 1
        return self._office.next_id()

    def _any(self, table: str, index: int) -> Value:
        """The key of one of the first rows. A day of work may delete the other rows."""
        rows, (key,) = self.keyed(table)[:_NAMED], resource_called(table).key
        return rows[index % len(rows)][key]

    def fill(self, table: str) -> None:
        """Fill the rows of a table, after the rows of all tables that it references."""
        if table in self._filled:
            return
        self._filled.add(table)
        resource, master = resource_called(table), master_of(table)
        for other in filter(None, [master, *(field.references for field in resource.fields.values())]):
            self.fill(other)
        for index, row in enumerate(self.keyed(table)):
            self._fill(resource, row, index, self._row(master, row["id"]) if master else {})

    def _row(self, table: str, key: Value) -> Row:
        """The row with this key; an empty row if it does not exist."""
        if table not in self._by_key:
            (name,) = resource_called(table).key
            self._by_key[table] = {row[name]: row for row in self.keyed(table)}
        return self._by_key[table].get(key, {})

    def _fill(self, resource: Resource, row: Row, index: int, master: Row) -> None:
        """Fill a row. `master` is the row that a view repeats; it is empty for other tables."""
        fixed = {name: row[name] for name in (*resource.key, *identifying(resource.links))}
        named = self._named(resource, index, {name: master[name] for name in row.keys() & master.keys()} | fixed)
        values = {} if master else {field.name: self._plain(field, index) for field in resource.fields.values()}
        values |= self._timestamps(resource)
        repeated = master_of(resource.name)
        for table, key, prefix in _others(resource.name):
            values |= self._shown(resource.name, table, self._row(table, {**named, **master}[key]), prefix)
        own = self._shown(resource.name, repeated, master, "") if repeated else {}
        absent = tuple(name.removesuffix("id") for name in fixed if fixed[name] is None)
        nulls: Row = {name: None for name in resource.fields if name.startswith(absent)}
        row |= scaled(resource.name, values | named | own | fixed | nulls)

    def _named(self, resource: Resource, index: int, known: Row) -> Row:
        """The references of a row. Referenced rows agree with each other. A view has the references of its table."""
        fields = [field for field in resource.fields.values() if field.references]
        is_view = master_of(resource.name) is not None
        chosen = {field.name: known[field.name] for field in fields if field.name in known}
        for field in sorted(fields, key=lambda one: (one.name in known, *self._weight(one, fields)), reverse=True):
            table = field.references or ""
            if field.name not in chosen:
                chosen[field.name] = 0 if is_view else self._any(table, index + len(field.name))
            other = self._row(table, chosen[field.name])
            chosen = {one.name: other[one.name] for one in fields if one.name in other and one is not field} | chosen
        return chosen

    def _weight(self, field: Field, fields: Iterable[Field]) -> tuple[bool, int]:
        """Whether a field references the books, and the number of references that both tables have."""
        table = field.references or ""
        return table in self._made, sum(one.name in resource_called(table).fields for one in fields)

    def _shown(self, table: str, other_table: str, other: Row, prefix: str) -> Row:
        """The values that a row repeats from another row. Numbers can become text, and list values their ids."""
        fields, shown = resource_called(table).fields, {}
        for name, own in _matches(table, other_table, prefix) if other else ():
            value, field = other[name], fields[own]
            if field.references and isinstance(value, str):
                shown[own] = {row.get("value"): row["id"] for row in self.keyed(field.references)}.get(value, 0)
            elif value is not None:
                shown[own] = str(value) if field.type == "string" else value
        return shown

    def _timestamps(self, resource: Resource) -> Row:
        created, updated = self._office.timestamps(resource.name).values()
        names = [name for name in resource.fields if name.endswith(_TIMESTAMPS)]
        return {name: created if name.endswith("created") else updated for name in names}

    def _plain(self, field: Field, index: int) -> Value:
        """A value that comes from no other row. Every third value is Sage's value for missing input."""
        lists = [name for name in (f"{field.name}s", f"{field.name}_types") if name in resources()]
        if field.type == "string" and lists and "value" in resource_called(lists[0]).fields:
            self.fill(lists[0])
            return self.keyed(lists[0])[index % len(self.keyed(lists[0]))]["value"]
        nothing = field.name[-1].isdigit() or index % _NOTHING_EVERY == _NOTHING_EVERY - 1
        match field.type:
            case "date-time":
                return None if nothing else YEAR_START + timedelta(days=index * 7 + len(field.name))
            case "string":
                return "" if nothing else _text(field.name, index)
            case "boolean":
                return not nothing and index % 2 == 0
            case "decimal":
                return Decimal(0 if nothing else index).quantize(Decimal(1).scaleb(-(field.scale or 0)))
        return 0 if nothing or field.name.endswith("_id") else index


@cache
def _others(table: str) -> list[tuple[str, str, str]]:
    """The tables that a table or its master references, with the reference and the prefix of repeated fields."""
    fields = {**resource_called(table).fields, **resource_called(master_of(table) or table).fields}
    return [(field.references, name, name.removesuffix("id")) for name, field in fields.items() if field.references]


@cache
def _matches(table: str, other: str, prefix: str) -> list[tuple[str, str]]:
    """The fields of another table that a table repeats with a prefix, each with the field that repeats it."""
    fields, theirs = resource_called(table).fields, resource_called(other).fields
    found = []
    for name, field in theirs.items():
        for shown in dict.fromkeys((name, name.removeprefix(f"{other[:-1]}_"))):
            own, listed = fields.get(prefix + shown), fields.get(f"{prefix}{shown}_id")
            if own and name not in resource_called(table).key and own.type in {field.type, "string"}:
                found.append((name, own.name))
            if listed and listed.references and field.type == "string":
                found.append((name, listed.name))
    return found


def _text(name: str, index: int) -> str:
    """A text for a field of this name."""
    if "email" in name:
        return email(person(index)[1], "office")
    if "website" in name:
        return f"www.{email(person(index)[1], '')[1:]}"
    if "telephone" in name:
        return f"01632 960{index:03d}"
    return street(index) if "address" in name else f"{name.replace('_', ' ').capitalize()} {index + 1}"
