"""A condition is checked before the first request, and an error says where it is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.config.conditions import ConditionError, parse
from tap_sage200.streams import columns

COLUMNS = {
    column.name: column.schema
    for column in (
        columns.identifier("id"),
        columns.text("name"),
        columns.enum("account_status"),
        columns.money("balance"),
        columns.flag("is_open"),
        columns.timestamp("date_time_updated"),
        columns.reference("product_group_id", "product_groups"),
        *columns.expanded("contacts", columns.text("contact")),
        columns.parent_key("customer_id", key=False),
    )
}


@pytest.mark.parametrize(
    "text",
    [
        "id eq 1",
        "id ne -1",
        "balance gt 1000",
        "balance le -0.50",
        "name eq 'O''Brien & Sons (Cork)'",
        "name eq ''",
        "account_status eq 'AccountStatusActive'",
        "is_open eq true and is_open ne false",
        "date_time_updated ge 2024-02-28",
        "date_time_updated lt 2024-02-28T09:00:00Z",
        "date_time_updated lt 2024-02-28T09:00:00.123Z",
        "name eq null or balance ne null",
        "(id eq 1 or (id eq 2)) and ((balance gt 1))",
        "contains(name,'and') or startswith(name, 'or') and endswith( name , ')')",
        "contains(name,'x') eq false",
        "  id eq 1  ",
    ],
)
def test_what_sage_documents_is_a_condition(text: str) -> None:
    assert parse(text, COLUMNS).text == text.strip()


def test_a_condition_knows_its_columns() -> None:
    assert parse("contains(name,'id') or (balance gt 1 and id eq 2)", COLUMNS).columns == {"name", "balance", "id"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "position 1: the end where a column is expected"),
        ("   ", "position 1: the end where a column is expected"),
        ("id", "position 3: the end where one of eq, ne"),
        ("id eq", "position 6: the end is no value for id, which needs a whole number"),
        ("id = 1", "position 4: = 1 is not part of a condition"),
        ("id == 1", "position 4: == 1 is not"),
        ("id eq 1 und id eq 2", "position 9: und where and, or, or the end is expected"),
        ("id eq 1 AND id eq 2", "position 9: AND where and, or"),
        ("id EQ 1", "position 4: EQ where one of eq"),
        ("id eq 1.5", "position 7: 1.5 is no value for id, which needs a whole number"),
        ("id eq 1e5", "position 7: 1e5"),
        ("id eq '1'", "position 7: '1' is no value for id"),
        ("id eq 1 and", "position 12: the end where a column is expected"),
        ("(id eq 1", "position 9: the end where ) is expected"),
        ("id eq 1)", "position 8: ) where and, or, or the end is expected"),
        ("id eq balance", "position 7: balance is no value for id"),
        ("1 eq id", "position 1: 1 where a column is expected"),
        ("not id eq 1", "position 1: the table has no column not"),
        ("balanse gt 1", "position 1: the table has no column balanse. The nearest is balance"),
        ("balance gt '5'", "which needs a number"),
        ("balance gt null", "position 12: null can be compared by eq and ne, not by gt"),
        ("name eq O'Brien", "position 10: 'Brien is not part of a condition"),
        ("name eq O", "position 9: O is no value for name, which needs a text in single quotes"),
        ("name eq 'O'Brien'", "position 17: ' is not part"),
        ("name eq 'open", "position 9: 'open is not part of a condition"),
        ('name eq "ABC"', 'position 9: "ABC" is not part'),
        ("is_open eq 1", "which needs true or false"),
        ("is_open", "position 8: the end where one of eq"),
        ("date_time_updated gt '2024-02-28'", "without quotes"),
        ("date_time_updated gt 2024-02-30", "2024-02-30 is no value"),
        ("date_time_updated gt 2024-02-28T09:00:00", "2024-02-28T09:00:00 is no value"),
        ("date_time_updated gt 2024-02-28T09:00:00+01:00", "is no value"),
        ("date_time_updated gt 2024-02-28T09Z", "2024-02-28T09Z is no value"),
        ("date_time_updated gt 2024-02-28T0900Z", "2024-02-28T0900Z is no value"),
        ("date_time_updated gt 20240228", "is no value"),
        ("contains(balance,'1')", "position 10: contains needs a text column, and balance is none"),
        ("contains(name)", "position 14: ) where , is expected"),
        ("contains(name,null)", "position 15: null is no value for name"),
        ("contains(name,'x') eq 1", "position 23: 1 where true or false is expected"),
        ("tolower(name) eq 'x'", "the table has no column tolower"),
        ("contact eq 'x'", "position 1: Sage cannot filter by contact"),
        ("customer_id eq 1", "position 1: Sage cannot filter by customer_id"),
        ("id eq 1; drop", "position 8: ; drop is not part"),
        ("id eq \u0661", "position 7"),
        ("(" * 51 + "id eq 1" + ")" * 51, "position 51: more than 50 brackets"),
    ],
)
def test_an_error_says_where_a_condition_is_wrong(text: str, says: str) -> None:
    with pytest.raises(ConditionError) as caught:
        parse(text, COLUMNS)
    assert says in str(caught.value)


@given(st.text(alphabet="ido eqgtan()',1.5-TZ:nulbce\n", max_size=60))
def test_every_text_is_a_condition_or_one_error(text: str) -> None:
    try:
        found: object = parse(text, COLUMNS).columns
    except ConditionError as error:
        found = str(error).startswith("at position ")
    assert found


def test_line_ends_and_further_blanks_are_one_blank_but_not_in_a_text() -> None:
    found = parse("\n id  eq 1\n or  name eq 'two  blanks, it''s\ta tab'  \n", COLUMNS)
    assert found.text == "id eq 1 or name eq 'two  blanks, it''s\ta tab'"
