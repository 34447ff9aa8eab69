from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200 import odata

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(datetime(1753, 1, 2), datetime(9999, 12, 30), timezones=OFFSETS)  # noqa: DTZ001 - bounds are local by hypothesis' rule
OPTIONS = st.dictionaries(st.text(min_size=1), st.text() | st.integers())


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (7, "7"),
        (-7, "-7"),
        (0, "0"),
        ("", "''"),
        ("A0D1", "'A0D1'"),
        ("O'Neill's", "'O''Neill''s'"),
        (datetime.fromisoformat("2016-02-24T09:52:11.452Z"), "2016-02-24T09:52:11.452Z"),
        (datetime.fromisoformat("2016-02-24T09:52:11Z"), "2016-02-24T09:52:11.000Z"),
        (datetime.fromisoformat("2016-07-24T09:52:11.452999+01:00"), "2016-07-24T08:52:11.452Z"),
    ],
)
def test_a_value_is_written_as_sage_documents_it(value: odata.Value, literal: str) -> None:
    assert odata.literal(value) == literal


@given(st.text())
def test_every_string_can_be_read_from_its_literal(value: str) -> None:
    literal = odata.literal(value)

    assert re.fullmatch("'(?:[^']|'')*'", literal), "no quote inside may end the string early"
    assert literal[1:-1].replace("''", "'") == value


@given(INSTANTS)
def test_a_timestamp_is_exact_to_the_millisecond(instant: datetime) -> None:
    literal = odata.literal(instant)

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", literal)
    assert timedelta() <= instant - datetime.fromisoformat(literal) < timedelta(milliseconds=1)


def test_a_timestamp_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="without an offset"):
        odata.literal(datetime(2016, 2, 24, 9, 52, 11))  # noqa: DTZ001 - the missing offset is the point


def test_a_field_is_compared_with_a_literal() -> None:
    assert odata.compare("id", "gt", 7) == "id gt 7"
    assert odata.compare("name", "eq", "O'Neill") == "name eq 'O''Neill'"


def test_alternatives_are_in_brackets_only_if_there_are_several() -> None:
    assert odata.any_of("a eq 1") == "a eq 1"
    assert odata.any_of("a eq 1", "b eq 2") == "(a eq 1 or b eq 2)"


def test_alternatives_stay_together_within_conditions() -> None:
    assert odata.all_of(odata.any_of("a eq 1", "b eq 2"), "c eq 3") == "(a eq 1 or b eq 2) and c eq 3"


def test_conditions_that_are_none_are_omitted() -> None:
    assert odata.all_of(None, "a eq 1", None) == "a eq 1"
    assert odata.all_of(None, None) is None
    assert odata.all_of() is None


def test_rows_are_ordered_by_every_field_of_a_key() -> None:
    assert odata.ascending(["id"]) == "id asc"
    assert odata.ascending(["code", "id"]) == "code asc,id asc"


def test_a_query_is_written_as_sage_reads_it() -> None:
    options: dict[str, str | int] = {"$top": 500, "$filter": "name eq 'A & B'", "$orderby": "code asc,id asc"}

    query = odata.query_string(options)

    assert query == "$top=500&$filter=name%20eq%20%27A%20%26%20B%27&$orderby=code%20asc%2Cid%20asc"


@given(OPTIONS)
def test_every_query_can_be_read_from_its_url_which_has_no_plus_and_no_space(options: dict[str, str | int]) -> None:
    query = odata.query_string(options)

    assert query.isascii()
    assert not {"+", " ", "#"} & set(query)
    assert dict(parse_qsl(query, keep_blank_values=True)) == {name: str(value) for name, value in options.items()}
