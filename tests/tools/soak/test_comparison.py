"""The soak test compares the target with the source as it was since the run began."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Delete, Insert, Sandbox, Update

from tools.soak.comparison import lost
from tools.soak.row_versions import RowVersions
from tools.soak.target import Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sage200_sandbox.rows import Change

PLACE = (1, "customers")


class Watched:
    """A company with one customer and a record of its changes, and a target that a test fills."""

    def __init__(self, sage: Sandbox) -> None:
        self.company = sage.companies[0]
        self.row_versions = RowVersions()
        self.target = Target()
        self.do(Insert("customers", {"id": 1, "name": "first"}))

    def do(self, change: Change) -> None:
        row = self.company.change(change)
        self.row_versions.record(PLACE, change.key if isinstance(change, Delete | Update) else (change.row["id"],), row)

    def hold(self, key: int, **values: Any) -> None:  # noqa: ANN401  # values of a record
        whose = {"site_id": self.company.site_id, "company_id": self.company.company_id}
        self.target.held["customers"][(*whose.values(), key)] = whose | {"id": key} | values

    def lost(self) -> list[str]:
        return list(lost([self.company], self.row_versions, self.target))


@pytest.fixture
def watched() -> Iterator[Watched]:
    with Sandbox() as sage:
        watched = Watched(sage)
        watched.row_versions.mark()
        yield watched


def test_a_row_that_was_there_from_the_start_must_be_held(watched: Watched) -> None:
    assert watched.lost() == ["customers, company 1: (1,) was not loaded"]
    watched.hold(1, name="first")
    assert watched.lost() == []


def test_every_version_since_the_start_will_do_but_none_that_was_over(watched: Watched) -> None:
    watched.do(Update("customers", (1,), {"name": "second"}))
    for name in ("first", "second"):
        watched.hold(1, name=name)
        assert watched.lost() == []
    watched.row_versions.mark()
    watched.hold(1, name="first")
    [found] = watched.lost()
    assert found.endswith("(1,) is not as it was when the run began, or later: name is first, not second")


def test_a_row_that_came_meanwhile_need_not_be_held_but_must_be_right_if_it_is(watched: Watched) -> None:
    watched.hold(1, name="first")
    watched.do(Insert("customers", {"id": 2, "name": "new"}))
    assert watched.lost() == []
    watched.hold(2, name="old")
    assert len(watched.lost()) == 1


def test_a_row_that_went_may_be_held_as_it_ever_was(watched: Watched) -> None:
    watched.hold(1, name="first")
    watched.do(Update("customers", (1,), {"name": "second"}))
    watched.row_versions.mark()
    watched.do(Delete("customers", (1,)))
    assert watched.lost() == []
    watched.row_versions.mark()
    assert watched.lost() == []


def test_a_row_that_was_never_there_is_named(watched: Watched) -> None:
    watched.hold(1, name="first")
    watched.hold(9, name="nobody")
    assert watched.lost() == ["customers, company 1: (9,) was never there"]
