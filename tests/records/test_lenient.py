from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.records.lenient import LenientDecoder, parse_object, parse_rows

if TYPE_CHECKING:
    from tap_sage200.records.lenient import Row

UPDATED, CREATED = "date_time_updated", "date_time_created"


WHOLE, TEXT = {"type": ["integer", "null"]}, {"type": ["string", "null"]}
COLUMNS = {"id": WHOLE, "name": TEXT, "customer_id": WHOLE, UPDATED: TEXT, CREATED: TEXT}


@pytest.fixture
def maker() -> LenientDecoder:
    return LenientDecoder(columns=COLUMNS, key=["id"], stamps=[UPDATED, CREATED])


def test_a_text_in_the_key_that_sage_did_not_send_is_empty() -> None:
    maker = LenientDecoder(columns={"customer_id": WHOLE, "period": TEXT}, key=["customer_id", "period"], stamps=[])

    assert maker.record({"customer_id": 7}) == {"customer_id": 7, "period": ""}


@pytest.mark.parametrize("body", [b'{"edition": "Standard"}', b'[{"edition": "Standard"}]'])
def test_a_resource_of_one_object_is_one_row(body: bytes) -> None:
    assert parse_object(body) == [{"edition": "Standard"}]


def test_a_bare_array_is_read() -> None:
    assert parse_rows(b'[{"id": 1}, {"id": 2}]') == [{"id": 1}, {"id": 2}]
    assert parse_rows(b"[]") == []


def test_an_array_in_a_wrapper_is_read() -> None:
    assert parse_rows(b'{"value": [{"id": 1}]}') == [{"id": 1}]


@pytest.mark.parametrize("written", ["48.00", "20.0", "1.000000", "-0.10", "12345678901234567.123456789"])
def test_money_keeps_every_digit(written: str) -> None:
    [row] = parse_rows(f'[{{"value": {written}}}]'.encode())

    assert isinstance(row["value"], Decimal)
    assert str(row["value"]) == written


@given(st.decimals(allow_nan=False, allow_infinity=False, places=5))
def test_any_amount_comes_through_exactly(amount: Decimal) -> None:
    [row] = parse_rows(f'[{{"value": {amount:f}}}]'.encode())

    assert row["value"] == amount


def test_a_key_stays_an_integer() -> None:
    [row] = parse_rows(b'[{"id": 9007199254740993}]')

    assert row["id"] == 9007199254740993
    assert isinstance(row["id"], int)


def test_names_beyond_ascii_are_read() -> None:
    assert parse_rows('[{"name": "Seán Ó Briain £"}]'.encode()) == [{"name": "Seán Ó Briain £"}]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html><body>Please wait</body></html>", id="a page for people"),
        pytest.param(b'[{"id": 1}, {"id"', id="cut off"),
        pytest.param(b'[{"name": "\xff"}]', id="not UTF-8"),
        pytest.param(b'{"Message": "An error has occurred."}', id="an error"),
        pytest.param(b'{"value": {"id": 1}}', id="a wrapper of no array"),
        pytest.param(b"[1, 2]", id="not objects"),
        pytest.param(b"null", id="null"),
        pytest.param(b"5", id="a number"),
    ],
)
def test_what_is_not_rows_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - that it is refused matters, not how it is worded
        parse_rows(body)


def test_a_field_that_sage_left_out_is_null_in_the_record(maker: LenientDecoder) -> None:
    record = maker.record({"id": 7})

    assert record == {"id": 7, "name": None, "customer_id": None, UPDATED: None, CREATED: None}


def test_a_reference_to_nothing_stays_zero(maker: LenientDecoder) -> None:
    assert maker.record({"id": 7, "customer_id": 0})["customer_id"] == 0


@pytest.mark.parametrize("row", [pytest.param({}, id="left out"), pytest.param({"second_id": None}, id="null")])
def test_a_part_of_the_key_that_sage_did_not_send_is_zero_so_that_the_key_is_complete(row: Row) -> None:
    columns = {"first_id": WHOLE, "second_id": WHOLE, "name": TEXT}
    maker = LenientDecoder(columns=columns, key=["first_id", "second_id"], stamps=[])

    assert maker.record({"first_id": 1, **row}) == {"first_id": 1, "second_id": 0, "name": None}


def test_a_field_that_is_in_no_schema_is_named_and_left_out(maker: LenientDecoder) -> None:
    row = {"id": 7, "brand_new": 1, "other_new": None}

    assert maker.unknown(row) == {"brand_new", "other_new"}
    assert not maker.record(row).keys() & maker.unknown(row)


def test_a_complete_row_has_no_unknown_field(maker: LenientDecoder) -> None:
    assert maker.unknown({"id": 7, "name": "Smith", "customer_id": 1, UPDATED: None, CREATED: None}) == set()


@given(
    st.sets(st.sampled_from("abcdefgh")),
    st.dictionaries(st.sampled_from("abcdefghij"), st.none() | st.text()),
)
def test_a_record_has_the_fields_of_its_schema_whatever_sage_sends(fields: set[str], row: dict[str, Any]) -> None:
    before = json.dumps(row)
    record = LenientDecoder(columns=dict.fromkeys(fields, TEXT), key=[], stamps=()).record(row)

    assert record == {field: row.get(field) for field in fields}
    assert json.dumps(row) == before, "the row itself is left alone"


def test_what_an_expansion_brought_along_is_no_unknown_field(maker: LenientDecoder) -> None:
    assert maker.unknown({"id": 7, "memos": [], "country_code": {"id": 13}}) == set()


@pytest.mark.parametrize(
    ("kind", "sent", "read"),
    [
        pytest.param("integer", {"id": 5, "name": "BACS"}, 5, id="an object where its key is due"),
        pytest.param("integer", {"name": "BACS"}, None, id="an object without a key"),
        pytest.param("integer", "30", 30, id="a number as text"),
        pytest.param("integer", "", None, id="no number at all"),
        pytest.param("integer", Decimal("30.0"), 30, id="a whole number with a point"),
        pytest.param("string", 30, "30", id="a text as a number"),
        pytest.param("string", Decimal("2.50"), "2.50", id="a text as a decimal"),
        pytest.param("string", True, "true", id="a text as a truth"),
        pytest.param("number", "48.00", Decimal("48.00"), id="an amount as text"),
        pytest.param("boolean", 1, True, id="a truth as a number"),
        pytest.param("boolean", "false", False, id="a truth as text"),
        pytest.param("number", 48, 48, id="a whole amount"),
    ],
)
def test_a_value_loads_in_either_form(kind: str, sent: object, read: object) -> None:
    maker = LenientDecoder(columns={"value": {"type": [kind, "null"]}}, key=[], stamps=[])

    record = maker.record({"value": sent})

    assert record == {"value": read}
    assert type(record["value"]) is type(read)


@pytest.mark.parametrize(
    ("kind", "sent"),
    [("integer", "thirty"), ("integer", Decimal("1.5")), ("boolean", "perhaps"), ("number", "much"), ("string", [1])],
)
def test_a_value_that_means_nothing_in_its_column_is_refused_by_name(kind: str, sent: object) -> None:
    maker = LenientDecoder(columns={"value": {"type": [kind, "null"]}}, key=[], stamps=[])

    with pytest.raises(ValueError, match=f"the field value is no {kind}"):
        maker.record({"value": sent})


def test_stamps_are_written_in_fixed_width(maker: LenientDecoder) -> None:
    record = maker.record({"id": 7, UPDATED: "2024-02-28T14:06:36.61Z", CREATED: "2024-02-28T14:06:36Z"})

    assert record[UPDATED] == "2024-02-28T14:06:36.610000Z"
    assert record[CREATED] == "2024-02-28T14:06:36.000000Z"


def test_a_stamp_that_is_no_date_time_is_refused(maker: LenientDecoder) -> None:
    with pytest.raises(ValueError, match="soon"):
        maker.record({"id": 7, UPDATED: "soon"})


@pytest.mark.parametrize(
    ("row", "changed"),
    [
        pytest.param(
            {UPDATED: "2024-02-28T14:06:36.5Z", CREATED: "2024-02-28T14:06:36Z"},
            "2024-02-28T14:06:36.500000Z",
            id="usually when it was updated",
        ),
        pytest.param(
            {UPDATED: "2024-02-28T14:06:36Z", CREATED: "2024-07-01T00:00:00Z"},
            "2024-07-01T00:00:00.000000Z",
            id="when it was created, if that is later",
        ),
        pytest.param({CREATED: "2024-07-01T00:00:00Z"}, "2024-07-01T00:00:00.000000Z", id="by the only stamp"),
        pytest.param({}, None, id="unknown without a stamp"),
    ],
)
def test_a_record_last_changed_at_its_latest_stamp(maker: LenientDecoder, row: Row, changed: str | None) -> None:
    assert maker.changed(maker.record({"id": 7, **row})) == changed
