"""The lenient decoder makes complete records, and converts values to the types of their columns."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200 import problems
from tap_sage200.errors import UnexpectedPageError
from tap_sage200.records.columns import Columns
from tap_sage200.records.conversion import number
from tap_sage200.records.lenient import LenientDecoder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tap_sage200.records.body import SageRow

UPDATED, CREATED = "date_time_updated", "date_time_created"
NOON = "2024-02-28T12:00:00Z"


WHOLE, TEXT = {"type": ["integer", "null"]}, {"type": ["string", "null"]}
DATE = TEXT | {"format": "date-time"}
COLUMNS = {"id": WHOLE, "name": TEXT, "customer_id": WHOLE, UPDATED: TEXT, CREATED: TEXT}


def record_of(row: SageRow, columns: Mapping[str, Mapping[str, Any]] = COLUMNS, key: Sequence[str] = ()) -> SageRow:
    record, bad = LenientDecoder(Columns(columns, key)).record(row)
    assert not bad
    return record


def column_of(kind: str) -> Mapping[str, Any]:
    return DATE if kind == "date-time" else {"type": [kind, "null"]}


def test_an_absent_field_is_null_in_the_record() -> None:
    assert record_of({"id": 7}, key=["id"]) == {
        "id": 7,
        "name": None,
        "customer_id": None,
        UPDATED: None,
        CREATED: None,
    }


def test_a_row_without_its_key_is_no_row() -> None:
    with pytest.raises(UnexpectedPageError, match="without its primary key id"):
        record_of({"name": "a"}, key=["id"])


def test_a_reference_of_zero_stays_zero() -> None:
    assert record_of({"id": 7, "customer_id": 0})["customer_id"] == 0


@pytest.mark.parametrize("row", [pytest.param({}, id="left out"), pytest.param({"period": None, "b": None}, id="null")])
def test_an_absent_part_of_a_key_is_zero_or_an_empty_text(row: SageRow) -> None:
    columns = {"a": WHOLE, "b": WHOLE, "period": TEXT, "name": TEXT}
    record = record_of({"a": 1, **row}, columns, key=["a", "b", "period"])
    assert record == {"a": 1, "b": 0, "period": "", "name": None}


@given(
    st.sets(st.sampled_from("abcdefgh")),
    st.dictionaries(st.sampled_from("abcdefghij"), st.none() | st.text()),
)
def test_a_record_has_exactly_the_columns_of_its_schema(fields: set[str], row: dict[str, Any]) -> None:
    before = json.dumps(row)
    assert record_of(row, dict.fromkeys(fields, TEXT)) == {field: row.get(field) for field in fields}
    assert json.dumps(row) == before, "the row itself is unchanged"


@pytest.mark.parametrize(
    ("kind", "sent", "read"),
    [
        pytest.param("integer", {"id": 5, "name": "BACS"}, 5, id="an object instead of its key"),
        pytest.param("integer", {"id": None}, None, id="an object whose key is null"),
        pytest.param("integer", " 30 ", 30, id="a number as text"),
        pytest.param("integer", "", None, id="an empty text"),
        pytest.param("integer", Decimal("30.0"), 30, id="an integer with a decimal point"),
        pytest.param("integer", Decimal("1e3"), 1000, id="an integer with an exponent"),
        pytest.param("integer", -(2**63), -(2**63), id="the smallest integer"),
        pytest.param("integer", 2**63 - 1, 2**63 - 1, id="the largest integer"),
        pytest.param("string", 30, "30", id="a number for a text"),
        pytest.param("string", Decimal("2.50"), "2.50", id="a decimal for a text"),
        pytest.param("string", True, "true", id="a boolean for a text"),
        pytest.param("string", "a\0\U0001f600", "a\0\U0001f600", id="any Unicode"),
        pytest.param("number", "48.00", Decimal("48.00"), id="a text for an amount"),
        pytest.param("number", 48, 48, id="an integer for an amount"),
        pytest.param("number", Decimal("1" * 38), Decimal("1" * 38), id="38 digits"),
        pytest.param("number", Decimal("1e37"), Decimal("1e37"), id="38 digits, written with an exponent"),
        pytest.param("boolean", 1, True, id="a number for a boolean"),
        pytest.param("boolean", Decimal("0.0"), False, id="a decimal for a boolean"),
        pytest.param("boolean", " False ", False, id="a text for a boolean"),
        pytest.param("date-time", "", None, id="an empty date"),
        pytest.param("date-time", NOON, datetime(2024, 2, 28, 12, tzinfo=UTC), id="a date"),
        pytest.param("date-time", "2024-02-28T13:00:00+01:00", datetime(2024, 2, 28, 12, tzinfo=UTC), id="an offset"),
        pytest.param("date-time", "2024-02-28T12:00:00", datetime(2024, 2, 28, 12, tzinfo=UTC), id="no offset"),
        pytest.param("date-time", "2024-02-28", datetime(2024, 2, 28, tzinfo=UTC), id="no time"),
    ],
)
def test_a_value_of_another_type_is_converted(kind: str, sent: object, read: object) -> None:
    record = record_of({"value": sent}, {"value": column_of(kind)})

    assert record == {"value": read}
    assert type(record["value"]) is type(read)


NO_NUMBERS = ("NaN", "Infinity", "-Infinity", "1e400", "1e-400", "1e300000000", "1e-300000000", "9" * 5000)
BAD: Mapping[str, Sequence[object]] = {
    "integer": (
        *("thirty", "1_000", "0x10", "1,000", "\u0661", "Infinity", "1e300000000", "9" * 5000),
        *(True, Decimal("1.5"), 2**63, -(2**63) - 1, [], [1], {"name": "BACS"}),
        *map(number, NO_NUMBERS),
    ),
    "number": (
        *("much", "1,234.50", "NaN", "1e400", True, [1], {"value": 1}, 10**38, Decimal("0." + "1" * 39)),
        *map(number, (*NO_NUMBERS, "1e99999999999999999999")),
    ),
    "boolean": ("perhaps", "yes", "2", 2, -1, [], {}, *map(number, NO_NUMBERS)),
    "string": ([1], [], {"name": "BACS"}, number("NaN"), number("Infinity")),
    "date-time": (
        *("tomorrow", " ", "/Date(1456220400000)/", "12:00", "2024-02-30", "0000-00-00T00:00:00Z"),
        *("0000-12-31T00:00:00Z", "10000-01-01T00:00:00Z", "2024-02-28T24:00:00Z", "2024-02-28T12:00:60Z"),
        *("0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"),
        *(20240223, 1456220400000, Decimal("1.5"), True, [], ["2024-02-28"], {"id": 1}),
    ),
}
CASES = [
    pytest.param(kind, sent, id=f"{kind}-{at}-{ascii(sent)[:30]}") for kind in BAD for at, sent in enumerate(BAD[kind])
]


@pytest.mark.parametrize(("kind", "sent"), CASES)
def test_a_value_that_the_column_cannot_hold_is_null_and_reported(kind: str, sent: object) -> None:
    decoder = LenientDecoder(Columns({"id": WHOLE, "value": column_of(kind)}, ["id"]))

    record, bad = decoder.record({"id": 1, "value": sent})

    assert record == {"id": 1, "value": None}
    assert bad == {"value": problems.rows.LOST_VALUES}


@pytest.mark.parametrize(("kind", "sent"), CASES)
def test_a_key_that_cannot_be_read_is_an_error(kind: str, sent: object) -> None:
    decoder = LenientDecoder(Columns({"value": column_of(kind)}, ["value"]))

    with pytest.raises(ValueError, match=f"the field value is not of type {kind}"):
        decoder.record({"value": sent})


@pytest.mark.parametrize("sent", ["soon", "/Date(1456220400000)/", 1456220400000, True, [], "10000-01-01T00:00:00Z"])
def test_a_timestamp_that_cannot_be_read_is_an_error(sent: object) -> None:
    decoder = LenientDecoder(Columns({UPDATED: DATE}, [], timestamps=[UPDATED]))

    with pytest.raises(ValueError, match=f"the field {UPDATED} is not of type timestamp"):
        decoder.record({UPDATED: sent})


def test_half_of_a_surrogate_pair_is_replaced_and_reported() -> None:
    decoder = LenientDecoder(Columns({"name": TEXT}, []))

    for halves in ("\ud800", "\udfff", "\ude00\ud83d", "\udce9"):
        record, bad = decoder.record({"name": f"a{halves}b"})

        assert record == {"name": "a" + "\ufffd" * len(halves) + "b"}
        assert bad == {"name": problems.rows.MENDED_TEXTS}
