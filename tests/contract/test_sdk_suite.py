"""The SDK's own suite for taps, against the sandbox."""

from __future__ import annotations

from operator import attrgetter
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Demo, Sandbox
from singer_sdk.testing import SuiteConfig, get_tap_test_class

from tap_sage200.streams import stream_types
from tap_sage200.tap import TapSage200
from tests.support.runs import catalog_of

if TYPE_CHECKING:
    from collections.abc import Iterator

STREAMS = map(attrgetter("name"), stream_types())

# The SDK makes the tap when tests are collected, so that the address must be known by then.
SAGE = Sandbox(Demo())
SAGE.start()


@pytest.fixture(scope="module", autouse=True)
def _sage() -> Iterator[None]:
    yield
    SAGE.stop()


SETTINGS: dict[str, Any] = SAGE.settings() | {"token_file": f"{mkdtemp()}/token.json"}
EVERYTHING = catalog_of(TapSage200(config={}, validate_config=False), tuple(STREAMS))


# The SDK warns of columns that are null in all rows, as some spare dates are.
@pytest.mark.filterwarnings("ignore:No records were available to test")
class TestTapSage200(
    get_tap_test_class(  # type: ignore[misc] # the SDK makes the base class at run time
        TapSage200,
        config=SETTINGS,
        catalog=EVERYTHING,
        suite_config=SuiteConfig(max_records_limit=1000),
    )
):
    """What the SDK expects of every tap."""
