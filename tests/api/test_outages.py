"""How far a failure reaches: one table, its company, or all of Sage."""

from __future__ import annotations

import pytest

from tap_sage200 import problems
from tap_sage200.api.outages import FEW_TRIES, Outages
from tap_sage200.api.request import Request
from tap_sage200.config.companies import Company
from tap_sage200.errors import CompanyError, GaveUpError, RunError, UnavailableError
from tap_sage200.transport.retry import TRIES, TransientError

NORTH, SOUTH = Company("site-a", 1), Company("site-b", 2)
BUSY = TransientError(problems.responses.BUSY, status=503, request="/any", says="")
GAVE_UP = GaveUpError(problems.responses.GAVE_UP, error=BUSY, attempts=TRIES, advice="")
REFUSED = CompanyError(problems.responses.COMPANY_REFUSED, company=NORTH, says="", clock="")


class Sage:
    """Answers one request at a time, or not."""

    def __init__(self) -> None:
        self.down: dict[Company | None, Exception] = {}
        """The companies that do not answer, with the error."""
        self.asked: list[Request] = []
        self.outages = Outages(self)

    def failure_of(self, request: Request) -> Exception | None:
        self.asked.append(request)
        if (error := self.down.get(request.company)) is not None:
            return error
        self.outages.answered(request)
        return None

    def give_up(self, company: Company, *paths: str, attempts: int = TRIES) -> CompanyError | None:
        """Give up requests one after the other, and tell how far the last failure reaches."""
        reach = None
        for path in paths:
            self.outages.gave_up(Request(path, company), attempts)
            reach = self.outages.after_failure(GAVE_UP, company, f"{path}, {company}")
        return reach

    def refuse(self, company: Company, *paths: str) -> CompanyError | None:
        """Refuse requests one after the other, and tell how far the last refusal reaches."""
        reach = None
        for path in paths:
            self.outages.refused(Request(path, company))
            reach = self.outages.after_refusal(REFUSED, company)
        return reach


@pytest.fixture
def sage() -> Sage:
    return Sage()


def test_a_table_that_fails_in_many_companies_fails_alone(sage: Sage) -> None:
    for number in range(50):
        company = Company("site-a", number)
        sage.outages.answered(Request("/banks", company))
    for number in range(50):
        assert sage.give_up(Company("site-a", number), "/customers") is None


def test_a_company_is_down_if_what_worked_fails_too(sage: Sage) -> None:
    sage.outages.answered(Request("/banks", NORTH, {"$top": 1000}))
    sage.outages.answered(Request("/banks", SOUTH))
    sage.down = {NORTH: BUSY}
    assert sage.give_up(NORTH, "/customers", "/products") is None, "two tables may fail by themselves"
    assert "company 1" in str(sage.give_up(NORTH, "/suppliers"))
    assert sage.asked[0] == Request("/banks", NORTH, {"$top": 1}), "one row is enough"


def test_sage_is_down_if_nothing_responds(sage: Sage) -> None:
    sage.outages.answered(Request("/banks", NORTH))
    sage.outages.answered(Request("/banks", SOUTH))
    sage.down = {NORTH: BUSY, SOUTH: BUSY}
    with pytest.raises(RunError, match=r"^/suppliers, company 1 .* 2 others have failed in the same way"):
        sage.give_up(NORTH, "/customers", "/products", "/suppliers")


def test_sage_is_down_if_nothing_has_ever_responded(sage: Sage) -> None:
    sage.down = {NORTH: BUSY}
    with pytest.raises(RunError):
        sage.give_up(NORTH, "/customers", "/products", "/suppliers")
    assert [request.path for request in sage.asked] == ["/licence", "/current_user"]


def test_sage_is_down_for_fifty_companies_after_three_failures(sage: Sage) -> None:
    sage.down = {Company("site-a", number): BUSY for number in range(50)}
    for number in range(2):
        assert sage.give_up(Company("site-a", number), "/customers") is None
    with pytest.raises(RunError):
        sage.give_up(Company("site-a", 2), "/customers")


def test_a_refusal_shows_that_sage_is_up(sage: Sage) -> None:
    sage.down = {NORTH: UnavailableError(problems.responses.FORBIDDEN, says="")}
    assert sage.give_up(NORTH, "/customers", "/products", "/suppliers", "/banks") is None


def test_requests_for_the_rows_of_single_parents_are_for_one_resource(sage: Sage) -> None:
    sage.down = {NORTH: BUSY}
    parents = (f"/traceable_items/{number}/traceable_item_receipts" for number in range(9))
    assert sage.give_up(NORTH, *parents) is None


def test_a_success_in_between_ends_all_doubt(sage: Sage) -> None:
    sage.down = {NORTH: BUSY}
    for _ in range(3):
        assert sage.give_up(NORTH, "/customers", "/products") is None
        sage.outages.answered(Request("/banks", NORTH))


def test_the_list_of_sites_says_nothing_about_the_companies(sage: Sage) -> None:
    sage.down = {NORTH: BUSY}
    sage.give_up(NORTH, "/customers", "/products")
    sage.outages.answered(Request("/sites"))
    with pytest.raises(RunError):
        sage.give_up(NORTH, "/suppliers")


def test_a_resource_that_fails_alone_is_not_worth_all_retries(sage: Sage) -> None:
    assert sage.outages.has_failed_alone(Request("/licence", NORTH))
    assert [request.path for request in sage.asked] == ["/current_user"], "not the one that fails"


def test_a_resource_that_fails_with_all_others_is_retried_in_full_once(sage: Sage) -> None:
    sage.down = {NORTH: BUSY}
    customers, products = Request("/customers", NORTH), Request("/products", NORTH)
    assert not sage.outages.has_failed_alone(customers)
    sage.outages.gave_up(customers, FEW_TRIES)
    assert not sage.outages.has_failed_alone(products), "the first one has failed alone"
    sage.outages.gave_up(products, TRIES)
    assert sage.outages.has_failed_alone(customers), "two minutes are over"
    sage.outages.answered(customers)
    assert not sage.outages.has_failed_alone(products)


def test_a_second_refused_resource_refuses_the_company(sage: Sage) -> None:
    assert sage.refuse(NORTH, "/customers") is None
    assert sage.refuse(NORTH, "/customers") is None, "the same one again"
    assert sage.refuse(NORTH, "/products") is REFUSED
    assert sage.refuse(SOUTH, "/products") is None


def test_refused_resources_of_a_company_that_works_are_refused_alone(sage: Sage) -> None:
    sage.outages.answered(Request("/banks", NORTH))
    assert sage.refuse(NORTH, "/customers", "/products") is None


def test_a_company_that_refuses_what_worked_is_refused(sage: Sage) -> None:
    sage.outages.answered(Request("/banks", NORTH))
    sage.down = {NORTH: REFUSED}
    assert sage.refuse(NORTH, "/customers", "/products") is REFUSED
