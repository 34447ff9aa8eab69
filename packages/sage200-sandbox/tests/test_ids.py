"""One counter issues the ids of all tables of a company."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from sage200_sandbox.companies import Company, demo
from sage200_sandbox.company import WITH_URN
from sage200_sandbox.company.blank import blank
from sage200_sandbox.facts import resources
from sage200_sandbox.id_fields import id_fields
from sage200_sandbox.rows import Insert
from sage200_sandbox.store import NO_ROWS, Store

NOW = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)


def test_an_id_beside_the_key_counts_too() -> None:
    store = Store(NO_ROWS)
    store.replace("customer_credit_memo_notes", [blank("customer_credit_memo_notes", customer_id=7, id=900)])
    assert store.last_id == 900
    row = store.change(Insert("departments", {}), now=NOW)
    assert row is not None
    assert row["id"] == 901
    store.close()


@pytest.mark.parametrize("table", ["sop_order_profitabilities", "sales_posted_transaction_tax_analysis_items"])
def test_the_id_of_what_is_nested_is_among_the_ids_of_its_table(table: str) -> None:
    assert "id" in id_fields(table)
    assert "id" not in resources()[table].key


def test_a_day_of_work_gives_out_no_id_that_the_company_has_given_before() -> None:
    company = Company(1, demo(1, 1, 1), lambda: NOW)
    department = company.change(Insert("departments", {}))
    assert department is not None
    taken = {row[name] for table in _tables() for row in company.rows(table) for name in id_fields(table)}
    for _ in range(2):
        changes = company.day_of_work()
        given = [change.row["id"] for change in changes if isinstance(change, Insert) and "id" in change.row]
        assert given
        assert department["id"] not in given
        assert taken.isdisjoint(given)
        taken |= set(given)
    company.close()


def test_a_day_of_work_gives_out_no_reference_number_that_a_posting_has_already() -> None:
    company = Company(1, demo(1, 1, 1), lambda: NOW)
    taken = {row["urn"] for table in WITH_URN for row in company.rows(table)}
    changes = company.day_of_work()
    given = {change.row["urn"] for change in changes if isinstance(change, Insert) and change.table in WITH_URN}
    assert given
    assert taken.isdisjoint(given)
    company.close()


def test_equal_days_follow_from_equal_counters() -> None:
    days = []
    for _ in range(2):
        company = Company(1, demo(1, 1, 1), lambda: NOW)
        days.append(company.day_of_work())
        company.close()
    assert all(one == other for one, other in pairwise(days))


def _tables() -> list[str]:
    return sorted(resources().keys() - {"sites"})
