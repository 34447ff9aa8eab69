from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.api.request import SMALLEST_PAGE, Request
from tests.support.requests_to_sage import CUSTOMERS, NORTH, SITES


def test_a_smaller_request_differs_only_in_half_the_rows() -> None:
    request = Request("/customers", NORTH, {"$top": 2000, "$orderby": "id asc"}, "customer_contacts")

    assert request.smaller() == Request("/customers", NORTH, {"$top": 1000, "$orderby": "id asc"}, "customer_contacts")


@given(st.integers(1, 5000))
def test_a_smaller_request_has_a_minimum_of_rows(top: int) -> None:
    request = Request("/customers", NORTH, {"$top": top})
    smaller = request.smaller().options["$top"]

    assert smaller == (top if top <= SMALLEST_PAGE else max(SMALLEST_PAGE, top // 2))


def test_a_request_without_top_cannot_be_smaller() -> None:
    assert SITES.smaller() == SITES


@pytest.mark.parametrize(
    ("request_", "where"),
    [
        (SITES, "sites"),
        (CUSTOMERS, "customers, company 1 of site site-a"),
        (Request("/products/7/lots", NORTH, stream="product_lots"), "product_lots, company 1 of site site-a"),
    ],
)
def test_a_request_names_its_table_and_company(request_: Request, where: str) -> None:
    assert request_.where == where


def test_a_request_names_its_page() -> None:
    request = Request("/customers", NORTH, {"$orderby": "id asc", "$top": 500, "$filter": "id gt 7", "$expand": "memo"})

    assert SITES.page == SITES.in_full == "/sites"
    assert request.page == "/customers?$top=500&$filter=id gt 7"
    assert request.in_full == "/customers?$orderby=id asc&$top=500&$filter=id gt 7&$expand=memo"
