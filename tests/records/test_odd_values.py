"""Values that their column cannot hold, and fields and texts of any kind, cost no row."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tap_sage200.errors import StreamError
from tap_sage200.records.columns import Columns
from tap_sage200.records.decoder import RecordDecoder
from tap_sage200.records.page import split
from tests.support.decoding import DATE, ENCODER, MONEY, WHOLE, as_dict, decoder, read, read_all, reporting

if TYPE_CHECKING:
    from tap_sage200.records.bad_values import BadColumn


@pytest.mark.parametrize("sent", ["1e2", "-0.00", "12345678901234567890.123456789", "1E-7", "0"])
def test_a_number_is_written_with_the_digits_that_came(sent: str) -> None:
    of = RecordDecoder(Columns(wanted={"id": WHOLE, "value": MONEY}, key=["id"]), {}, None)
    [row] = read_all(of, b'[{"id": 1, "value": %s}]' % sent.encode())

    assert ENCODER.encode(row) == b'{"id":1,"value":%s}' % sent.encode()
    assert as_dict(row)["value"] == Decimal(sent)


@pytest.mark.parametrize(
    ("sent", "read"), [('"48.00"', "48.00"), ("null", None), ('""', None), ("[1]", None), ("true", None)]
)
def test_a_value_of_a_number_column_is_a_number_or_null(sent: str, read: str | None) -> None:
    of = RecordDecoder(Columns(wanted={"id": WHOLE, "value": MONEY}, key=["id"]), {}, None)
    [row] = read_all(of, b'[{"id": 1, "value": %s}]' % sent.encode())
    assert as_dict(row)["value"] == (None if read is None else Decimal(read))


@pytest.mark.parametrize("sent", ["1" * 39, "1e400", "1e300000000", "9" * 5000, "NaN", "-Infinity", '"a"', "{}", "[]"])
def test_one_bad_number_among_many_rows_costs_no_other_value(sent: str) -> None:
    found: dict[tuple[str, str], BadColumn] = {}
    rows = [b'{"id":%d,"value":0.1000000000000000000000000000%d}' % (number, number) for number in range(9)]
    rows[4] = b'{"id":4,"name":"x","value":%b}' % sent.encode()

    decoded = read_all(reporting(found), b"[" + b",".join(rows) + b"]")

    values = [as_dict(row)["value"] for row in decoded]
    assert values == [None if at == 4 else Decimal(f"0.1000000000000000000000000000{at}") for at in range(9)]
    assert decoded[4].name == "x"
    assert [str(one) for one in found.values()] == [
        "value is null where it cannot hold what Sage sent. Rows: 1, the first with id 4"
    ]


def test_bad_values_are_counted_by_column() -> None:
    found: dict[tuple[str, str], BadColumn] = {}
    of = reporting(found)
    for start in (1, 3):
        read_all(of, b'[{"id":%d,"opened":"soon","is_open":7},{"id":%d,"opened":"0000-00-00"}]' % (start, start + 1))

    assert [(one.column, one.count, one.first.id) for one in found.values()] == [("is_open", 2, 1), ("opened", 4, 1)]


def test_to_decode_a_key_reports_nothing() -> None:
    found: dict[tuple[str, str], BadColumn] = {}
    [sent] = split(b'[{"id":1,"opened":"soon","brand_new":1}]').rows

    assert reporting(found).decode_keys([sent], ["id"]) == [(1,)]
    assert not found


def test_a_bad_value_can_fail_the_table() -> None:
    with pytest.raises(StreamError, match="the column opened cannot hold, in the row with id 1"):
        read_all(reporting({}, "fail"), b'[{"id":1,"opened":"soon"}]')


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        pytest.param(rb"a\ud800b", "a\ufffdb", id="an escaped half"),
        pytest.param(rb"\ude00\ud83d", "\ufffd\ufffd", id="halves in the wrong order"),
        pytest.param(b"a\xed\xa0\x80b", "a\ufffdb", id="a half in bytes"),
        pytest.param(b"\xe9t\xe9", "\ufffdt\ufffd", id="no UTF-8"),
    ],
)
def test_text_that_is_no_unicode_is_mended_and_reported(sent: bytes, text: str) -> None:
    found: dict[tuple[str, str], BadColumn] = {}
    rows = read_all(reporting(found), b'[{"id":1,"name":"\xc3\xa9"},{"id":2,"name":"%b"}]' % sent)

    assert [row.name for row in rows] == ["\u00e9", text]
    assert ENCODER.encode(rows[1])
    assert [(one.column, one.first.id) for one in found.values()] == [("name", 2)]


@pytest.mark.parametrize("sent", ['"\\u0000a"', '"\U0001f600"', '"\\ud83d\\ude00"', '"\ufffd"', '"a\tb"'])
def test_any_other_text_is_loaded_as_it_is(sent: str) -> None:
    found: dict[tuple[str, str], BadColumn] = {}
    [row] = read_all(reporting(found), b'[{"id":1,"name":%b}]' % sent.encode())

    assert row.name == json.loads(sent, strict=False)
    assert not found


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("2024-05-23T00:00:00Z", '"2024-05-23T00:00:00Z"'),
        ("2024-05-23T00:00:00.5Z", '"2024-05-23T00:00:00.500000Z"'),
        ("2024-05-23T00:00:00", '"2024-05-23T00:00:00Z"'),
        ("2024-05-23", '"2024-05-23T00:00:00Z"'),
        ("2024-05-23T02:00:00+02:00", '"2024-05-23T02:00:00+02:00"'),
        ("0001-01-01T00:00:00Z", '"0001-01-01T00:00:00Z"'),
        ("9999-12-31T23:59:59.9999999Z", '"9999-12-31T23:59:59.999999Z"'),
        ("", "null"),
    ],
)
def test_a_date_is_written_as_an_instant(sent: str, written: str) -> None:
    found: dict[tuple[str, str], BadColumn] = {}
    of = reporting(found, wanted={"id": WHOLE, "opened": DATE}, timestamps=[])
    [row] = read_all(of, json.dumps([{"id": 1, "opened": sent}]).encode())

    assert ENCODER.encode(row).decode() == f'{{"id":1,"opened":{written}}}'
    assert as_dict(row)["opened"] == json.loads(written)
    assert not found


def test_an_empty_timestamp_is_null() -> None:
    assert read(decoder(), {"id": 1, "date_time_updated": ""})[0]["date_time_updated"] is None


FOREIGN = (
    "my field",
    "custom-field",
    "class",
    "__slots__",
    "__class__",
    "decode",
    "1st",
    "",
    "a.b",
    'a"b',
    "a\\b",
    "\n",
)


@pytest.mark.parametrize("name", [*FOREIGN, "x" * 10_000])
def test_the_name_of_an_unknown_field_may_be_any_text(name: str, caplog: pytest.LogCaptureFixture) -> None:
    line = decoder(wanted={"id": WHOLE}, timestamps=[])
    of = decoder(wanted={"id": WHOLE}, timestamps=[], nested={"lines": line})
    for _ in range(2):
        [row] = read(of, {"id": 1, name: 1, "lines": [{"id": 2, name: {}}]})
        assert [as_dict(one) for one in row["lines"]] == [{"id": 2}]
    assert len(caplog.messages) == 2, "one for the rows, and one for the rows that are nested in them"
    assert all(len(message) < 250 for message in caplog.messages)


@pytest.mark.parametrize("policy", ["warn", "drop", "fail"])
def test_an_annotation_is_no_field(policy: str, caplog: pytest.LogCaptureFixture) -> None:
    of = decoder(policy, wanted={"id": WHOLE}, timestamps=[])
    assert read(of, {"id": 1, "@odata.etag": "W/1", "id@odata.type": "#Int64"}) == [{"id": 1}]
    assert not caplog.messages


def test_a_field_with_the_name_of_a_column_that_the_tap_adds_does_not_replace_it() -> None:
    of = decoder(wanted={"id": WHOLE}, timestamps=[], constant={"site_id": "s", "company_id": 3})
    [row] = read_all(of, b'[{"id":1,"site_id":"other","company_id":4}]')
    assert ENCODER.encode(row) == b'{"site_id":"s","company_id":3,"id":1}'


def test_a_server_that_makes_up_a_name_for_each_row_is_read(caplog: pytest.LogCaptureFixture) -> None:
    of = decoder(wanted={"id": WHOLE}, timestamps=[])
    for start in range(0, 1000, 10):
        rows = read(of, *({"id": number, f"field_{number}": 1} for number in range(start, start + 10)))
        assert [row["id"] for row in rows] == [*range(start, start + 10)]
    assert len(caplog.messages) < 50


@pytest.mark.parametrize("value", ['"abc"', "7", "true", "[1]", "[null]", "[[]]", '[{"id":2},0]'])
def test_nested_rows_that_are_none_fail_their_table(value: str) -> None:
    line = decoder(wanted={"id": WHOLE}, timestamps=[])
    of = decoder(wanted={"id": WHOLE}, timestamps=[], nested={"lines": line})
    with pytest.raises(StreamError, match="it is no object"):
        read_all(of, b'[{"id":1,"lines":%b}]' % value.encode())


@pytest.mark.parametrize("field", ["id", "brand_new", "name", "is_open"])
def test_a_value_that_is_nested_too_deeply_fails_the_table(field: str) -> None:
    deep = b"[" * 10_000 + b"]" * 10_000
    with pytest.raises((StreamError, ValueError)):
        read_all(decoder(), b'[{"id":1},{"%b":%b}]' % (field.encode(), deep))


def test_of_two_fields_with_one_name_the_last_one_counts() -> None:
    for body in (b'[{"id":1,"name":"a","name":"b"}]', b'[{"id":1,"name":[],"name":"b"}]'):
        assert [row.name for row in read_all(decoder(), body)] == ["b"]
