"""The body of a response is parsed exactly, or refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.records.body import parse_object, parse_rows


@pytest.mark.parametrize("body", [b'{"edition": "Standard"}', b'[{"edition": "Standard"}]'])
def test_a_single_object_is_one_row(body: bytes) -> None:
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
def test_any_amount_is_exact(amount: Decimal) -> None:
    [row] = parse_rows(f'[{{"value": {amount:f}}}]'.encode())

    assert row["value"] == amount


def test_a_key_stays_an_integer() -> None:
    [row] = parse_rows(b'[{"id": 9007199254740993}]')

    assert row["id"] == 9007199254740993
    assert isinstance(row["id"], int)


def test_non_ascii_text_is_read() -> None:
    assert parse_rows('[{"name": "Seán Ó Briain £"}]'.encode()) == [{"name": "Seán Ó Briain £"}]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html><body>Please wait</body></html>", id="an HTML page"),
        pytest.param(b'[{"id": 1}, {"id"', id="cut off"),
        pytest.param(b"[" * 10_000 + b"]" * 10_000, id="nested too deeply"),
        pytest.param(b'{"Message": "An error has occurred."}', id="an error"),
        pytest.param(b'{"value": {"id": 1}}', id="a wrapper without an array"),
        pytest.param(b"[1, 2]", id="not objects"),
        pytest.param(b"null", id="null"),
        pytest.param(b"5", id="a number"),
    ],
)
def test_a_body_without_rows_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - that it is refused matters, not how it is worded
        parse_rows(body)
