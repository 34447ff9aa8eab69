"""What all unit tests share."""

from __future__ import annotations

import hypothesis
import pytest

from .clock import Clock

# The same examples in every run: a red build means a change broke something, not that luck found an old fault.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=False)
hypothesis.settings.load_profile("repeatable")


@pytest.fixture
def clock() -> Clock:
    """A clock that only sleeping moves."""
    return Clock()
