"""The progress line of a run: it is shown on a terminal, and nowhere else."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault
from sage200_sandbox.sample_rows import customers, row

from tests.support.runs import catalog_of
from tests.support.tap_process import run_tap_process
from tests.support.terminal import on_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from sage200_sandbox import Sandbox

    from tests.support.tap_process import TapProcess

STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \| [A-Z]+ +\| ")
PROGRESS, BAR = "streams done", "━━"
ESCAPE = "\x1b"
SHOW_CURSOR = f"{ESCAPE}[?25h"


@pytest.fixture
def arguments(sage: Sandbox, config: dict[str, Any], tmp_path: Path) -> list[str]:
    """The arguments of a run that reads three currencies and twenty-five customers."""
    sage.companies[0].replace("currencies", [row("currencies", number) for number in range(1, 4)])
    sage.companies[0].replace("customers", customers(25))
    catalog = catalog_of("currencies", "customers")
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "catalog.json").write_text(json.dumps(catalog))
    return ["--config", str(tmp_path / "config.json"), "--catalog", str(tmp_path / "catalog.json")]


@pytest.fixture
def stdout(tmp_path: Path) -> Path:
    return tmp_path / "stdout.jsonl"


def test_a_terminal_shows_what_is_done_and_left_and_stdout_has_messages_alone(
    arguments: list[str], stdout: Path
) -> None:
    session = on_terminal(arguments, stdout)
    assert session.code == 0
    assert "2 of 2 streams done, 0 left | 28 rows | " in session.sent
    kinds = [json.loads(line)["type"] for line in session.stdout.splitlines()]
    assert kinds.count("RECORD") == 28


@pytest.mark.parametrize("level", ["info", "debug"])
def test_log_lines_stay_whole_and_nothing_else_stays_on_the_screen(
    arguments: list[str], stdout: Path, level: str
) -> None:
    session = on_terminal([*arguments, "--log-level", level], stdout)
    assert PROGRESS in session.sent
    assert [line for line in session.screen if STAMP.search(line) and not STAMP.match(line)] == []
    assert [line for line in session.screen if PROGRESS in line or BAR in line] == []
    assert session.screen[-1].split("|")[-1].split()[:5] == ["2", "tables", "in", "all", "28"]


def test_the_last_line_of_a_run_that_failed_is_its_error(sage: Sandbox, arguments: list[str], stdout: Path) -> None:
    sage.fault(Fault("400", table="currencies", times=None))
    session = on_terminal(arguments, stdout)
    assert session.code == 1
    assert PROGRESS in session.sent
    assert "| ERROR " in session.screen[-1]
    assert "1 of 2 tables failed. currencies" in session.screen[-1]


def test_it_names_what_is_being_read_and_an_interrupted_run_gives_the_terminal_back(
    sage: Sandbox, arguments: list[str], stdout: Path
) -> None:
    [company] = sage.companies
    reading = f"customers, company {company.company_id} of site {company.site_id}"
    sage.fault(Fault("latency", table="customers", after=1, seconds=30, times=None))
    interrupted: list[str] = []

    def interrupt(sent: str, process: TapProcess) -> None:
        if not interrupted and re.search(rf"1 left \| 13 rows \| [\d,]+ rows/s \| {re.escape(reading)}", sent):
            interrupted.append(sent)
            process.send_signal(signal.SIGINT)

    session = on_terminal(arguments, stdout, on_text=interrupt)
    assert interrupted, session.sent
    assert [line for line in session.screen if STAMP.search(line) and not STAMP.match(line)] == []
    assert session.sent.rindex(SHOW_CURSOR) > session.sent.rindex(PROGRESS)
    assert [line for line in session.screen if PROGRESS in line] == []
    assert any(line.split()[-2:] == ["broken", "off"] for line in session.screen)


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": ""}], ids=str)
def test_a_terminal_that_wants_plain_text_gets_it(
    arguments: list[str], stdout: Path, environment: dict[str, str]
) -> None:
    session = on_terminal(arguments, stdout, environment=environment)
    assert session.code == 0
    assert PROGRESS not in session.sent
    assert ESCAPE not in session.sent


def test_it_is_not_shown_among_messages_on_the_same_terminal(arguments: list[str], stdout: Path) -> None:
    session = on_terminal(arguments, stdout, stdout_too=True)
    assert '"type":"RECORD"' in session.sent.replace(" ", "")
    assert PROGRESS not in session.sent
    assert ESCAPE not in session.sent


def test_a_pipe_gets_nothing_of_it(arguments: list[str]) -> None:
    result = run_tap_process(*arguments, check=True)
    assert PROGRESS not in result.stderr
    assert ESCAPE not in result.stderr


def test_what_draws_is_not_even_imported_where_it_does_not_draw(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from tap_sage200.tap import TapSage200\n"
        "TapSage200.cli(sys.argv[1:], standalone_mode=False)\n"
        "sys.exit('rich' in sys.modules)\n"
    )
    for given in (arguments, ["--discover"]):
        subprocess.run([sys.executable, "-c", code, *given], capture_output=True, check=True, timeout=60)
