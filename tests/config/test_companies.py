from __future__ import annotations

from decimal import Decimal

import pytest

from tap_sage200.config.companies import Company, Sites
from tap_sage200.errors import ConfigurationError

NORTH = {"site_id": "site-a", "site_name": "Head Office", "company_id": 1, "company_name": "North"}
SOUTH = {"site_id": "site-b", "site_name": "Branch", "company_id": 2, "company_name": "South"}


@pytest.mark.parametrize("all_companies", [True, False])
def test_the_only_company_needs_no_setting(*, all_companies: bool) -> None:
    assert Sites.of([NORTH]).choose(all_companies=all_companies) == (Company("site-a", 1),)


def test_all_companies_are_read_in_the_order_of_sage() -> None:
    assert Sites.of([SOUTH, NORTH]).choose(all_companies=True) == (Company("site-b", 2), Company("site-a", 1))


def test_several_companies_without_a_choice_are_an_error_that_lists_them() -> None:
    with pytest.raises(ConfigurationError) as raised:
        Sites.of([NORTH, SOUTH]).choose(all_companies=False)

    assert "site_id site-a with company_id 1 (North)" in str(raised.value)
    assert "site_id site-b with company_id 2 (South)" in str(raised.value)
    assert "all_companies" in str(raised.value)


def test_of_many_companies_the_error_names_the_first_and_counts_the_others() -> None:
    with pytest.raises(ConfigurationError) as raised:
        Sites.of([NORTH | {"company_id": number} for number in range(1, 301)]).choose(all_companies=False)

    assert "company_id 5 (North); and 295 more, which `sage200 companies` lists" in str(raised.value)


@pytest.mark.parametrize("all_companies", [True, False])
def test_no_company_is_an_error_that_says_where_to_look(*, all_companies: bool) -> None:
    with pytest.raises(ConfigurationError, match="check the Sage 200 API service"):
        Sites.of([]).choose(all_companies=all_companies)


def test_a_name_with_half_of_a_surrogate_pair_can_be_printed() -> None:
    sites = Sites.of([NORTH | {"company_name": "North \ud800"}])
    assert sites.name_of(Company("site-a", 1)) == "North \ufffd"


def test_a_company_without_a_name_has_an_empty_one() -> None:
    assert Sites.of([NORTH | {"company_name": None}]).name_of(Company("site-a", 1)) == ""


def test_a_company_is_a_partition_of_the_state() -> None:
    assert Company(**Company("site-a", 1).context()) == Company("site-a", 1)
    assert Company("site-a", 1).context() == {"site_id": "site-a", "company_id": 1}


def test_a_company_is_named_by_both_its_ids() -> None:
    assert str(Company("site-a", 1)) == "company 1 of site site-a"


@pytest.mark.parametrize(
    "odd",
    [
        {},
        None,
        7,
        ["site-b", 2],
        "site-b",
        {"site_id": "site-b", "site_name": "Branch"},
        {"site_id": "site-b", "company_id": None},
        {"site_id": "site-b", "company_id": 0, "company_name": ""},
        {"site_id": "site-b", "company_id": "two"},
        {"site_id": "site-b", "company_id": "2 "},
        {"site_id": "site-b", "company_id": True},
        {"site_id": "site-b", "company_id": -1},
        {"site_id": "site-b", "company_id": Decimal("2.5")},
        {"site_id": "site-b", "company_id": [2]},
        {"company_id": 2, "company_name": "South"},
        {"site_id": None, "company_id": 2},
        {"site_id": " ", "company_id": 2},
        {"site_id": 5, "company_id": 2},
    ],
    ids=str,
)
def test_a_row_without_a_company_is_left_out(odd: object) -> None:
    sites = Sites.of([odd, NORTH])

    assert sites.choose(all_companies=False) == (Company("site-a", 1),)
    assert sites.left_out == ["Row 1 of Sage's list of sites names no company, and the tap leaves it out"]


@pytest.mark.parametrize("name", [{}, {"company_name": None}, {"company_name": 7}])
def test_a_company_needs_no_name(name: dict[str, object]) -> None:
    sites = Sites.of([{"site_id": "site-a", "company_id": "1", **name}])

    assert sites.choose(all_companies=False) == (Company("site-a", 1),)


def test_a_company_may_have_the_number_zero() -> None:
    assert Sites.of([NORTH | {"company_id": 0}]).choose(all_companies=False) == (Company("site-a", 0),)


def test_a_company_that_is_listed_twice_is_read_once() -> None:
    lower = "5a9e0200-0000-4000-8000-00000000000b"
    south = SOUTH | {"site_id": lower}
    sites = Sites.of([NORTH, south, NORTH, south | {"site_id": lower.upper()}])

    assert sites.choose(all_companies=True) == (Company("site-a", 1), Company(lower, 2))
    assert sites.left_out == [
        "Row 3 of Sage's list of sites names company 1 of site site-a again, and the tap leaves it out",
        f"Row 4 of Sage's list of sites names company 2 of site {lower} again, and the tap leaves it out",
    ]


def test_rows_of_which_none_names_a_company_are_no_companies() -> None:
    with pytest.raises(ConfigurationError, match="Sage lists no company"):
        Sites.of([{}, None]).choose(all_companies=True)
