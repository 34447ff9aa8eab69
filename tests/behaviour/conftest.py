"""A Sage 200 of our own, over HTTP, for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def sage() -> Iterator[Sandbox]:
    """A Sage 200 with one company that has no rows."""
    with Sandbox(empty=True) as sandbox:
        yield sandbox


@pytest.fixture
def config(sage: Sandbox, tmp_path: Path) -> dict[str, Any]:
    """Settings for it, with pages small enough that every table has several."""
    return sage.settings() | {"page_size": 10, "token_file": str(tmp_path / "token.json")}
