"""In which order rows come, and which of them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox
    from sage200_sandbox.rows import Row

    from tests.client import Client

NOON = datetime(2024, 2, 28, 12, 0, 0, 500_000, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _rows(sage: Sandbox) -> None:
    sage.companies[0].replace(
        "customers",
        [
            {
                "id": 1,
                "name": "Ash's",
                "balance": Decimal("10.00"),
                "on_hold": True,
                "date_time_updated": None,
            },
            {
                "id": 2,
                "name": "100% Birch",
                "balance": Decimal("9.99"),
                "on_hold": False,
                "date_time_updated": NOON,
            },
            {
                "id": 3,
                "name": "Cedar_",
                "balance": Decimal("-1.00"),
                "date_time_updated": NOON.replace(hour=13),
            },
            {
                "id": 4,
                "name": None,
                "balance": None,
                "on_hold": True,
                "date_time_updated": NOON.replace(hour=9),
            },
        ],
    )


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("id gt 2", [3, 4]),
        ("id ge 2 and id le 3", [2, 3]),
        ("id eq 1 or id eq 4 and on_hold eq false", [1]),
        ("(id eq 1 or id eq 4) and on_hold eq true", [1, 4]),
        ("balance lt 10", [2, 3]),
        ("balance gt 9.985", [1, 2]),
        ("balance eq -1.0", [3]),
        ("name eq 'Ash''s'", [1]),
        ("name ne 'Ash''s'", [2, 3]),
        ("name eq null", [4]),
        ("name ne null", [1, 2, 3]),
        ("contains(name,'%')", [2]),
        ("contains(name, '_') eq true", [3]),
        ("contains(name,'a') eq false", [2]),
        ("startswith(name,'1') or endswith(name,'_')", [2, 3]),
        ("date_time_updated gt 2024-02-28T12:00:00.499Z", [2, 3]),
        ("date_time_updated gt 2024-02-28T12:00:00.5Z", [3]),
        ("date_time_updated ge 2024-02-28T12:00:00.5Z", [2, 3]),
        ("date_time_updated lt 2024-02-29", [2, 3, 4]),
        ("date_time_updated ne 2024-02-29", [2, 3, 4]),
    ],
)
def test_filter(client: Client, condition: str, found: list[int]) -> None:
    assert client.ids("customers", filter=condition, orderby="id asc") == found


@pytest.mark.parametrize(
    ("orderby", "order"),
    [
        ("id", [1, 2, 3, 4]),
        ("id desc", [4, 3, 2, 1]),
        ("balance asc", [4, 3, 2, 1]),
        ("date_time_updated asc", [1, 4, 2, 3]),
        ("date_time_updated desc", [3, 2, 4, 1]),
        ("on_hold desc, id desc", [4, 1, 2, 3]),
    ],
)
def test_orderby_puts_nulls_before_all_values(client: Client, orderby: str, order: list[int]) -> None:
    assert client.ids("customers", orderby=orderby) == order


def test_skip_and_top_cut_a_page_out_of_the_order(client: Client) -> None:
    assert client.ids("customers", orderby="id desc", skip=1, top=2) == [3, 2]


def test_a_field_whose_name_begins_like_an_operator_can_be_filtered_by(client: Client) -> None:
    assert client.get("nominal_codes", filter="allow_manual_journal_entries eq true").status_code == 200


class TestWhatAnOrderLeavesOpen:
    """Rows of one value come in an order that helps nobody."""

    @pytest.fixture(autouse=True)
    def _same_timestamps(self, sage: Sandbox) -> None:
        rows: list[Row] = [{"id": number, "date_time_updated": NOON} for number in range(200)]
        sage.companies[0].replace("customers", rows)

    def test_without_orderby_it_is_not_that_of_the_ids(self, client: Client) -> None:
        order = client.ids("customers")
        assert sorted(order) == list(range(200))
        assert order not in (list(range(200)), list(range(199, -1, -1)))

    def test_the_same_request_has_the_same_response(self, client: Client) -> None:
        assert client.ids("customers") == client.ids("customers")

    def test_a_walk_by_an_order_that_is_not_total_misses_rows(self, client: Client) -> None:
        pages = [
            client.ids("customers", orderby="date_time_updated asc", top=50, skip=skip) for skip in range(0, 200, 50)
        ]
        assert len({row for page in pages for row in page}) < 200

    def test_a_walk_by_a_total_order_finds_all(self, client: Client) -> None:
        order = "date_time_updated asc,id asc"
        pages = [client.ids("customers", orderby=order, top=50, skip=skip) for skip in range(0, 200, 50)]
        assert [row for page in pages for row in page] == list(range(200))


def test_views_come_in_their_documented_order(sage: Sandbox, client: Client) -> None:
    lines = [{"sop_order_line_id": line, "sop_order_id": line % 2} for line in range(4)]
    sage.companies[0].replace("sop_order_line_views", lines)
    response = client.get("sop_order_line_views").json()
    assert [line["sop_order_line_id"] for line in response] == [3, 1, 2, 0]
