"""The SDK's own suite for taps, against the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Demo, Sandbox
from singer_sdk.testing import SuiteConfig, get_tap_test_class

from tap_sage200.tap import TapSage200
from tests.support.runs import catalog_of

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS: dict[str, Any] = {"access_token": "unused"}
"""The settings of every tap that the suite makes. Collecting tests needs no server; the fixture adds its address."""
TAP = TapSage200(config={}, validate_config=False)
EVERYTHING = catalog_of(TAP, tuple(TAP.streams))


@pytest.fixture(scope="module", autouse=True)
def _sage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with Sandbox(Demo()) as sage:
        SETTINGS.clear()
        SETTINGS.update(sage.settings(), token_file=str(tmp_path_factory.mktemp("sdk") / "token.json"))
        yield


# The SDK warns of columns that are null in all rows, as some spare dates are.
@pytest.mark.filterwarnings("ignore:No records were available to test")
class TestTapSage200(
    get_tap_test_class(  # type: ignore[misc] # the SDK makes the base class at run time
        TapSage200,
        config=SETTINGS,
        catalog=EVERYTHING,
        suite_config=SuiteConfig(max_records_limit=1000),
        include_stream_attribute_tests=False,  # they would test that the sandbox sends the types of our own schemas
    )
):
    """What the SDK expects of every tap."""
