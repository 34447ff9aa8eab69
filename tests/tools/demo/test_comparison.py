"""The demo compares source and warehouse, value by value."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from tools.demo.comparison import differences
from tools.demo.rows import by_key

if TYPE_CHECKING:
    from tools.demo.rows import Row

SOURCE: Row = {
    "id": 1,
    "name": "",
    "balance": Decimal("48.00"),
    "on_hold": False,
    "closed": None,
    "date_time_updated": "2026-01-31T09:00:00.5Z",
}
LOADED: Row = SOURCE | {
    "balance": Decimal(48),
    "date_time_updated": datetime(2026, 1, 31, 9, 0, 0, 500000, tzinfo=UTC).replace(tzinfo=None),
}


def found(source: Row, loaded: Row) -> list[str]:
    return list(differences({(1,): source}, {(1,): loaded}, deleted=()))


def test_equal_rows_have_no_differences_even_if_their_types_differ() -> None:
    assert found(SOURCE, LOADED) == []


def test_a_timestamp_with_a_time_zone_is_compared_as_an_instant() -> None:
    in_summer = datetime(2026, 1, 31, 10, 0, 0, 500000, tzinfo=timezone(timedelta(hours=1)))
    assert found(SOURCE, LOADED | {"date_time_updated": in_summer}) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", 2),
        ("name", None),
        ("balance", Decimal("48.01")),
        ("balance", None),
        ("on_hold", True),
        ("on_hold", 0),
        ("closed", ""),
        ("date_time_updated", datetime(2026, 1, 31, 9, 0, 0, 500001, tzinfo=UTC)),
        ("date_time_updated", None),
    ],
)
def test_a_different_value_is_reported_with_its_row_and_field(field: str, value: object) -> None:
    (difference,) = found(SOURCE, LOADED | {field: value})
    assert difference.startswith(f"(1,) {field} is ")


def test_a_field_on_one_side_only_is_reported() -> None:
    assert found(SOURCE | {"new": None}, LOADED) == ["(1,) new is only in the source"]
    assert found(SOURCE, LOADED | {"old": None}) == ["(1,) old is only in the warehouse"]


def test_a_missing_row_is_reported() -> None:
    assert list(differences({(1,): SOURCE}, {}, deleted=())) == ["(1,) is not in the warehouse"]


def test_a_row_without_a_source_is_reported_but_a_deleted_one_is_not() -> None:
    assert list(differences({}, {(1,): LOADED}, deleted=())) == ["(1,) is in the warehouse, but not in the source"]
    assert list(differences({}, {(1,): LOADED}, deleted={(1,)})) == []


def test_two_rows_with_the_same_key_are_an_error() -> None:
    with pytest.raises(ValueError, match="have a duplicate key in id"):
        by_key([SOURCE, SOURCE], ("id",))
