"""Guarantee 4: an interrupted run resumes, and repeats little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Insert, Sandbox, Update
from sage200_sandbox.sample_rows import customers, row

from tests.support.runs import Stop, run_tap

if TYPE_CHECKING:
    from collections.abc import Callable


Config = dict[str, Any]
pytestmark = pytest.mark.both_ways


def dies_at(record_id: int) -> Callable[[dict[str, Any]], None]:
    def die(message: dict[str, Any]) -> None:
        if message["type"] == "RECORD" and message["record"].get("id") == record_id:
            raise Stop

    return die


def test_the_state_follows_every_page(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(35))
    dead = run_tap(config, "customers", on_message=dies_at(25))
    assert isinstance(dead.error, Stop)
    # Each page after the first begins with the last known row, so the second page ends with row 19.
    assert dead.bookmark("customers")["walk"]["after"] == 19


def test_a_first_load_that_died_goes_on_at_its_page(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(35))
    dead = run_tap(config, "customers", on_message=dies_at(25))
    alive = run_tap(config | {"lookback_seconds": 0}, "customers", state=dead.state)
    assert alive.error is None
    assert [record["id"] for record in alive.records("customers")][:16] == list(range(20, 36))
    held = alive.loaded("customers", onto=dead.loaded("customers"))
    assert sorted(record["id"] for record in held.values()) == list(range(1, 36))
    assert "walk" not in alive.bookmark("customers")


def test_what_changed_while_nobody_read_comes_with_the_run_that_resumes(sage: Sandbox, config: Config) -> None:
    company = sage.companies[0]
    company.replace("customers", customers(35))
    dead = run_tap(config, "customers", on_message=dies_at(25))
    company.change(Update("customers", (2,), {"name": "Changed in between"}))
    company.change(Insert("customers", row("customers", 99, name="New in between")))
    alive = run_tap(config, "customers", state=dead.state)
    names = {record["name"] for record in alive.records("customers")}
    assert {"Changed in between", "New in between"} <= names


def test_a_walk_over_changes_that_died_goes_on_at_its_page(sage: Sandbox, config: Config) -> None:
    company = sage.companies[0]
    company.replace("customers", customers(35))
    first = run_tap(config, "customers")
    for number in range(1, 36):
        company.change(Update("customers", (number,), {"name": f"New name {number}"}))
    dead = run_tap(config, "customers", state=first.state, on_message=dies_at(15))
    alive = run_tap(config, "customers", state=dead.state)
    held = alive.loaded("customers", onto=dead.loaded("customers"))
    assert {record["name"] for record in held.values()} == {f"New name {number}" for number in range(1, 36)}


def views(count: int) -> list[dict[str, Any]]:
    """Customers, each with two addresses, so two rows share the first part of the key."""
    return [
        row("customer_views", account, customer_location_id=place) for account in range(1, count) for place in (1, 2)
    ]


def keys(records: list[dict[str, Any]]) -> list[tuple[int, int]]:
    return [(record["id"], record["customer_location_id"]) for record in records]


def dies_after(records: int) -> Callable[[dict[str, Any]], None]:
    seen: list[dict[str, Any]] = []

    def die(message: dict[str, Any]) -> None:
        if message["type"] == "RECORD":
            seen.append(message)
            if len(seen) == records:
                raise Stop

    return die


def test_a_first_load_by_a_key_of_two_columns_goes_on_at_its_account(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customer_views", views(21))
    dead = run_tap(config, "customer_views", on_message=dies_after(25))
    account = dead.bookmark("customer_views")["walk"]["after"]
    assert account >= 5
    alive = run_tap(config | {"lookback_seconds": 0}, "customer_views", state=dead.state)
    assert keys(alive.records("customer_views"))[0] == (account, 1)
    came = {*keys(dead.records("customer_views")), *keys(alive.records("customer_views"))}
    assert came == {(account, place) for account in range(1, 21) for place in (1, 2)}
    assert "walk" not in alive.bookmark("customer_views")


def test_a_load_whose_account_is_gone_begins_again(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customer_views", views(21))
    dead = run_tap(config, "customer_views", on_message=dies_after(25))
    sage.companies[0].replace("customer_views", views(3))
    alive = run_tap(config, "customer_views", state=dead.state)
    assert {*keys(alive.records("customer_views"))} == {(1, 1), (1, 2), (2, 1), (2, 2)}


def test_a_crash_in_one_company_leaves_the_other_companys_state(concurrency: int) -> None:
    with Sandbox(companies=2) as both:
        for company in both.companies:
            company.replace("customers", customers(35))
        listed = [{"site_id": company.site_id, "company_id": company.company_id} for company in both.companies]
        settings = both.settings() | {"companies": listed, "page_size": 10, "concurrency": concurrency}
        seen: list[int] = []

        def die_in_the_second(message: dict[str, Any]) -> None:
            if message["type"] == "RECORD":
                seen.append(message["record"]["id"])
                if len(seen) == 50:
                    raise Stop

        dead = run_tap(settings, "customers", on_message=die_in_the_second)
        one, two = (dead.bookmark("customers", company.company_id) for company in both.companies)
        assert "replication_key_value" in one
        assert two["walk"]["after"] == 10
