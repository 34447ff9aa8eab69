"""The tests that the Singer SDK has for every tap, against the demo company."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Demo, Sandbox
from singer_sdk.testing import SuiteConfig, get_tap_test_class
from singer_sdk.testing.suites import tap_stream_tests

from tap_sage200.streams import stream_types
from tap_sage200.tap import TapSage200
from tests.support.runs import catalog_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from singer_sdk import Stream
    from singer_sdk.testing.runners import TapTestRunner
    from singer_sdk.testing.templates import StreamTestTemplate

SETTINGS: dict[str, Any] = {"access_token": "unused"}
CATALOG: dict[str, Any] = {}
"""The settings and the catalogue of each tap of the suite. A fixture fills them, so collecting needs no server."""


@pytest.fixture(scope="module", autouse=True)
def _sage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with Sandbox(Demo()) as sage:
        SETTINGS.clear()
        SETTINGS.update(sage.settings(), token_file=str(tmp_path_factory.mktemp("sdk") / "token.json"))
        CATALOG.update(catalog_of(*map(attrgetter("name"), stream_types())))
        yield


# The SDK warns of columns that are null in all rows, as some spare dates are.
@pytest.mark.filterwarnings("ignore:No records were available to test")
class TestTapSage200(
    get_tap_test_class(  # type: ignore[misc] # the SDK makes the base class at run time
        TapSage200,
        config=SETTINGS,
        catalog=CATALOG,
        suite_config=SuiteConfig(max_records_limit=1000),
        include_stream_tests=False,  # below: one case for all streams, where the SDK makes 389
        include_stream_attribute_tests=False,  # they would test that the sandbox sends the types of our own schemas
    )
):
    """What the SDK expects of every tap."""

    @pytest.fixture(scope="class")
    @classmethod
    def streams(cls, runner: TapTestRunner) -> dict[str, Stream]:
        return dict(runner.new_tap().streams)

    @pytest.mark.parametrize("test", tap_stream_tests.tests, ids=attrgetter("name"))
    def test_every_stream(
        self,
        config: SuiteConfig,
        runner: TapTestRunner,
        streams: dict[str, Stream],
        subtests: pytest.Subtests,
        *,
        test: type[StreamTestTemplate],
    ) -> None:
        for name, stream in streams.items():
            with subtests.test(name):
                test().run(config=config, resource=None, runner=runner, stream=stream)
