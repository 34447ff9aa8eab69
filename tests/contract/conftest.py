"""One run of everything, for all tests that only look at what it wrote."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Demo, Sandbox

from tap_sage200.streams import stream_types
from tests.support.runs import Result, run_tap

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def demo() -> Iterator[Sandbox]:
    """The demo company, with rows in every table. Tests must leave it as it is."""
    with Sandbox(Demo()) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def demo_config(demo: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The settings for it."""
    return demo.settings() | {"token_file": str(tmp_path_factory.mktemp("demo") / "token.json")}


@pytest.fixture(scope="session")
def full_run(demo_config: dict[str, Any]) -> Result:
    """A run with every stream selected, also the streams that are not selected by default."""
    return run_tap(demo_config, *map(attrgetter("name"), stream_types()))
