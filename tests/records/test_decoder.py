"""Decoded rows are complete and exact, whichever decoder reads them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.errors import StreamError
from tap_sage200.records.page import split
from tests.support.decoding import ENCODER, MONEY, TEXT, WHOLE, decoder, read, read_all


def test_an_absent_field_is_null() -> None:
    assert read(decoder(), {"id": 7}) == [
        {"id": 7, "name": None, "value": None, "is_open": None, "opened": None, "date_time_updated": None}
    ]


@pytest.mark.parametrize("written", ["48.00", "20.0", "1.000000", "-0.10", "12345678901234567.123456789", "20"])
def test_money_keeps_every_digit_from_the_response_to_the_message(written: str) -> None:
    of = decoder(wanted={"id": WHOLE, "value": MONEY}, timestamps=[])
    [row] = read_all(of, f'[{{"id":1,"value":{written}}}]'.encode())
    assert ENCODER.encode(row).decode() == f'{{"id":1,"value":{written}}}'


def test_timestamps_are_written_in_fixed_width() -> None:
    [row] = read(decoder(), {"id": 7, "date_time_updated": "2024-02-28T14:06:36.61Z"})
    assert row["date_time_updated"] == "2024-02-28T14:06:36.610000Z"


def test_an_invalid_timestamp_fails_the_table() -> None:
    with pytest.raises(StreamError, match="the tap cannot read"):
        read(decoder(), {"id": 7, "date_time_updated": "soon"})


def test_the_company_is_in_every_row() -> None:
    of = decoder(wanted={"id": WHOLE}, timestamps=[], constant={"site_id": "s", "company_id": 3})
    [row] = read_all(of, b'[{"id":1}]')
    assert ENCODER.encode(row) == b'{"site_id":"s","company_id":3,"id":1}'


def test_columns_are_in_the_order_of_the_schema() -> None:
    of = decoder(timestamps=[], constant={"company_id": 3})
    [row] = read_all(of, b'[{"name":"a","id":1}]')
    assert [*msgspec.json.decode(ENCODER.encode(row))][:3] == ["company_id", "id", "name"]


def test_a_value_between_rows_that_is_not_a_row_fails_the_table() -> None:
    for other in (b"null", b'"text"', b"[]", b"1"):
        sent = split(b'[{"id":1},%b,{"id":2}]' % other).rows
        with pytest.raises(StreamError, match="the tap cannot read: it is no object"):
            decoder().decode(sent)


def test_an_absent_part_of_a_key_is_zero_or_an_empty_text() -> None:
    of = decoder(wanted={"a": WHOLE, "b": TEXT}, key=["a", "b"], timestamps=[])
    assert read(of, {}, {"a": None, "b": None}) == [{"a": 0, "b": ""}] * 2


def test_an_unselected_column_is_dropped_without_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    of = decoder(wanted={"id": WHOLE}, timestamps=[], unwanted=["name"])
    [row] = read_all(of, b'[{"id":1,"name":"Smith"}]')
    assert ENCODER.encode(row) == b'{"id":1}'
    assert not caplog.messages


def test_an_unknown_field_is_reported_once_and_dropped(caplog: pytest.LogCaptureFixture) -> None:
    of = decoder()
    for _ in range(2):
        rows = read_all(of, b'[{"id":1},{"id":2,"brand_new":1,"memos":[]}]')
        assert [row.id for row in rows] == [1, 2]
    assert len(caplog.messages) == 1
    assert "brand_new, memos" in caplog.text
    assert b"brand_new" not in ENCODER.encode(rows[1])


def test_an_unknown_field_can_fail_the_table() -> None:
    with pytest.raises(StreamError, match="brand_new"):
        read(decoder("fail"), {"id": 1, "brand_new": 1})


def test_a_value_of_another_type_is_converted() -> None:
    sent = {"id": "7", "name": 5, "value": "48.00", "is_open": 1}
    [row] = read_all(decoder(), json.dumps([sent]).encode())
    assert (row.id, row.name, row.value, row.is_open) == (7, "5", Decimal("48.00"), True)


def test_a_key_that_cannot_be_read_fails_the_table() -> None:
    with pytest.raises(StreamError, match="the field id is not of type integer"):
        read(decoder(), {"id": "seven"})


def test_a_list_in_a_wrapper_is_read() -> None:
    assert [row.id for row in read_all(decoder(), b'{"value":[{"id":1}]}')] == [1]


@pytest.mark.parametrize("body", [b"", b"<html>", b'[{"id": 1}, {"id"', b'{"Message": "Busy"}', b"null", b"[1]"])
def test_a_body_without_rows_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - that it is refused matters, not how it is worded
        read_all(decoder(), body)


def test_nested_rows_are_a_list_even_if_sage_sends_one_object() -> None:
    line = decoder(wanted={"id": WHOLE}, timestamps=[])
    of = decoder(wanted={"id": WHOLE}, timestamps=[], nested={"lines": line, "address": line, "memos": line})
    [row] = read_all(of, b'[{"id":1,"lines":[{"id":2},{"id":3}],"address":{"id":4}}]')
    assert [one.id for one in row.lines] == [2, 3]
    assert [one.id for one in row.address] == [4]
    assert row.memos == []


def test_nested_rows_with_an_unknown_field_are_read(caplog: pytest.LogCaptureFixture) -> None:
    line = decoder(wanted={"id": WHOLE}, timestamps=[])
    of = decoder(wanted={"id": WHOLE}, timestamps=[], nested={"lines": line})
    for _ in range(2):
        [row] = read_all(of, b'[{"id":1,"lines":[{"id":2,"brand_new":5}]}]')
        assert [one.id for one in row.lines] == [2]
    assert len(caplog.messages) == 1


def test_a_key_is_taken_from_an_expanded_object() -> None:
    columns = {"id": WHOLE, "stock_unit_id": WHOLE | {"x-expand": "stock_unit"}}
    of = decoder(wanted=columns, timestamps=[])
    [row] = read_all(of, b'[{"id":1,"stock_unit":{"id":9,"name":"Each"}}]')
    assert ENCODER.encode(row) == b'{"id":1,"stock_unit_id":9}'


VALUES = {
    "id": st.integers(-(2**63), 2**63 - 1),
    "name": st.text(),
    "value": st.decimals(allow_nan=False, allow_infinity=False, places=5, min_value=-(10**12), max_value=10**12),
    "is_open": st.booleans(),
}
KEY = {"id": VALUES.pop("id")}
ROWS = st.lists(st.fixed_dictionaries(KEY, optional={name: st.none() | value for name, value in VALUES.items()}))


@given(ROWS)
def test_both_decoders_give_the_same_rows(rows: list[dict[str, Any]]) -> None:
    def written(value: object) -> str:
        return f"{value:f}" if isinstance(value, Decimal) else json.dumps(value)

    texts = ["{" + ",".join(f'"{name}":{written(value)}' for name, value in row.items()) + "}" for row in rows]
    quick = read_all(decoder(), f"[{','.join(texts)}]".encode())
    slow = read_all(decoder(), f'{{"value":[{",".join(texts)}]}}'.encode())
    assert [ENCODER.encode(row) for row in quick] == [ENCODER.encode(row) for row in slow]
