"""A sandbox without rows, and somebody who asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sage200_sandbox import Sandbox

from tests.asking import Asking

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def sage() -> Iterator[Sandbox]:
    """Three companies without a row."""
    with Sandbox(companies=3) as sage:
        yield sage


@pytest.fixture
def asking(sage: Sandbox) -> Iterator[Asking]:
    """A signed-in user; what the sign-in asked is forgotten."""
    asking = Asking(sage)
    sage.forget_requests()
    yield asking
    asking.close()
