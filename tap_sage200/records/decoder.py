"""Rows as typed objects: decoded from the bytes of a response in one step, complete with nulls, every digit kept.

The type of a table's rows is made once per reading, from the columns that are wanted. A number stays the digits that
Sage sent, and they go out unchanged. A row that does not fit is read field by field instead: a value in another form, a
field that no schema has, a list in a wrapper. That is slower, and gives the same rows.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from tap_sage200 import problems
from tap_sage200.errors import StreamError
from tap_sage200.records.conversion import kind_of
from tap_sage200.records.lenient import LenientDecoder
from tap_sage200.records.page import Sent, names_of, parsed
from tap_sage200.timestamps import fixed_width

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from tap_sage200.records.unknown_fields import UnknownFields

Row = Any
"""An object of a type that is made at run time: its attributes are the columns of its table."""

NULL = Raw(b"null")
NUMERIC = b"0123456789.-+eEnul"
"""What numbers are written with, and null; no other value of JSON is written with these alone."""

_TYPES: dict[str, Any] = {"integer": int, "number": Decimal, "boolean": bool, "string": str}


class _Reference(Struct, gc=False):
    """An expanded row, of which only the key is wanted."""

    id: int | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """What is wanted of the rows of a table."""

    wanted: Mapping[str, Mapping[str, Any]]
    """The columns, as JSON Schema has them."""
    key: Sequence[str]
    """The columns of its key, which are among them."""
    timestamps: Sequence[str] = ()
    """The timestamps among them that are rewritten in fixed width, so that their text is in the order of time."""
    constant: Mapping[str, Any] = field(default_factory=dict)
    """Further columns that have the same value in each row: which company it is of."""
    unwanted: Collection[str] = ()
    """The columns of the table that nobody has selected."""


class RecordDecoder:
    """What the rows of a table become, with the rows that are nested in them."""

    def __init__(self, columns: Columns, nested: Mapping[str, RecordDecoder], unknown: UnknownFields | None) -> None:
        """Make the type.

        Args:
            columns: What is wanted of the rows.
            nested: The types of the rows that properties hold.
            unknown: What becomes of fields that no schema has; None to pass over them.
        """
        self._columns = columns
        self._nested = dict(nested)
        self._unknown = unknown
        # An absent part of a key is 0 or an empty text; a row without its only key is no row.
        self._parts = columns.key if len(columns.key) > 1 else ()
        self._maker = LenientDecoder(columns=columns.wanted, key=self._parts)
        self._references = {
            name: name.removesuffix("_id")
            for name, column in columns.wanted.items()
            if column.get("x-expand") is not None and name.endswith("_id")
        }
        self._hidden = (set(columns.unwanted) | set(self._references.values())) - set(nested) - set(columns.wanted)
        self._numbers = [
            name for name, column in columns.wanted.items() if kind_of(column) == "number" and name not in self._parts
        ]
        # The first one twice, so that there are two: of a single one, this would give no tuple.
        self._numbers_of = attrgetter(*self._numbers, self._numbers[0]) if self._numbers else None
        self._order: Sequence[str] = ()
        self._struct: type[Struct] | None = None

    @property
    def struct(self) -> type[Struct]:
        """The type itself; made when it is first needed."""
        return self._struct or self._make()

    def _make(self) -> type[Struct]:
        known = self._columns
        fields: list[tuple[str, Any, Any]] = [(name, type(value), value) for name, value in known.constant.items()]
        for name in dict.fromkeys((*self._order, *known.wanted)):
            kind = _TYPES[kind_of(known.wanted[name])]
            if name in self._numbers:
                fields.append((name, Raw, NULL))
            else:
                fields.append((name, kind, kind()) if name in self._parts else (name, kind | None, None))
        fields += [(name, _Reference | None | UnsetType, UNSET) for name in self._references.values()]
        for name, one in self._nested.items():
            of: Any = one.struct
            fields.append((name, list[of] | of | None | UnsetType, UNSET))
        fields += [(name, Raw, UNSET) for name in sorted(self._hidden - set(self._references.values()))]
        struct = msgspec.defstruct("Row", fields, forbid_unknown_fields=self._unknown is not None, gc=False)
        self._struct = struct
        self._decode = msgspec.json.Decoder(struct).decode
        return struct

    def follow(self, sent: Sequence[Sent]) -> None:
        """Let the columns be in the order of the first rows there are, which is how they are decoded fastest."""
        if self._struct is None and sent:
            with suppress(msgspec.DecodeError, UnicodeDecodeError):  # it is told where the rows are read
                self._order = [name for name in names_of(sent) if name in self._columns.wanted]
            self._make()

    def decode(self, sent: Sequence[Sent]) -> list[Row]:
        """Make rows of some that Sage sent.

        Raises:
            StreamError: A row cannot be read, or has a field that is to fail the table.
        """
        if self._struct is None:
            self._make()
        rows = self._decoded(sent)
        if rows is None:
            try:
                self.learn(*map(parsed, sent))
            except ValueError as error:
                raise _unreadable(error) from error
            rows = [self._one(row) for row in sent]
        self._finish(rows)
        return rows

    def _decoded(self, sent: Sequence[Sent]) -> list[Row] | None:
        """Decode rows in one step each; None where they do not all fit."""
        decode: Callable[[Any], Row] = self._decode
        try:
            rows = list(map(decode, sent))
        except (msgspec.DecodeError, UnicodeDecodeError, TypeError):  # the last one for what has been parsed already
            return None
        return rows if self.fits(rows) else None

    def _one(self, sent: Sent) -> Row:
        rows = self._decoded((sent,))
        return self.read_slowly(parsed(sent)) if rows is None else rows[0]

    def fits(self, rows: Sequence[Row]) -> bool:
        """Tell whether numbers are what stands for numbers, in rows as they were decoded."""
        if self._numbers_of is not None:
            sent = b"".join(chain.from_iterable(map(self._numbers_of, rows)))
            if sent.translate(None, NUMERIC):
                return False
        return all(
            one.fits([row for parent in rows for row in _structs(getattr(parent, name))])
            for name, one in self._nested.items()
        )

    def to_dict(self, row: Row) -> dict[str, Any]:
        """Return a row as the SDK takes it."""
        return plain(row, (*self._columns.constant, *self._columns.wanted))

    def _finish(self, rows: list[Row]) -> None:
        """Do in place what the decoder cannot: find keys in objects, widen stamps, drop what is not wanted."""
        if self._hidden:
            self._clear(rows)
        try:
            for timestamp in self._columns.timestamps:
                for row in rows:
                    if (sent := getattr(row, timestamp)) is not None:
                        setattr(row, timestamp, fixed_width(sent))
        except ValueError as error:
            raise _unreadable(error) from error
        for name, one in self._nested.items():
            for row in rows:
                setattr(row, name, one.nested_rows(getattr(row, name)))

    def _clear(self, rows: list[Row]) -> None:
        hidden = sorted(self._hidden)
        look, nothing = attrgetter(*hidden, hidden[0]), (UNSET,) * (len(hidden) + 1)
        for row in rows:
            if look(row) == nothing:
                continue
            for name, reference in self._references.items():
                related = getattr(row, reference)
                if getattr(row, name) is None and isinstance(related, _Reference):
                    setattr(row, name, related.id)
            for name in hidden:
                setattr(row, name, UNSET)

    def nested_rows(self, value: object) -> list[Row]:
        """Return what a property of a row above holds as rows: a list of them, one, or none."""
        rows = _structs(value)
        if self._references or self._hidden or self._nested:
            self._finish(rows)
        return rows

    def read_slowly(self, sent: dict[str, Any]) -> Row:
        """Read a row field by field.

        Raises:
            StreamError: It cannot be read.
        """
        try:
            record = self._maker.record(sent)
        except ValueError as error:
            raise _unreadable(error) from error
        row = self.struct(**record)
        for name, one in self._nested.items():
            setattr(row, name, [one.read_slowly(item) for item in _objects(sent.get(name))])
        return row

    def learn(self, *sent: Mapping[str, Any]) -> bool:
        """Report fields that no schema has, and let the decoder pass over them from now on.

        Returns:
            Whether there were any, so that the type is another one now.
        """
        learnt = [
            one.learn(*(item for row in sent for item in _objects(row.get(name)))) for name, one in self._nested.items()
        ]
        new: dict[str, Any] = {}
        if self._unknown is not None:
            known = self._columns.wanted.keys() | self._nested.keys() | self._hidden
            new = {name: row[name] for row in sent for name in row.keys() - known}
            self._unknown.report({name for name, value in new.items() if not isinstance(value, dict | list)})
            self._hidden |= new.keys()
        if is_new := bool(new) or any(learnt):
            self._make()
        return is_new


def plain(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """Return columns of a row as the SDK takes them."""
    return {name: _number(value) if isinstance(value := getattr(row, name), Raw) else value for name in names}


def _number(digits: Raw) -> Decimal | None:
    return None if digits == NULL else Decimal(bytes(digits).decode())


def _structs(value: object) -> list[Row]:
    return value if isinstance(value, list) else [value] if isinstance(value, Struct) else []


def _objects(value: object) -> list[dict[str, Any]]:
    found = value if isinstance(value, list) else [value]
    return [item for item in found if isinstance(item, dict)]


def _unreadable(error: ValueError) -> StreamError:
    return StreamError(problems.rows.NOT_READABLE, error=error)
