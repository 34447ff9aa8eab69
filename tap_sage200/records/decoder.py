"""The typed decoder: decodes rows from bytes to objects, complete with nulls and with every digit of each number.

The struct type of a table's rows is made once per read, from the wanted columns. A number keeps the digits that Sage
sent and is written unchanged. Some rows do not fit the type: a value has another JSON type, a field is not in the
schema, or the list is in a wrapper. The lenient decoder reads these rows field by field. It is slower and gives the
same rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from tap_sage200 import problems
from tap_sage200.errors import StreamError
from tap_sage200.records.body import parse_row
from tap_sage200.records.conversion import kind_of
from tap_sage200.records.lenient import LenientDecoder
from tap_sage200.timestamps import fixed_width

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from tap_sage200.records.body import SageRow, SentRow
    from tap_sage200.records.unknown_fields import UnknownFields

Key = tuple[object, ...]
"""The values of a row's key columns."""
Row = Any
"""A decoded row: an instance of a struct type that is made at run time. Its attributes are the columns of its table."""

NULL = Raw(b"null")
NUMERIC = b"0123456789.-+eEnul"
"""The characters of JSON numbers and of null. No other JSON value consists of these characters alone."""

_TYPES: dict[str, Any] = {"integer": int, "number": Decimal, "boolean": bool, "string": str}


class _Reference(Struct, gc=False):
    """An expanded object of which only the key is needed."""

    id: int | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns to decode from the rows of a table."""

    wanted: Mapping[str, Mapping[str, Any]]
    """The columns by name, each as its JSON Schema."""
    key: Sequence[str]
    """The key columns. They are among the wanted columns."""
    timestamps: Sequence[str] = ()
    """The wanted timestamp columns to rewrite in fixed width, in which the order of the text is the order of time."""
    constant: Mapping[str, Any] = field(default_factory=dict)
    """Further columns with the same value in each row: the company."""
    unwanted: Collection[str] = ()
    """The columns of the table that are not selected."""


class RecordDecoder:
    """Decodes the rows of a table, with the rows that are nested in them."""

    def __init__(self, columns: Columns, nested: Mapping[str, RecordDecoder], unknown: UnknownFields | None) -> None:
        """Prepare. The struct type is made for the first row.

        Args:
            columns: The columns to decode.
            nested: The decoders of nested rows, by the property that holds the rows.
            unknown: Reports fields that the schema does not have. None to ignore them.
        """
        self._columns = columns
        self._nested = dict(nested)
        self.lacked: set[str] = set()
        """The properties of nested rows that all rows lacked in a chunk that was decoded."""
        self._unknown = unknown
        # An absent part of a composite key is 0 or an empty text. A row without its only key column is invalid.
        self._parts = columns.key if len(columns.key) > 1 else ()
        self._lenient = LenientDecoder(columns=columns.wanted, key=self._parts)
        self._references = {
            name: name.removesuffix("_id")
            for name, column in columns.wanted.items()
            if column.get("x-expand") is not None and name.endswith("_id")
        }
        self._hidden = (set(columns.unwanted) | set(self._references.values())) - set(nested) - set(columns.wanted)
        self._numbers = [
            name for name, column in columns.wanted.items() if kind_of(column) == "number" and name not in self._parts
        ]
        # The first name comes twice: attrgetter returns a tuple only for two names or more.
        self._numbers_of = attrgetter(*self._numbers, self._numbers[0]) if self._numbers else None
        self._struct: type[Struct] | None = None
        self._typed: msgspec.json.Decoder[Any] = msgspec.json.Decoder()

    @property
    def struct(self) -> type[Struct]:
        """The struct type of the rows."""
        return self._struct or self._make()

    def _make(self) -> type[Struct]:
        known = self._columns
        fields: list[tuple[str, Any, Any]] = [(name, type(value), value) for name, value in known.constant.items()]
        for name, column in known.wanted.items():
            kind = _TYPES[kind_of(column)]
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
        self._typed = msgspec.json.Decoder(struct)
        return struct

    def decode(self, sent: Sequence[SentRow]) -> list[Row]:
        """Decode rows.

        Raises:
            StreamError: A row cannot be read, or has an unknown field and the setting says to fail.
        """
        rows = self._decode_rows(sent)
        self._finish(rows)
        return rows

    def decode_key(self, sent: SentRow, key: Sequence[str]) -> Key:
        """Decode the key of one row.

        Raises:
            StreamError: The row cannot be read, or has an unknown field and the setting says to fail.
        """
        rows = self._decode_rows((sent,))
        if self._hidden:
            self._clear(rows)
        return tuple(getattr(rows[0], part) for part in key)

    def _decode_rows(self, sent: Sequence[SentRow]) -> list[Row]:
        if self._struct is None:
            self._make()
        rows = self._decode_typed(sent)
        if rows is None:
            try:
                self.learn([parse_row(row) for row in sent])
            except ValueError as error:
                raise _unreadable(error) from error
            rows = [self._decode_one(row) for row in sent]
        return rows

    def _decode_typed(self, sent: Sequence[SentRow]) -> list[Row] | None:
        """Decode rows with the struct type. Returns None if a row does not fit."""
        decode: Any = self._typed.decode
        try:
            rows = list(map(decode, sent))
        except (msgspec.DecodeError, UnicodeDecodeError, TypeError):  # TypeError: the row is parsed already
            return None
        return rows if self.fits(rows) else None

    def _decode_one(self, sent: SentRow) -> Row:
        rows = self._decode_typed((sent,))
        return self.decode_leniently(parse_row(sent)) if rows is None else rows[0]

    def fits(self, rows: Sequence[Row]) -> bool:
        """Return whether each value of a number column is a JSON number or null, in nested rows too."""
        if self._numbers_of is not None:
            sent = b"".join(chain.from_iterable(map(self._numbers_of, rows)))
            if sent.translate(None, NUMERIC):
                return False
        return all(
            one.fits([row for parent in rows for row in _structs(getattr(parent, name))])
            for name, one in self._nested.items()
        )

    def _finish(self, rows: list[Row]) -> None:
        """Complete rows in place: keys from expanded objects, fixed-width timestamps, no unwanted columns."""
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
            sent = [getattr(row, name) for row in rows]
            if rows and all(value is UNSET or value is None for value in sent):
                self.lacked.add(name)
            for row, value in zip(rows, sent, strict=True):
                setattr(row, name, one.nested_rows(value))

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
        """Return the nested rows in a property of the parent's row, which holds a list, one object, or nothing."""
        rows = _structs(value)
        if self._references or self._hidden or self._nested:
            self._finish(rows)
        return rows

    def decode_leniently(self, sent: SageRow) -> Row:
        """Decode a row field by field.

        Raises:
            StreamError: The row cannot be read.
        """
        try:
            record = self._lenient.record(sent)
        except ValueError as error:
            raise _unreadable(error) from error
        row = self.struct(**record)
        for name, one in self._nested.items():
            if isinstance(value := sent.get(name), list | dict):
                setattr(row, name, [one.decode_leniently(item) for item in _objects(value)])
        return row

    def learn(self, sent: Sequence[SageRow]) -> bool:
        """Report unknown fields of rows, and ignore these fields from now on.

        Returns:
            Whether there were any. The struct type is a new one then.

        Raises:
            StreamError: There were some, and the setting says to fail.
        """
        learned = [
            one.learn([item for row in sent for item in _objects(row.get(name))]) for name, one in self._nested.items()
        ]
        new: SageRow = {}
        if self._unknown is not None:
            known = self._columns.wanted.keys() | self._nested.keys() | self._hidden
            new = {name: row[name] for row in sent for name in row.keys() - known}
            self._unknown.report({name for name, value in new.items() if not isinstance(value, dict | list)})
            self._hidden |= new.keys()
        if is_new := bool(new) or any(learned):
            self._make()
        return is_new


def plain(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """Return columns of a row as a dictionary for the SDK."""
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
