"""One hostile server for all tests of a module, and the tests that fail as long as a fault is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hostile.known_faults import known_faults
from tests.hostile.server import HostileServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    """A server that deviates as each run wants."""
    with HostileServer() as server:
        yield server


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark a test that fails as long as a fault is known."""
    _, _, parameters = item.name.removesuffix("]").partition("[")
    reason = known_faults().get(parameters or item.name)
    if reason is not None:
        item.add_marker(pytest.mark.xfail(reason=reason, strict=True))
