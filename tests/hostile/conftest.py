"""One hostile server for all tests of a module."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hostile.server import HostileServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    """A server that deviates as each run wants."""
    with HostileServer() as server:
        yield server
