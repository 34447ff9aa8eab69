"""The soak test compares the rows of the target with the versions in the source since the start of the run."""

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
    """A company with one customer and recorded changes, and a target with given rows."""

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


def test_a_row_that_existed_at_the_start_must_be_in_the_target(watched: Watched) -> None:
    assert watched.lost() == ["customers, company 1: (1,) was not loaded"]
    watched.hold(1, name="first")
    assert watched.lost() == []


def test_every_version_since_the_start_is_valid_but_older_ones_are_not(watched: Watched) -> None:
    watched.do(Update("customers", (1,), {"name": "second"}))
    for name in ("first", "second"):
        watched.hold(1, name=name)
        assert watched.lost() == []
    watched.row_versions.mark()
    watched.hold(1, name="first")
    [found] = watched.lost()
    assert found.endswith("(1,) is older than the start of the run: name is first, not second")


def test_a_row_that_was_added_during_the_run_may_be_missing_but_must_not_be_wrong(watched: Watched) -> None:
    watched.hold(1, name="first")
    watched.do(Insert("customers", {"id": 2, "name": "new"}))
    assert watched.lost() == []
    watched.hold(2, name="old")
    assert len(watched.lost()) == 1


def test_a_row_that_was_deleted_may_be_held_in_any_version(watched: Watched) -> None:
    watched.hold(1, name="first")
    watched.do(Update("customers", (1,), {"name": "second"}))
    watched.row_versions.mark()
    watched.do(Delete("customers", (1,)))
    assert watched.lost() == []
    watched.row_versions.mark()
    assert watched.lost() == []


def test_a_row_that_never_existed_is_reported(watched: Watched) -> None:
    watched.hold(1, name="first")
    watched.hold(9, name="nobody")
    assert watched.lost() == ["customers, company 1: (9,) never existed in the source"]
