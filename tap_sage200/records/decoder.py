"""The typed decoder: decodes rows from bytes to objects, complete with nulls and with every digit of each number.

The struct type of a table's rows is made once per read, from the wanted columns. A number keeps the digits that Sage
sent and is written unchanged. Some rows do not fit the type: a value has another JSON type, a field is not in the
schema, or the list is in a wrapper. The lenient decoder reads these rows field by field. It is slower and gives the
same rows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType

from tap_sage200 import problems
from tap_sage200.errors import StreamError
from tap_sage200.records.body import parse_row
from tap_sage200.records.columns import Columns
from tap_sage200.records.conversion import (
    ABSENT,
    DATE_TIME,
    DECIMAL,
    DIGITS,
    LARGEST,
    SMALLEST,
    TIMESTAMP,
    WRITTEN,
    is_held,
    number,
)
from tap_sage200.records.decimal_texts import write_digits
from tap_sage200.records.lenient import LenientDecoder
from tap_sage200.records.unknown_fields import is_nameable
from tap_sage200.records.written import NULL, write_out
from tap_sage200.timestamps import fixed_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tap_sage200.records.bad_values import BadValues
    from tap_sage200.records.body import SageRow, SentRow
    from tap_sage200.records.unknown_fields import UnknownFields

Key = tuple[object, ...]
"""The values of a row's key columns."""
Row = Any
"""A decoded row: an instance of a struct type that is made at run time. Its attributes are the columns of its table."""

_Integer = Annotated[int, Meta(ge=SMALLEST, le=LARGEST)]
_TYPES: dict[str, Any] = {
    "integer": _Integer,
    "number": Raw,
    DECIMAL: Raw,
    "boolean": bool,
    "string": str,
    DATE_TIME: Annotated[datetime, Meta(tz=True)],
    TIMESTAMP: str,
    WRITTEN: Raw,
}

_NUMBERS = ("number", DECIMAL)
_ZEROS = bytes.maketrans(b"0123456789.-", b"0" * 12)
_TOO_LONG = b"0" * (DIGITS + 1)
"""A number that may have too many digits, once `_ZEROS` has replaced its characters."""


class _Reference(Struct, gc=False):
    """An expanded object of which only the key is needed."""

    id: _Integer | None = None


class RecordDecoder:
    """Decodes the rows of a table, with the rows that are nested in them."""

    def __init__(
        self,
        columns: Columns,
        nested: Mapping[str, RecordDecoder],
        unknown: UnknownFields | None = None,
        bad_values: BadValues | None = None,
    ) -> None:
        """Prepare. The struct type is made for the first row.

        Args:
            columns: The columns to decode.
            nested: The decoders of nested rows, by the property that holds the rows.
            unknown: Reports fields that the schema does not have. None to ignore them.
            bad_values: Reports values that their columns cannot hold. None to ignore them.
        """
        self._nested = dict(nested)
        self.lacked: set[str] = set()
        """The properties of nested rows that all rows lacked in a chunk that was decoded."""
        self._unknown = unknown
        self._bad_values = bad_values
        self._learned: dict[str, str] = {}
        self._forbids_unknown = unknown is not None and unknown.is_watching
        self._struct: type[Struct] | None = None
        self._typed: msgspec.json.Decoder[Any] = msgspec.json.Decoder()
        self._key_decoder: RecordDecoder | None = None
        self._use(columns)

    def _use(self, columns: Columns) -> None:
        """Decode these columns from now on."""
        self._columns = columns
        self._lenient = LenientDecoder(columns)
        self._kinds = columns.kinds
        self._references = columns.references
        unwanted = {*columns.unwanted, *self._references.values()} - {*self._nested, *columns.wanted}
        self._hidden = [*sorted(unwanted), *self._learned.values()]
        self._written = [name for name, kind in self._kinds.items() if kind == WRITTEN]
        self._decimals = {name: columns.wanted[name]["scale"] for name, kind in self._kinds.items() if kind == DECIMAL}
        numbers = [name for name, kind in self._kinds.items() if kind in _NUMBERS and name not in columns.key]
        # The first name comes twice: attrgetter returns a tuple only for two names or more.
        self._numbers_of = attrgetter(*numbers, numbers[0]) if numbers else None

    @property
    def struct(self) -> type[Struct]:
        """The struct type of the rows."""
        return self._struct or self._make()

    def _make(self) -> type[Struct]:
        """Make the struct type. Names that Sage made up are names of fields in JSON only, never of attributes."""
        fields: list[Any] = [(name, Literal[value], value) for name, value in self._columns.constant.items()]
        fields += map(self._field, self._kinds)
        fields += [(name, _Reference | None | UnsetType, UNSET) for name in self._references.values()]
        for name, one in self._nested.items():
            of: Any = one.struct
            fields.append((name, list[of] | of | None | UnsetType, UNSET))
        fields += [(name, Raw, UNSET) for name in self._hidden if name not in self._references.values()]
        struct = msgspec.defstruct(
            "Row",
            fields,
            rename={attribute: name for name, attribute in self._learned.items()},
            forbid_unknown_fields=self._forbids_unknown,
            kw_only=True,
            gc=False,
        )
        self._struct = struct
        self._typed = msgspec.json.Decoder(struct)
        return struct

    def _field(self, name: str) -> Any:  # noqa: ANN401 - as msgspec takes it: with a default or without
        kind = self._kinds[name]
        if name in self._columns.required:
            return name, _TYPES[kind]
        if name in self._columns.parts:
            return name, _TYPES[kind], ABSENT[kind]
        if kind == WRITTEN:
            return name, Raw, None
        return (name, Raw, NULL) if kind in _NUMBERS else (name, _TYPES[kind] | None, None)

    def decode(self, sent: Sequence[SentRow]) -> list[Row]:
        """Decode rows.

        Raises:
            StreamError: A row cannot be read, or a setting says to fail because of what it holds.
        """
        rows = self._decode_rows(sent)
        self._finish(rows)
        return rows

    def decode_keys(self, sent: Sequence[SentRow], key: Sequence[str]) -> list[Key]:
        """Decode the keys of rows, and nothing else.

        Raises:
            StreamError: A key cannot be read.
        """
        if self._key_decoder is None:
            wanted = {part: self._columns.wanted[part] for part in key}
            self._key_decoder = RecordDecoder(Columns(wanted, key), {})
        return [tuple(getattr(row, part) for part in key) for row in self._key_decoder.decode(sent)]

    def _decode_rows(self, sent: Sequence[SentRow]) -> list[Row]:
        if self._struct is None:
            self._make()
        rows = self._decode_typed(sent)
        return self._decode_each(sent) if rows is None else rows

    def _decode_typed(self, sent: Sequence[SentRow]) -> list[Row] | None:
        """Decode rows with the struct type. Returns None if a row does not fit."""
        decode: Any = self._typed.decode
        try:
            rows = list(map(decode, sent))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, TypeError):  # TypeError: it is parsed already
            return None
        return rows if self.fits(rows) else None

    def _decode_each(self, sent: Sequence[SentRow]) -> list[Row]:
        """Decode rows one by one: only those that do not fit are decoded leniently."""
        try:
            unfit = [parse_row(row) for row in sent if self._decode_typed((row,)) is None]
        except ValueError as error:
            raise _unreadable(error) from error
        if self.learn(unfit):
            return self._decode_rows(sent)
        return [self._decode_one(row) for row in sent]

    def _decode_one(self, sent: SentRow) -> Row:
        rows = self._decode_typed((sent,))
        return self.decode_leniently(parse_row(sent)) if rows is None else rows[0]

    def fits(self, rows: Sequence[Row]) -> bool:
        """Return whether each value of a number column is null or a number that fits, in nested rows too."""
        if self._numbers_of is not None:
            sent = [*chain.from_iterable(map(self._numbers_of, rows))]
            zeros = b",".join(sent).translate(_ZEROS, b"nul")
            if (_TOO_LONG in zeros or zeros.translate(None, b"0,")) and not all(map(_is_held, sent)):
                return False
        return all(
            one.fits([row for parent in rows for row in _structs(getattr(parent, name))])
            for name, one in self._nested.items()
        )

    def _finish(self, rows: list[Row]) -> None:
        """Complete rows in place: keys from expanded objects, fixed-width timestamps, text, no unwanted columns."""
        if self._hidden:
            self._clear(rows)
        self._write_texts(rows)
        for timestamp in self._columns.timestamps:
            try:
                for row in rows:
                    if (sent := getattr(row, timestamp)) is not None:
                        setattr(row, timestamp, fixed_width(sent) if sent else None)
            except ValueError as error:
                raise _unreadable(problems.rows.WRONG_VALUE.text(name=timestamp, type=TIMESTAMP)) from error
        for name, one in self._nested.items():
            sent = [getattr(row, name) for row in rows]
            if rows and all(value is UNSET or value is None for value in sent):
                self.lacked.add(name)
            for row, value in zip(rows, sent, strict=True):
                setattr(row, name, one.nested_rows(value))

    def _write_texts(self, rows: list[Row]) -> None:
        for name in self._written:
            write_out(rows, name, self._bad_values)
        for name, scale in self._decimals.items():
            write_digits(rows, name, scale, self._bad_values)

    def _clear(self, rows: list[Row]) -> None:
        hidden = self._hidden
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
        if self._references or self._hidden or self._written or self._decimals or self._nested:
            self._finish(rows)
        return rows

    def decode_leniently(self, sent: SageRow) -> Row:
        """Decode a row field by field.

        Raises:
            StreamError: The row cannot be read, or a setting says to fail because of what it holds.
        """
        try:
            record, bad = self._lenient.record(sent)
            nested = {name: _objects(sent.get(name)) for name in self._nested}
        except ValueError as error:
            raise _unreadable(error) from error
        row = self.struct(**record)
        if self._bad_values is not None:
            for name, problem in bad.items():
                self._bad_values.report(name, problem, row)
        for name, one in self._nested.items():
            if sent.get(name) is not None:
                setattr(row, name, [one.decode_leniently(item) for item in nested[name]])
        return row

    def learn(self, sent: Sequence[SageRow]) -> bool:
        """Report unknown fields of rows. From now on, each is a column, or is ignored.

        Returns:
            Whether there were any. The struct type is a new one then.

        Raises:
            StreamError: There were some, and the setting says to fail.
        """
        learned = [
            one.learn([item for row in sent for item in _found_objects(row.get(name))])
            for name, one in self._nested.items()
        ]
        if is_new := self._learn_own(sent) or any(learned):
            self._make()
        return is_new

    def _learn_own(self, sent: Sequence[SageRow]) -> bool:
        if self._unknown is None or not self._forbids_unknown:
            return False
        known = {*self._columns.constant, *self._kinds, *self._nested, *self._hidden, *self._learned}
        new = {name: value for row in sent for name, value in row.items() if name not in known}
        added = self._unknown.report(new)
        ignored = [name for name in new if name not in added and is_nameable(name)]
        self._learned |= {name: f"_{number}" for number, name in enumerate(ignored, len(self._learned))}
        self._use(replace(self._columns, wanted={**self._columns.wanted, **added}))
        self._forbids_unknown = self._unknown.is_watching
        return bool(new)


def plain(row: Row, names: Iterable[str]) -> dict[str, Any]:
    """Return columns of a row as a dictionary for the SDK."""
    return {name: _plain_value(getattr(row, name)) for name in names}


def _plain_value(value: object) -> object:
    if isinstance(value, Raw):
        return None if value == NULL else Decimal(bytes(value).decode())
    return msgspec.to_builtins(value) if isinstance(value, datetime) else value


def _is_held(sent: Raw) -> bool:
    return sent == NULL or is_held(number(bytes(sent).decode(errors="replace")))


def _structs(value: object) -> list[Row]:
    return value if isinstance(value, list) else [value] if isinstance(value, Struct) else []


def _found_objects(value: object) -> list[SageRow]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]


def _objects(value: object) -> list[SageRow]:
    if value is None:
        return []
    found = _found_objects(value)
    if len(found) < (len(value) if isinstance(value, list) else 1):
        msg = "it is no object"
        raise ValueError(msg)
    return found


def _unreadable(error: object) -> StreamError:
    return StreamError(problems.rows.NOT_READABLE, error=error)
