from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.records import RecordMaker, parse_object, parse_rows

if TYPE_CHECKING:
    from tap_sage200.records import Row

UPDATED, CREATED = "date_time_updated", "date_time_created"


@pytest.fixture
def maker() -> RecordMaker:
    return RecordMaker(fields=["id", "name", "customer_id", UPDATED, CREATED], key={"id": 0}, stamps=[UPDATED, CREATED])


def test_a_text_in_the_key_that_sage_did_not_send_is_empty() -> None:
    maker = RecordMaker(fields=["customer_id", "period"], key={"customer_id": 0, "period": ""}, stamps=[])

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


def test_a_field_that_sage_left_out_is_null_in_the_record(maker: RecordMaker) -> None:
    record = maker.record({"id": 7})

    assert record == {"id": 7, "name": None, "customer_id": None, UPDATED: None, CREATED: None}


def test_a_reference_to_nothing_stays_zero(maker: RecordMaker) -> None:
    assert maker.record({"id": 7, "customer_id": 0})["customer_id"] == 0


@pytest.mark.parametrize("row", [pytest.param({}, id="left out"), pytest.param({"second_id": None}, id="null")])
def test_a_part_of_the_key_that_sage_did_not_send_is_zero_so_that_the_key_is_complete(row: Row) -> None:
    maker = RecordMaker(fields=["first_id", "second_id", "name"], key={"first_id": 0, "second_id": 0}, stamps=[])

    assert maker.record({"first_id": 1, **row}) == {"first_id": 1, "second_id": 0, "name": None}


def test_a_field_that_is_in_no_schema_is_named_and_left_out(maker: RecordMaker) -> None:
    row = {"id": 7, "brand_new": 1, "other_new": None}

    assert maker.unknown(row) == {"brand_new", "other_new"}
    assert not maker.record(row).keys() & maker.unknown(row)


def test_a_complete_row_has_no_unknown_field(maker: RecordMaker) -> None:
    assert maker.unknown({"id": 7, "name": "Smith", "customer_id": 1, UPDATED: None, CREATED: None}) == set()


@given(
    st.sets(st.sampled_from("abcdefgh")),
    st.dictionaries(st.sampled_from("abcdefghij"), st.none() | st.integers() | st.text()),
)
def test_a_record_has_the_fields_of_its_schema_whatever_sage_sends(fields: set[str], row: dict[str, Any]) -> None:
    before = json.dumps(row)
    record = RecordMaker(fields=fields, key={}, stamps=()).record(row)

    assert record == {field: row.get(field) for field in fields}
    assert json.dumps(row) == before, "the row itself is left alone"


def test_stamps_are_written_in_fixed_width(maker: RecordMaker) -> None:
    record = maker.record({"id": 7, UPDATED: "2024-02-28T14:06:36.61Z", CREATED: "2024-02-28T14:06:36Z"})

    assert record[UPDATED] == "2024-02-28T14:06:36.610000Z"
    assert record[CREATED] == "2024-02-28T14:06:36.000000Z"


def test_a_stamp_that_is_no_date_time_is_refused(maker: RecordMaker) -> None:
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
def test_a_record_last_changed_at_its_latest_stamp(maker: RecordMaker, row: Row, changed: str | None) -> None:
    assert maker.changed(maker.record({"id": 7, **row})) == changed
