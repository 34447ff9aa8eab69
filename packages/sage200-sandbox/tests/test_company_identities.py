"""The identities of the books hold for both companies, at the end of the year and after days of work."""

from __future__ import annotations

from functools import partial
from inspect import signature
from typing import TYPE_CHECKING

import pytest

from tests import (
    test_company_books,
    test_company_everything,
    test_company_more_books,
    test_company_nominal,
    test_company_order_lines,
    test_company_posting_items,
)
from tests.books import Books, books_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MODULES = (
    test_company_books,
    test_company_everything,
    test_company_more_books,
    test_company_nominal,
    test_company_order_lines,
    test_company_posting_items,
)


def identities() -> Iterator[tuple[str, Callable[[Books], None]]]:
    """All tests of books, by name, each with its parameters."""
    for module in MODULES:
        for name, test in vars(module).items():
            if name.startswith("test_") and "books" in signature(test).parameters:
                for values in cases(test):
                    yield name, partial(test, **values)


def cases(test: object) -> list[dict[str, object]]:
    """The parameters of each case of a test."""
    for mark in getattr(test, "pytestmark", []):
        names, values = mark.args
        many = not isinstance(names, str)
        return [dict(zip(names, one, strict=True)) if many else {names: one} for one in values]
    return [{}]


@pytest.mark.parametrize(
    ("number", "days", "seed"),
    [(2, 0, 1), (1, 6, 3), (2, 6, 1)],
    ids=["ireland", "uk of another seed after six days", "ireland after six days"],
)
def test_the_books_agree(number: int, days: int, seed: int, subtests: pytest.Subtests) -> None:
    for name, identity in identities():
        with subtests.test(name):
            identity(books_of(number, days, seed=seed))


def test_all_of_the_books_are_looked_at() -> None:
    assert len(list(identities())) > 50
