"""What a check shows: plain words in a pipe, colours on a terminal, one document for a machine."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from tap_sage200.cli.check_report import CheckReport
from tap_sage200.cli.finding import Finding
from tap_sage200.config.companies import Company
from tests.support.checking import catalog
from tests.support.commanding import sage200

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

Config = dict[str, Any]
NORTH = Company("site-a", 1)
FOUND = [
    Finding("settings", "ok", "complete"),
    Finding("token", "note", "ends soon"),
    Finding("table", "ok", "1 row", table="customers", company=NORTH, seconds=0.1234),
    Finding("table", "lacking", "the role lacks [it]", table="price_bands", company=NORTH, seconds=0.2),
    Finding("table", "wrong", "Sage refuses. Do this.", table="suppliers", company=NORTH, seconds=0.3),
]


def shown(found: list[Finding], *, terminal: bool, encoding: str = "utf-8") -> list[str]:
    """The lines of a report."""
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    looks: dict[str, Any] = {"force_terminal": True, "color_system": "standard"} if terminal else {}
    report = CheckReport(Console(file=file, width=40, highlight=False, **looks))
    for finding in found:
        report.show(finding)
    report.conclude(found)
    file.seek(0)
    return file.read().splitlines()


def test_in_a_pipe_each_finding_is_one_plain_line() -> None:
    assert shown(FOUND, terminal=False) == [
        "ok      settings   complete",
        "note    token      ends soon",
        "company 1 of site site-a:",
        "ok      customers                                      1 row, 0.12 s",
        "lacking price_bands                                    the role lacks [it], 0.20 s",
        "WRONG   suppliers                                      Sage refuses. Do this.",
        "1 problem: follow the advice above, then check again.",
    ]


def test_on_a_terminal_there_are_ticks_and_colours() -> None:
    lines = shown(FOUND, terminal=True)
    assert "✓" in lines[0]
    assert "\x1b[32m" in lines[0]
    assert "✗" in lines[-2]
    assert "\x1b[1;31m" in lines[-2]
    assert len(lines) == len(FOUND) + 2


def test_a_terminal_without_ticks_gets_words() -> None:
    assert "ok      " in shown(FOUND, terminal=True, encoding="ascii")[0]


def test_the_last_line_says_what_it_comes_to() -> None:
    assert shown(FOUND[:4], terminal=False)[-1] == "No problems: 1 tables can be read, 1 not available."
    assert shown([FOUND[4], FOUND[4]], terminal=False)[-1].startswith("2 problems")


@pytest.fixture
def config(config: Config, sage: Sandbox) -> Config:
    """The settings of somebody who is signed in and reads all companies."""
    return config | {"refresh_token": sage.new_refresh_token(), "all_companies": True}


@pytest.mark.parametrize(("closed", "code"), [(False, 0), (True, 1)], ids=["well", "wrong"])
def test_the_exit_code_tells_whether_something_is_wrong(
    config: Config, sage: Sandbox, *, closed: bool, code: int
) -> None:
    if closed:
        sage.closed_to("customers", 403)
    options = ["--catalog", str(catalog("customers"))]
    result = sage200("check", *options, config=config | {"on_unavailable": "fail"})
    assert result.exit_code == code
    told = json.loads(sage200("check", "--json", *options, config=config | {"on_unavailable": "fail"}).stdout)
    assert told["ok"] is (code == 0)


def test_a_machine_reads_every_finding(config: Config, sage: Sandbox) -> None:
    result = sage200("check", "--json", "--catalog", str(catalog("customers")), config=config)
    [table] = [one for one in json.loads(result.stdout)["findings"] if one["table"] and one["company_id"] == 1]
    assert table.pop("seconds") >= 0
    assert table == {
        "step": "table",
        "table": "customers",
        "site_id": sage.companies[0].site_id,
        "company_id": 1,
        "verdict": "ok",
        "says": "0 rows",
    }


def test_settings_that_cannot_be_read_are_a_finding_too() -> None:
    result = sage200("check", "--json", config={"page_size": "many"})
    assert result.exit_code == 1
    [finding] = json.loads(result.stdout)["findings"]
    assert "page_size must be of type integer" in finding["says"]


def test_output_in_a_pipe_has_no_escape_codes(config: Config) -> None:
    output = sage200("check", "--catalog", str(catalog("customers")), config=config).output
    assert "\x1b" not in output
    assert output.splitlines()[-1] == "No problems: 2 tables can be read."
