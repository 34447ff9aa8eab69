"""Errors: the last line of the output says what happened, where, in Sage's own words, and what to do."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault, Sandbox
from sage200_sandbox.sample_rows import customers

from tap_sage200 import timestamps
from tap_sage200.errors import NetworkError, Sage200Error
from tap_sage200.problems.problem import Problem
from tap_sage200.tap import TapSage200
from tests.support.runs import catalog_of, run_tap
from tests.support.tap_process import run_tap_process

if TYPE_CHECKING:
    from pathlib import Path

Config = dict[str, Any]
WHERE = "customers, company 1 of site 5a9e0200-0000-4000-8000-000000000001"
TOO_LONG = 7200
"""A `Retry-After` for which the tap gives up at once: no test waits."""


@pytest.fixture(autouse=True)
def some_customers(sage: Sandbox) -> None:
    sage.companies[0].replace("customers", customers(25))


def last_line(config: Config, tmp_path: Path) -> str:
    """Run the command for the customers, and return the line that Meltano shows."""
    files = {"config": config, "catalog": catalog_of("customers")}
    for name, content in files.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    options = [f"--{name}={tmp_path / name}.json" for name in files]
    result = run_tap_process(*options)
    assert result.returncode not in {0, 2}
    assert "Traceback" not in result.stderr
    return result.stderr.splitlines()[-1].rpartition(" | ")[2]


@pytest.mark.parametrize(
    ("fault", "told", "advice"),
    [
        (
            Fault("400", after=1, message="The field 'nmae'\r\n does not exist.\r\n", times=None),
            "Sage refuses the request /customers?$orderby=id asc&$top=10&$filter=id ge 10",
            "(400): The field 'nmae' does not exist. Please report the message and your version of Sage 200.",
        ),
        (
            Fault("403", message="No access to the sales ledger.", times=None),
            "this user's role in Sage does not include the table (403): No access to the sales ledger",
            "",
        ),
        (Fault("404", times=None), "this version of Sage 200 does not have the table (404)", ""),
        (
            Fault("401", times=None),
            "Sage refuses a request for company 1 of site 5a9e0200-0000-4000-8000-000000000001 (401)",
            "Check site_id and company_id, and that the user who signed in may open this company and this table.",
        ),
        (
            Fault("429", retry_after=TOO_LONG, message="Slow down.", times=None),
            "Sage responded with status 429 to /customers?$top=10: Slow down; Sage asks to wait for 7200 s, and",
            "Run again later. The next run continues from the state.",
        ),
        (
            Fault("500", retry_after=TOO_LONG, message="SageNullFieldException", times=None),
            "Sage responded with status 500 to /customers?$top=10: SageNullFieldException",
            "Run again later. The next run continues from the state.",
        ),
        (
            Fault("502", retry_after=TOO_LONG, times=None),
            "Sage's server is too slow or cannot be reached (502) for /customers?$top=10",
            "Run again later. The next run continues from the state.",
        ),
        (
            Fault("504", retry_after=TOO_LONG, times=None),
            "Sage's server is too slow or cannot be reached (504) for /customers?$top=10",
            "Run again later. The next run continues from the state.",
        ),
    ],
    ids=lambda value: value.kind if isinstance(value, Fault) else "",
)
def test_what_sage_refuses_is_told_on_the_last_line(  # noqa: PLR0913 - what is refused, and what is told
    sage: Sandbox, config: Config, tmp_path: Path, *, fault: Fault, told: str, advice: str
) -> None:
    sage.fault(Fault(**{name: getattr(fault, name) for name in Fault.__slots__} | {"table": "customers"}))
    line = last_line(config | {"on_unavailable": "fail"}, tmp_path)

    assert line.startswith("1 of 1 tables failed. " + WHERE + ": ")
    assert told in line
    assert line.endswith(advice)


@pytest.mark.parametrize("api", ["sage200standard/accounts/v1", "ie/sage200extra/accounts/v1"])
def test_the_address_of_another_edition_or_region_is_told_from_a_missing_table(
    sage: Sandbox, config: Config, tmp_path: Path, api: str
) -> None:
    line = last_line(config | {"api_url": f"{sage.url}/{api}"}, tmp_path)

    assert line.startswith(f"There is no Sage 200 API at {sage.url}/{api} (404)")
    assert line.endswith("Check edition (professional or standard) and api_url.")


def test_the_token_of_another_region_is_told(sage: Sandbox, config: Config, tmp_path: Path) -> None:
    sage.fault(Fault("401", table="sites", times=None))
    line = last_line(config, tmp_path)

    assert line.startswith("Sage 200 refuses the access token of this sign-in (401). Sign in again as a user of")
    assert "edition, api_url and audience" in line


def test_the_token_of_another_region_is_told_in_the_same_words_when_no_new_one_was_issued(
    sage: Sandbox, config: Config, tmp_path: Path
) -> None:
    sage.fault(Fault("401", table="sites", times=None))
    first = last_line(config, tmp_path)
    sage.forget_requests()

    assert last_line(config, tmp_path) == first
    assert not [request for request in sage.requests if request.path == "/oauth/token"]


def test_an_empty_list_of_sites_speaks_of_the_server_on_premises(sage: Sandbox, config: Config, tmp_path: Path) -> None:
    sage.directory.replace("sites", [])
    line = last_line(config, tmp_path)

    assert line.startswith("Sage lists no company for this user.")
    assert "On an on-premises server, check the Sage 200 API service" in line


@pytest.mark.parametrize(
    ("minutes", "direction"), [(11, "ahead of"), (-11, "behind")], ids=["a fast clock", "a slow clock"]
)
@pytest.mark.parametrize("table", ["sites", "customers"])
def test_a_clock_that_is_wrong_is_told_where_a_fresh_token_is_refused(  # noqa: PLR0913 - what is wrong, and where
    sage: Sandbox, config: Config, monkeypatch: pytest.MonkeyPatch, *, minutes: int, direction: str, table: str
) -> None:
    right = timestamps.now
    monkeypatch.setattr(timestamps, "now", lambda: right() + timedelta(minutes=minutes))
    sage.fault(Fault("401", table=table, times=None))
    error = run_tap(config, "customers").error

    assert f"The clock of this machine is 11 minutes {direction} the clock of Sage. Correct the clock first. " in str(
        error
    )


def test_a_clock_that_is_right_is_not_spoken_of(sage: Sandbox, config: Config) -> None:
    sage.fault(Fault("401", table="customers", times=None))

    assert "clock" not in str(run_tap(config, "customers").error)


@pytest.mark.parametrize("table", ["sites", "customers"])
def test_a_page_for_people_is_told_from_rows(sage: Sandbox, config: Config, table: str) -> None:
    sage.fault(Fault("html", table=table, times=None))
    error = run_tap(config, "customers").error

    assert f"Sage responded with status 200 to /{table}" in str(error)
    assert "but the response is not a list of rows (text/html; charset=utf-8)" in str(error)
    assert (
        "Check proxy_url and api_url: a sign-in page, a proxy or a gateway may have responded instead of Sage."
        in str(error)
    )


@pytest.mark.parametrize(
    ("api_url", "told"),
    [
        ("https://sage.test/v1", "the name sage.test cannot be resolved. Check the address, and DNS on this machine"),
        ("https://127.0.0.1:9/v1", "127.0.0.1 refuses the connection. Check the address and its port"),
    ],
    ids=["no name", "nobody listens"],
)
def test_a_sage_that_cannot_be_reached_is_told_with_the_table_that_was_to_be_read(
    config: Config, api_url: str, told: str
) -> None:
    company = {"site_id": "5a9e0200-0000-4000-8000-000000000001", "company_id": 1}
    error = run_tap(config | company | {"api_url": api_url}, "customers").error

    assert isinstance(error, NetworkError)
    assert str(error).startswith(f"{WHERE}: Sage cannot be reached at {api_url}: {told}")
    assert str(error).endswith("Run again later. The next run continues from the state.")


def test_a_sage_id_that_cannot_be_reached_is_told_from_sage(config: Config) -> None:
    error = run_tap(config | {"token_url": "https://127.0.0.1:9/oauth/token"}, "customers").error

    assert str(error).startswith("Sage ID cannot be reached at https://127.0.0.1:9/oauth/token: 127.0.0.1 refuses")


def test_every_error_is_one_line_whatever_is_in_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise Sage200Error(Problem(message="first\n  second\r\nthird", meaning="", action=""))

    monkeypatch.setattr("singer_sdk.Tap.invoke", fail)
    with pytest.raises(SystemExit):
        TapSage200.invoke(config=())

    assert caplog.messages[-1] == "first second third"
