from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tap_sage200.config.companies import Company, choose
from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from tap_sage200.records.body import SageRow

NORTH = {"site_id": "site-a", "site_name": "Head Office", "company_id": 1, "company_name": "North"}
SOUTH = {"site_id": "site-b", "site_name": "Branch", "company_id": 2, "company_name": "South"}


class Sites:
    """Answers `/sites`, and counts how often it is asked."""

    def __init__(self, *rows: SageRow) -> None:
        self.asked = 0
        self._rows = list(rows)

    def __call__(self) -> list[SageRow]:
        self.asked += 1
        return self._rows


def test_companies_of_the_settings_are_taken_without_a_request() -> None:
    chosen, sites = [Company("site-b", 2), Company("site-a", 1)], Sites(NORTH)

    assert choose(chosen, everything=False, sites=sites) == tuple(chosen)
    assert sites.asked == 0


@pytest.mark.parametrize("everything", [True, False])
def test_the_only_company_there_is_needs_no_setting(*, everything: bool) -> None:
    assert choose([], everything=everything, sites=Sites(NORTH)) == (Company("site-a", 1),)


def test_all_companies_are_read_on_request_in_the_order_of_sage() -> None:
    assert choose([], everything=True, sites=Sites(SOUTH, NORTH)) == (
        Company("site-b", 2),
        Company("site-a", 1),
    )


def test_several_companies_and_no_choice_is_an_error_that_lists_them() -> None:
    with pytest.raises(ConfigurationError) as raised:
        choose([], everything=False, sites=Sites(NORTH, SOUTH))

    assert "site_id site-a with company_id 1 (North)" in str(raised.value)
    assert "site_id site-b with company_id 2 (South)" in str(raised.value)
    assert "all_companies" in str(raised.value)


@pytest.mark.parametrize("everything", [True, False])
def test_no_company_at_all_is_an_error_that_says_where_to_look(*, everything: bool) -> None:
    with pytest.raises(ConfigurationError, match="check the Sage 200 API service"):
        choose([], everything=everything, sites=Sites())


def test_a_company_is_a_partition_of_the_state_and_comes_back_from_it() -> None:
    assert Company(**Company("site-a", 1).context()) == Company("site-a", 1)
    assert Company("site-a", 1).context() == {"site_id": "site-a", "company_id": 1}


def test_a_company_is_named_by_both_its_numbers() -> None:
    assert str(Company("site-a", 1)) == "company 1 of site site-a"
