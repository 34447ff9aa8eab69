"""The log level debug, as users and Meltano set it: one line for each request, and no more."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from sage200_sandbox import Fault, Sandbox
from sage200_sandbox.sample_rows import customers

from tests.support.runs import catalog_of
from tests.support.tap_process import run_tap_process

if TYPE_CHECKING:
    from pathlib import Path

STRUCTURED = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "singer_sdk.logging.StructuredFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}},
    "root": {"handlers": ["console"], "level": "DEBUG"},
}
"""The log configuration that Meltano writes for a tap if its own level is debug."""


class Log(Protocol):
    """Runs the command, and returns its log."""

    def __call__(self, *options: str, **environment: str) -> list[str]:
        """Run with these options and variables."""


@pytest.fixture
def config(config: dict[str, Any]) -> dict[str, Any]:
    """The settings, with one request at a time, to count them."""
    return config | {"concurrency": 1}


@pytest.fixture
def log(sage: Sandbox, config: dict[str, Any], tmp_path: Path) -> Log:
    """The log of the command for the customers, with two failures on the way."""
    sage.companies[0].replace("customers", customers(25))
    sage.fault(Fault("401", table="customers"))
    sage.fault(Fault("500", table="customers", retry_after=0))
    catalog = catalog_of("customers")
    for name, content in {"config": config, "catalog": catalog, "log": STRUCTURED}.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content))

    def run(*options: str, **environment: str) -> list[str]:
        files = [f"--{name}={tmp_path / name}.json" for name in ("config", "catalog")]
        return run_tap_process(*files, *options, environment=os.environ | environment, check=True).stderr.splitlines()

    return run


@pytest.mark.parametrize(
    ("options", "environment"),
    [(["--log-level=debug"], {}), ([], {"TAP_SAGE200_LOGLEVEL": "debug"}), ([], {"LOGLEVEL": "DEBUG"})],
    ids=["option", "own variable", "variable"],
)
def test_at_debug_each_request_leaves_one_line(
    sage: Sandbox, log: Log, options: list[str], environment: dict[str, str]
) -> None:
    lines = log(*options, **environment)

    told = [line for line in lines if "request_log" in line]
    asked = [request for request in sage.requests if request.path != "/oauth/token"]
    assert len(told) == len(asked) == 7
    assert [str(request.status) in line for line, request in zip(told, asked, strict=True)] == [True] * 7
    assert not [line for line in lines if "urllib3" in line], "it would tell each of them once more"


def test_without_it_there_is_none(log: Log) -> None:
    assert not [line for line in log() if "request_log" in line or "DEBUG" in line]


def test_a_level_may_leave_out_almost_everything(log: Log) -> None:
    assert not [line for line in log("--log-level=error") if "INFO" in line]


def test_where_meltano_asks_for_it_the_numbers_are_fields(log: Log, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in log(SINGER_SDK_LOG_CONFIG=str(tmp_path / "log.json")) if line.startswith("{")]

    told = [line for line in lines if line["logger_name"] == "tap_sage200.api.request_log"]
    assert [line["extra"]["status"] for line in told] == [200, 401, 500, 200, 200, 200, 200]
    assert [line["extra"]["attempt"] for line in told] == [1, 1, 2, 3, 1, 1, 1]
    assert [line["extra"]["rows"] for line in told] == [1, None, None, 10, 2, 10, 7]
    assert {line["stream_name"] for line in told} == {"sites", "customers"}
    assert [line for line in lines if line["message"] == "METRIC"], "the SDK's own metrics are there as well"
