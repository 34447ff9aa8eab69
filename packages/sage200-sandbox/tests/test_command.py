"""The command `sage200-sandbox`."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from importlib.metadata import version
from unittest.mock import Mock

import pytest
import requests
from click.testing import CliRunner
from sage200_sandbox import Demo, Sandbox, cli

from tests.client import SECONDS

COMMAND_WITHOUT_ROWS = """
from sage200_sandbox import cli, companies
companies.company_rows = lambda **_: {}
cli.sandbox()
"""


@pytest.fixture
def sandboxes(monkeypatch: pytest.MonkeyPatch) -> list[Demo]:
    """The data that the command gives to sandboxes; they have no rows, and the command ends once they serve."""
    asked: list[Demo] = []

    def make(data: Demo, *, companies: int, port: int) -> Sandbox:
        asked.append(data)
        return Sandbox(companies=companies, port=port)

    monkeypatch.setattr(cli, "Sandbox", make)
    monkeypatch.setattr(cli, "Event", Mock)
    monkeypatch.setattr("signal.signal", Mock())
    return asked


@pytest.mark.posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_told_to_stop(number: signal.Signals) -> None:
    arguments = [sys.executable, "-W", "error", "-c", COMMAND_WITHOUT_ROWS, "--companies=2"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        settings, control, *companies = (json.loads(process.stdout.readline()) for _ in range(4))
        overview = requests.get(control["control"], timeout=SECONDS).json()
        process.send_signal(number)
        assert process.wait(SECONDS) == 0
        assert process.stdout.read() + process.stderr.read() == ""
    assert settings["settings"].keys() == overview["settings"].keys()
    assert settings["settings"]["api_url"] == overview["api_url"]
    assert [one["company"].keys() for one in companies] == [{"site_id", "company_id", "name"}] * 2
    assert [one["company"]["name"] for one in companies] == [one["name"] for one in overview["companies"]]


def test_the_options_choose_the_data(sandboxes: list[Demo]) -> None:
    result = CliRunner().invoke(cli.sandbox, ["--postings", "6000", "--scale", "2", "--seed", "7"])
    assert result.exit_code == 0
    assert sandboxes == [Demo(postings=6000, scale=2, seed=7)]


def test_latency_is_a_fault_of_every_request(sandboxes: list[Demo], monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Mock()
    monkeypatch.setattr(Sandbox, "fault", fault)
    assert CliRunner().invoke(cli.sandbox, ["--latency", "0.5"]).exit_code == 0
    [[fault_given]] = [call.args for call in fault.call_args_list]
    assert (fault_given.kind, fault_given.seconds, fault_given.times, fault_given.on) == ("latency", 0.5, None, "api")
    assert len(sandboxes) == 1


@pytest.mark.usefixtures("sandboxes")
def test_a_taken_port_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = CliRunner().invoke(cli.sandbox, ["--port", str(port)])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith(f"Error: Cannot listen on port {port}: ")
    assert result.stderr.count("\n") == 1


def test_a_bad_option_is_named(sandboxes: list[Demo]) -> None:
    for option, value in (
        *(("--port", value) for value in ("70000", "-1", "http")),
        *((option, "0") for option in ("--scale", "--companies")),
        *((option, "-1") for option in ("--postings", "--latency")),
        ("--seed", "x"),
        ("--colour", "red"),
    ):
        result = CliRunner().invoke(cli.sandbox, [option, value])
        *_, line = result.stderr.splitlines()
        assert (result.exit_code, line.startswith("Error: "), option in line) == (2, True, True), line
    assert sandboxes == []


def test_it_tells_its_version_and_its_options() -> None:
    told, shown = (CliRunner().invoke(cli.sandbox, [option]).stdout for option in ("--version", "--help"))
    assert told.strip().endswith(f" version {version('sage200-sandbox')}")
    assert all(f"--{option.name}" in shown for option in cli.sandbox.params)
