"""Rows that change while pages are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sage200_sandbox import Delete, Fault, Insert

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

    from tests.client import Client


@pytest.fixture(autouse=True)
def _rows(sage: Sandbox) -> None:
    for company in sage.companies:
        company.replace("customers", [{"id": number} for number in range(1, 5)])


def _page(client: Client, skip: int) -> list[int]:
    return client.ids("customers", orderby="id asc", top=2, skip=skip)


def test_changes_happen_after_the_page_and_before_the_next(sage: Sandbox, client: Client) -> None:
    sage.between_pages("customers", do=[Delete("customers", (1,)), Insert("customers", {"id": 9})])
    assert _page(client, 0) == [1, 2]
    assert _page(client, 2) == [4, 9]
    assert _page(client, 0) == [2, 3]


def test_pages_count_from_the_call_and_by_table(sage: Sandbox, client: Client) -> None:
    _page(client, 0)
    sage.between_pages("customers", page=2, do=[Delete("customers", (1,))])
    client.get("suppliers")
    client.get("customers/2")
    assert [_page(client, 0) for _ in range(3)] == [[1, 2], [1, 2], [2, 3]]


def test_a_planned_change_can_be_taken_back(sage: Sandbox, client: Client) -> None:
    sage.between_pages("customers", do=[Delete("customers", (1,))])
    sage.clear_page_actions()
    assert [_page(client, 0) for _ in range(2)] == [[1, 2], [1, 2]]


def test_a_page_that_fails_is_no_page(sage: Sandbox, client: Client) -> None:
    sage.between_pages("customers", do=[Delete("customers", (1,))])
    sage.fault(Fault("503"))
    client.get("customers")
    assert [_page(client, 0) for _ in range(2)] == [[1, 2], [2, 3]]


def test_it_happens_in_the_company_that_is_read(sage: Sandbox, client: Client) -> None:
    sage.between_pages("customers", do=lambda company: company.clear("customers"))
    client.headers |= client.of(sage.companies[1])
    _page(client, 0)
    assert [len(company.rows("customers")) for company in sage.companies] == [4, 0, 4]
