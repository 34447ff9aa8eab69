from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tap_sage200 import problems
from tap_sage200.api.request import Exchange, Request
from tap_sage200.config.companies import Company
from tap_sage200.errors import CompanyError, RunError, RunFailedError
from tap_sage200.sync.results import RunResults

if TYPE_CHECKING:
    from tests.support.clock import Clock

NORTH, SOUTH = Company("site-a", 1), Company("site-b", 2)


def exchange(table: str, company: Company = NORTH) -> Exchange:
    return Exchange(Request(f"/{table}", company), 200, b"[]", 0.1, 1)


def test_a_run_in_which_every_table_was_read_does_not_fail() -> None:
    results = RunResults()
    results.begin("customers", NORTH).rows = 3

    results.raise_if_failed()


def test_a_skipped_table_does_not_fail_the_run() -> None:
    results = RunResults()
    results.begin("customers", NORTH)
    results.begin("stocktakes", NORTH).skipped = "this user's role in Sage does not include the table (403)"

    results.raise_if_failed()


def test_a_failed_table_fails_the_run_with_its_reason() -> None:
    results = RunResults()
    results.begin("products", SOUTH).failed = "The response of Sage is incomplete"

    with pytest.raises(RunFailedError, match="products, company 2 of site site-b: The response of Sage is incomplete"):
        results.raise_if_failed()


def test_the_error_of_a_run_names_the_failed_tables_and_how_many_there_were() -> None:
    results = RunResults()
    results.begin("customers", NORTH)
    results.begin("products", NORTH).failed = "too slow"
    results.begin("products", SOUTH).failed = "refused"

    with pytest.raises(RunFailedError) as raised:
        results.raise_if_failed()

    assert str(raised.value).startswith("2 of 3 tables failed")
    assert "products, company 1 of site site-a; products, company 2 of site site-b." in str(raised.value)


def test_the_error_of_a_run_names_every_company_that_failed() -> None:
    results = RunResults()
    companies = [*(Company("site-a", number) for number in range(1, 6)), SOUTH]
    for company in companies:
        for table in ("customers", "products", "suppliers", "currencies"):
            results.begin(table, company).failed = f"refused by {company}"

    with pytest.raises(RunFailedError) as raised:
        results.raise_if_failed()
    said = "24 of 24 tables failed in companies 1, 2, 3, 4, 5 of site site-a; company 2 of site site-b: "
    assert str(raised.value).startswith(said)


def test_the_error_of_a_run_has_the_cause_if_there_is_only_one() -> None:
    results = RunResults()
    for number in range(400):
        results.begin(f"table_{number}", NORTH).failed = "Sage refuses the company"

    with pytest.raises(RunFailedError) as raised:
        results.raise_if_failed()

    assert str(raised.value) == (
        "400 of 400 tables failed. 400 tables of company 1 of site site-a "
        "(table_0, table_1, table_2 and 397 more): Sage refuses the company"
    )


def test_the_error_of_a_run_is_short_however_many_causes_there_are() -> None:
    results = RunResults()
    for number in range(400):
        results.begin(f"table_{number}", NORTH).failed = f"cause {number}"

    with pytest.raises(RunFailedError) as raised:
        results.raise_if_failed()

    assert "and 397 more" in str(raised.value)
    assert len(str(raised.value)) < 300


def test_a_company_that_has_none_of_the_tables_fails_the_run() -> None:
    results = RunResults()
    results.begin("customers", NORTH)
    results.begin("customers", SOUTH).skipped = "this version of Sage 200 does not have the table (404)"
    results.begin("products", SOUTH).skipped = "this user's role in Sage does not include the table (403)"

    with pytest.raises(RunFailedError) as raised:
        results.raise_if_failed()

    assert "Sage has none of the selected tables of company 2 of site site-b" in str(raised.value)
    assert "does not have the table (404)" in str(raised.value)
    assert "Check edition and api_url" in str(raised.value)


def test_a_run_that_was_to_read_nothing_does_not_fail() -> None:
    RunResults().raise_if_failed()


def test_a_walk_counts_its_requests_and_its_time_for_the_table_that_is_walked(clock: Clock) -> None:
    results = RunResults(clock)
    orders, lines = results.begin("sop_orders", NORTH), results.begin("sop_order_lines", NORTH)

    with results.reading([orders, lines]):
        results.on_exchange(exchange("sop_orders"))
        clock.sleep(3)
        results.on_exchange(exchange("sop_orders"))

    assert (orders.requests, orders.seconds, orders.read_with) == (2, 3.0, None)
    assert (lines.requests, lines.seconds, lines.read_with) == (0, 0.0, "sop_orders")


def test_a_table_that_is_then_walked_alone_has_that_walk_for_its_own(clock: Clock) -> None:
    results = RunResults(clock)
    orders, lines = results.begin("sop_orders", NORTH), results.begin("sop_order_lines", NORTH)

    with results.reading([orders, lines]):
        results.on_exchange(exchange("sop_orders"))
    with results.reading([lines]):
        results.on_exchange(exchange("sop_order_lines"))
        clock.sleep(5)

    assert (orders.requests, orders.seconds) == (1, 0.0)
    assert (lines.requests, lines.seconds, lines.read_with) == (1, 5.0, None)


def test_the_time_of_a_walk_that_fails_counts_as_well(clock: Clock) -> None:
    results = RunResults(clock)
    orders = results.begin("sop_orders", NORTH)

    def fail() -> None:
        with results.reading([orders]):
            clock.sleep(2)
            raise RunError(problems.sign_in.COMMAND_STOPPED)

    with pytest.raises(RunError):
        fail()

    assert orders.seconds == 2.0
    assert results.under_way == ()


def test_a_table_is_settled_as_soon_as_no_more_becomes_of_it() -> None:
    results = RunResults()
    customers, products = results.begin("customers", NORTH), results.begin("products", NORTH)

    results.settle([customers])

    assert (customers.settled, products.settled) == (True, False)


def test_a_request_counts_for_the_table_and_company_that_it_is_for_whatever_is_being_read() -> None:
    results = RunResults()
    orders = results.begin("sop_orders", NORTH)

    results.on_exchange(exchange("customers"))
    results.on_exchange(exchange("sop_orders", SOUTH))

    assert orders.requests == 0


def test_a_request_that_came_ahead_of_its_table_counts_when_the_table_begins() -> None:
    results = RunResults()
    results.on_exchange(exchange("customers"))

    assert results.begin("customers", SOUTH).requests == 0
    assert results.begin("customers", NORTH).requests == 1


def test_a_company_that_sage_refuses_is_remembered_alone() -> None:
    results = RunResults()
    results.refuse(NORTH, CompanyError(problems.responses.COMPANY_REFUSED, company=NORTH, says="", clock=""))

    for refused in (NORTH, Company("site-a", 1)):
        with pytest.raises(CompanyError, match="Sage refuses a request for company 1"):
            results.raise_if_refused(refused)
    results.raise_if_refused(SOUTH)
    results.raise_if_refused(None)
