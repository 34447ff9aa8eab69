"""A sandbox without rows, and a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sage200_sandbox import Sandbox

from tests.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def sage() -> Iterator[Sandbox]:
    """Three companies without rows."""
    with Sandbox(companies=3) as sage:
        yield sage


@pytest.fixture
def client(sage: Sandbox) -> Iterator[Client]:
    """A signed-in client. Its sign-in is not in the request log."""
    client = Client(sage)
    sage.forget_requests()
    yield client
    client.close()
