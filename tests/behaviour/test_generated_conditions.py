"""A condition means the same to the tap, to the sandbox and to these tests, whatever it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sage200_sandbox import Sandbox
from sage200_sandbox.sample_rows import row

from tap_sage200.config.conditions import parse
from tap_sage200.streams import stream_types
from tap_sage200.streams.facts import facts_of
from tests.support.runs import run_tap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Row = dict[str, Any]

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TEXTS = ["", "a", "A'b", "and", "a or b", "(", "null", "ü", "100%"]
ROWS = [
    row(
        "customers",
        number,
        reference=TEXTS[number % len(TEXTS)],
        name=None if number % 5 == 0 else TEXTS[number % 4],
        balance=Decimal(number * 3 - 20) / 4,
        on_hold=number % 3 == 0,
        account_opened=NOON + timedelta(days=number),
    )
    for number in range(1, 31)
]
COLUMNS = facts_of(stream_types())["customers"].columns
OPERATORS: dict[str, Callable[[Any, Any], bool]] = {"eq": eq, "ne": ne, "gt": gt, "ge": ge, "lt": lt, "le": le}
FUNCTIONS: dict[str, Callable[[str, str], bool]] = {
    "contains": lambda text, part: part in text,
    "startswith": str.startswith,
    "endswith": str.endswith,
}


@dataclass(frozen=True)
class Generated:
    """A condition as text, and what it means."""

    text: str
    meets: Callable[[Row], bool]

    def __repr__(self) -> str:
        return self.text


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def comparison(column: str, operator: str, value: Any, literal: str) -> Generated:  # noqa: ANN401 - a value of any type
    return Generated(f"{column} {operator} {literal}", lambda one: OPERATORS[operator](one[column], value))


def literals(column: str) -> st.SearchStrategy[tuple[Any, str]]:
    match column:
        case "id":
            return st.integers(-3, 35).map(lambda value: (value, str(value)))
        case "balance":
            return st.integers(-90, 90).map(lambda value: (Decimal(value) / 4, str(Decimal(value) / 4)))
        case "account_opened":
            days = st.integers(-2, 35).map(lambda number: NOON + timedelta(days=number))
            return days.map(lambda value: (value, value.strftime("%Y-%m-%dT%H:%M:%SZ")))
        case _:
            return st.sampled_from(TEXTS).map(lambda value: (value, quoted(value)))


@st.composite
def terms(draw: st.DrawFn) -> Generated:
    match draw(st.sampled_from(["compare", "text", "flag", "null", "function"])):
        case "compare":
            column = draw(st.sampled_from(["id", "balance", "account_opened"]))
            value, literal = draw(literals(column))
            return comparison(column, draw(st.sampled_from(list(OPERATORS))), value, literal)
        case "text":
            value, literal = draw(literals("reference"))
            return comparison("reference", draw(st.sampled_from(["eq", "ne"])), value, literal)
        case "flag":
            value = draw(st.booleans())
            return comparison("on_hold", draw(st.sampled_from(["eq", "ne"])), value, str(value).lower())
        case "null":
            return comparison("name", draw(st.sampled_from(["eq", "ne"])), None, "null")
        case _:
            function, part = draw(st.sampled_from(list(FUNCTIONS))), draw(st.sampled_from(TEXTS[1:]))
            text = f"{function}(reference, {quoted(part)})"
            return Generated(text, lambda one: FUNCTIONS[function](one["reference"].lower(), part.lower()))


def joined(children: st.SearchStrategy[Generated]) -> st.SearchStrategy[Generated]:
    def join(parts: tuple[Generated, str, Generated, bool]) -> Generated:
        left, word, right, has_brackets = parts
        # Without brackets, `and` binds more tightly: each part is in brackets of its own then.
        text = f"({left.text}) {word} ({right.text})"
        combine = all if word == "and" else any
        return Generated(
            f"({text})" if has_brackets else text, lambda one: combine([left.meets(one), right.meets(one)])
        )

    return st.tuples(children, st.sampled_from(["and", "or"]), children, st.booleans()).map(join)


CONDITIONS = st.recursive(terms(), joined, max_leaves=4)


@pytest.fixture(scope="module")
def shared() -> Iterator[Sandbox]:
    with Sandbox() as sage:
        sage.companies[0].replace("customers", ROWS)
        yield sage


@settings(max_examples=40)
@given(CONDITIONS)
def test_a_generated_condition_means_the_same_everywhere(shared: Sandbox, condition: Generated) -> None:
    assert parse(condition.text, COLUMNS).text == condition.text
    config = {"access_token": shared.new_access_token(), "api_url": shared.api_url, "concurrency": 1, "page_size": 7}
    result = run_tap(config | {"tables": {"customers": {"where": condition.text}}}, "customers")
    assert result.error is None
    wanted = [one["id"] for one in ROWS if condition.meets(one)]
    assert [record["id"] for record in result.records("customers")] == wanted


def test_and_binds_more_tightly_than_or(shared: Sandbox) -> None:
    config = {"access_token": shared.new_access_token(), "api_url": shared.api_url}
    where = "id eq 1 or id le 4 and on_hold eq true"
    result = run_tap(config | {"tables": {"customers": {"where": where}}}, "customers")
    assert [record["id"] for record in result.records("customers")] == [1, 3]
