"""A sandbox of Sage 200 for each test, over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def sage() -> Iterator[Sandbox]:
    """A Sage 200 with one company that has no rows."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def concurrency() -> int:
    """How many requests may be in flight at once. A test marked `both_ways` runs with one, and again with several."""
    return 4


@pytest.fixture
def config(sage: Sandbox, tmp_path: Path, concurrency: int) -> dict[str, Any]:
    """Settings for the sandbox, with pages so small that every table has several."""
    own = {"page_size": 10, "concurrency": concurrency, "token_file": str(tmp_path / "token.json")}
    return sage.settings() | own


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test marked `both_ways` with one request at a time, and again with several at once."""
    if metafunc.definition.get_closest_marker("both_ways") and "concurrency" in metafunc.fixturenames:
        metafunc.parametrize("concurrency", [1, 4], ids=["one-at-a-time", "four-at-once"])
