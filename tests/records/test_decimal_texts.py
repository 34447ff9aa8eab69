"""Columns in the format `x-singer.decimal` keep each digit, whatever form Sage gives a number."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200.errors import StreamError
from tests.support.decoding import as_dict, decoder, read_all, reporting

if TYPE_CHECKING:
    from tap_sage200.records.bad_values import BadColumn

WHOLE = {"type": ["integer", "null"]}
RATE = {"type": ["string", "null"], "format": "x-singer.decimal", "precision": 38, "scale": 6}
COLUMNS: dict[str, Any] = {"wanted": {"id": WHOLE, "rate": RATE}, "timestamps": []}
SAME = ["48.00", "20.0", "5", "-5", "0", "0.00", "-0", "-0.00", "1.000000", "1.00000000", "0.000001", "9" * 32, "null"]
MANY_DIGITS = "12345678901234567890123456789012.345678"
OTHERWISE = {
    "1e3": "1000",
    "1.5E+2": "150",
    "-25e-3": "-0.025",
    "0e5": "0",
    '"48.00"': "48.00",
    '" 7 "': "7",
    '""': None,
}


def texts(*sent: str) -> list[object]:
    rows = ", ".join(f'{{"id": {key}, "rate": {value}}}' for key, value in enumerate(sent, 1))
    return [as_dict(row)["rate"] for row in read_all(decoder(**COLUMNS), f"[{rows}]".encode())]


@pytest.mark.parametrize("among", [[], ["1e1"], ['"text"']], ids=["typed", "an exponent", "a text"])
def test_digits_are_those_that_sage_sent(among: list[str]) -> None:
    sent = [*SAME, MANY_DIGITS[1:]]
    assert texts(*sent, *among)[: len(sent)] == [None if text == "null" else text for text in sent]


def test_no_text_has_an_exponent_or_blanks() -> None:
    assert texts(*OTHERWISE) == [*OTHERWISE.values()]
    for value, text in OTHERWISE.items():
        assert texts(value) == [text]


def test_a_column_that_sage_leaves_out_is_null() -> None:
    rows = read_all(decoder(**COLUMNS), b'[{"id": 1}, {"id": 2, "rate": 1.5}]')
    assert [as_dict(row)["rate"] for row in rows] == [None, "1.5"]


@pytest.mark.parametrize(
    ("value", "text", "told"),
    [
        ("1.2345678", "1.2345678", "more decimal places"),
        ("1e-7", "0.0000001", "more decimal places"),
        ("-0.00000010", "-0.00000010", "more decimal places"),
        ("1" + "0" * 32, None, "is null"),
        ("1e32", None, "is null"),
        ('"1e32"', None, "is null"),
        ("1e99", None, "is null"),
        ("1e999999999999999999999", None, "is null"),
    ],
)
def test_a_number_that_the_column_of_a_database_does_not_hold_is_reported(value: str, text: str, told: str) -> None:
    body = f'[{{"id": 1, "rate": 2}}, {{"id": 2, "rate": {value}}}]'.encode()
    found: dict[tuple[str, str], BadColumn] = {}
    rows = read_all(reporting(found, **COLUMNS), body)
    assert [as_dict(row)["rate"] for row in rows] == ["2", text]
    [report] = map(str, found.values())
    assert told in report
    assert report.endswith("Rows: 1, the first with id 2")
    with pytest.raises(StreamError, match="cannot hold, in the row with id 2"):
        read_all(reporting({}, "fail", **COLUMNS), body)


def test_nested_rows_too() -> None:
    outer = decoder(wanted={"id": WHOLE}, timestamps=[], nested={"rates": decoder(**COLUMNS)})
    [row] = read_all(outer, b'[{"id": 1, "rates": [{"id": 2, "rate": 1.50}]}]')
    assert [as_dict(nested)["rate"] for nested in row.rates] == ["1.50"]


def test_texts_are_the_numbers_of_the_other_form() -> None:
    as_numbers: dict[str, Any] = {"wanted": {"id": WHOLE, "rate": {"type": ["number", "null"]}}, "timestamps": []}
    sent = [*SAME, *OTHERWISE, MANY_DIGITS[1:]]
    rows = ", ".join(f'{{"id": {key}, "rate": {value}}}' for key, value in enumerate(sent, 1))
    numbers = [as_dict(row)["rate"] for row in read_all(decoder(**as_numbers), f"[{rows}]".encode())]
    assert [text if text is None else Decimal(str(text)) for text in texts(*sent)] == numbers
