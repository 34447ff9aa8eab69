"""The SDK's own suite for taps, against the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from singer_sdk.testing import SuiteConfig, get_tap_test_class

from tap_sage200.sandbox import Sandbox
from tap_sage200.tap import TapSage200

if TYPE_CHECKING:
    from collections.abc import Iterator

# The SDK makes the tap when tests are collected, so that the address must be known by then.
SAGE = Sandbox(seed=1, scale=1)
SAGE.start()


@pytest.fixture(scope="module", autouse=True)
def _sage() -> Iterator[None]:
    yield
    SAGE.stop()


SETTINGS: dict[str, Any] = SAGE.settings()


class TestTapSage200(
    get_tap_test_class(  # type: ignore[misc]
        TapSage200, config=SETTINGS, suite_config=SuiteConfig(max_records_limit=20)
    )
):
    """What the SDK expects of every tap."""
