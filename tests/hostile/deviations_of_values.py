"""The deviations of fields and values; a part of the list in `deviations.py`."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from tests.hostile.deviation import FAILS, HOLDS, MAY_FAIL, Deviation
from tests.hostile.source import BY_KEY, JOURNAL, NESTED
from tests.hostile.values import (
    MissingField,
    NoNestedRows,
    OddlyWritten,
    OddValue,
    RenamedField,
    UnknownField,
    UnreadableValue,
)

ONE = (BY_KEY,)
UNKNOWN = (
    "new_field",
    "@odata.etag",
    "my field",
    "custom-field",
    "class",
    "1st",
    "__class__",
    "_id",
    "",
    "\u00e9t\u00e9",
    "a.b",
    "a\nb",
)
DEEP = "[" * 10_000 + "]" * 10_000
FIELDS: tuple[Deviation, ...] = (
    *(
        UnknownField(f"unknown field {name!r}", "Rows have a field that is not known.", HOLDS, field=name, kinds=ONE)
        for name in UNKNOWN
    ),
    UnknownField(
        "unknown nested field", "Nested rows have one.", HOLDS, field="new_field", nested=True, kinds=[NESTED]
    ),
    UnknownField(
        "unknown nested field with a blank",
        "Nested rows have one.",
        HOLDS,
        field="my field",
        nested=True,
        kinds=[NESTED],
    ),
    UnknownField(
        "unknown object", "An unknown field holds an object.", HOLDS, field="new", wire='{"a": [1]}', kinds=ONE
    ),
    UnknownField("deep field", "An unknown field is nested 10,000 times.", MAY_FAIL, field="new", wire=DEEP, kinds=ONE),
    UnknownField(
        "deep known field", "A known field is nested 10,000 times.", MAY_FAIL, field="is_active", wire=DEEP, kinds=ONE
    ),
    MissingField("row without its key", "A row has no key.", FAILS, field="id", kinds=[BY_KEY, JOURNAL, NESTED]),
    RenamedField("renamed key", "The key has another name.", FAILS, field="id", to="Id", kinds=[BY_KEY, JOURNAL]),
    RenamedField(
        "renamed timestamp",
        "The timestamp has another name.",
        MAY_FAIL,
        field="date_time_updated",
        to="DateTimeUpdated",
        kinds=ONE,
    ),
    NoNestedRows("no nested rows", "An expansion brings nothing.", FAILS, kinds=[NESTED]),
)


def _short(wire: str) -> str:
    return ascii(wire if len(wire) < 30 else f"{wire[:5]}... ({len(wire)})")


_HELD: tuple[tuple[str, tuple[tuple[str, object], ...]], ...] = (
    (
        "active_date_time_from",
        (
            ('""', None),
            ('"0000-00-00T00:00:00Z"', None),
            ('"/Date(1456220400000)/"', None),
            ('"tomorrow"', None),
            ('"2024-02-30T00:00:00Z"', None),
            ('"10000-01-01T00:00:00Z"', None),
            ("20240223", None),
            ("true", None),
            ("[]", None),
            ('"0001-01-01T00:00:00Z"', "0001-01-01T00:00:00Z"),
            ("null", None),
            ('"9999-12-31T23:59:59.999Z"', datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC)),
        ),
    ),
    (
        "currency_id",
        (
            ("1e30000", None),
            ("9223372036854775808", None),
            ("-9223372036854775809", None),
            ("9" * 5000, None),
            ("1.5", None),
            ('"abc"', None),
            ("NaN", None),
            ("[1]", None),
            ("9223372036854775807", 9223372036854775807),
            ("1.0", 1),
            ("1e3", 1000),
            ('"12"', 12),
            ('""', None),
        ),
    ),
    (
        "description",
        (
            (r'"\ud800"', "\ufffd"),
            ('"\udce9t\udce9"', "\ufffdt\ufffd"),
            (r'"\u0000"', "\0"),
            ('"\U0001f600"', "\U0001f600"),
            (r'"\u2028"', "\u2028"),
            ("12", "12"),
            ("true", "true"),
            ("[1]", None),
            ("NaN", None),
            ('""', ""),
        ),
    ),
    ("is_active", (('"true"', True), ("1", True), ('"0"', False), ('"yes"', None), ("2", None), ('""', None))),
)
_NUMBERS: tuple[tuple[str, object], ...] = (
    ("NaN", None),
    ("Infinity", None),
    ("-Infinity", None),
    ("9" * 5000, None),
    ("1" * 39, None),
    ('"1,234.50"', None),
    ("1e400", None),
    ("[1]", None),
    ("true", None),
    ("1" * 38, Decimal("1" * 38)),
    ("1E2", Decimal(100)),
    ('"12.50"', Decimal("12.50")),
    ("-0.0", Decimal(0)),
    ('""', None),
    ("0." + "1" * 30, Decimal("0." + "1" * 30)),
)
_TIMESTAMPS = ("1456220400", '"tomorrow"', '"0000-00-00T00:00:00Z"', '"/Date(1456220400000)/"', "true", "[]")
_KEYS = ("null", '""', "7.5", "true", '"seven"', "[]", "9" * 30, "NaN", "1e30000")
VALUES: tuple[Deviation, ...] = (
    *(
        OddValue(f"{column} {_short(wire)}", "A value is odd.", HOLDS, column=column, wire=wire, held=held, kinds=ONE)
        for column, values in _HELD
        for wire, held in values
    ),
    *(
        OddValue(
            f"debit {_short(wire)}", "A number is odd.", HOLDS, column="debit", wire=wire, held=held, kinds=[JOURNAL]
        )
        for wire, held in _NUMBERS
    ),
    *(
        UnreadableValue(
            f"timestamp {wire}", "A timestamp cannot be read.", FAILS, column="date_time_updated", wire=wire, kinds=ONE
        )
        for wire in _TIMESTAMPS
    ),
    *(
        UnreadableValue(
            f"key {_short(wire)}", "A key cannot be read.", FAILS, column="id", wire=wire, kinds=[BY_KEY, JOURNAL]
        )
        for wire in _KEYS
    ),
    OddlyWritten(
        "key as text", "A key is written as text.", HOLDS, column="id", before='"', after='"', kinds=[BY_KEY, JOURNAL]
    ),
    OddlyWritten(
        "key with a point",
        "A key is written with a point.",
        HOLDS,
        column="id",
        before="",
        after=".0",
        kinds=[BY_KEY, JOURNAL],
    ),
)
