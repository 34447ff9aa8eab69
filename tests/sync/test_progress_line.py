from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200.config.companies import Company
from tap_sage200.sync.progress_line import ProgressLine
from tap_sage200.sync.results import RunResults

if TYPE_CHECKING:
    from tests.support.clock import Clock

NORTH, SOUTH = Company("site-a", 1), Company("site-b", 2)


def test_it_says_what_is_done_and_left_and_what_is_being_read() -> None:
    results = RunResults()
    customers, products = results.begin("customers", NORTH), results.begin("products", NORTH)
    customers.rows, products.rows, customers.settled = 1000, 234, True

    with results.reading([products]):
        said = ProgressLine(results, streams=5).text()

    assert said.startswith("1 of 5 streams done, 4 left | 1,234 rows | ")
    assert said.endswith(" | products, company 1 of site site-a")


def test_a_stream_is_done_only_when_each_company_is() -> None:
    results = RunResults()
    north, south = results.begin("customers", NORTH), results.begin("customers", SOUTH)
    line = ProgressLine(results, streams=1)

    north.settled = True
    assert line.text().startswith("0 of 1 streams done, 1 left")
    south.settled = True
    assert line.text().startswith("1 of 1 streams done, 0 left")


def test_the_rate_is_that_of_the_last_seconds(clock: Clock) -> None:
    results = RunResults()
    customers = results.begin("customers", NORTH)
    line = ProgressLine(results, streams=1, clock=clock)

    for _ in range(40):
        clock.sleep(0.25)
        customers.rows += 100
        said = line.text()
    assert " | 400 rows/s" in said

    for _ in range(40):
        clock.sleep(0.25)
        said = line.text()
    assert " | 0 rows/s" in said


def test_the_rate_does_not_fall_below_nothing_when_a_table_starts_again(clock: Clock) -> None:
    results = RunResults()
    customers = results.begin("customers", NORTH)
    line = ProgressLine(results, streams=1, clock=clock)

    for customers.rows in (500, 0):
        clock.sleep(0.25)
        said = line.text()

    assert " | 0 rows/s" in said
