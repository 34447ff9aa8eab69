"""The command `sage200` in its own process, with the browser that the environment names."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from click.testing import CliRunner

from tap_sage200.cli import cli
from tests.support.commanding import redirected, variables

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

Config = dict[str, Any]
ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-W", "error", "-c", "from tap_sage200.cli import cli; cli()"]
PYTHON = Path(sys.executable).as_posix()
BROWSER = f"{PYTHON} -c 'import sys, urllib.request as web; web.urlopen(sys.argv[1], timeout=10).read()' %s"
SECONDS = 60


def environment(config: Config, **more: str) -> dict[str, str]:
    """The environment of a command."""
    return {**os.environ, **variables(config), **more}


def test_a_browser_that_follows_redirects_signs_in(config: Config, sage: Sandbox) -> None:
    command = [*COMMAND, "login", "--json"]
    env = environment(config, BROWSER=BROWSER)
    result = subprocess.run(command, env=env, capture_output=True, encoding="utf-8", check=False, timeout=SECONDS)
    assert result.returncode == 0, result.stderr
    assert len(json.loads(result.stdout)["companies"]) == len(sage.companies)
    checked = subprocess.run(
        [*COMMAND, "sites"],
        env=environment(config),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=SECONDS,
    )
    assert sage.companies[0].name in checked.stdout


@pytest.mark.parametrize("code_page", ["cp1252", "ascii"])
def test_a_pipe_receives_names_that_the_code_page_of_the_machine_lacks(
    config: Config, sage: Sandbox, code_page: str
) -> None:
    sage.directory.replace("sites", [sage.companies[0].site() | {"company_name": "Łódź → Ltd"}])
    signed_in = config | {"refresh_token": sage.new_refresh_token()}
    env = environment(signed_in, PYTHONIOENCODING=code_page)
    result = subprocess.run([*COMMAND, "sites"], env=env, capture_output=True, check=False, timeout=SECONDS)
    assert "Łódź → Ltd" in result.stdout.decode(), result.stderr


def test_the_address_is_shown_before_the_command_waits_for_input(config: Config) -> None:
    command = [*COMMAND, "login", "--no-browser"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, env=environment(config), encoding="utf-8", **pipes) as process:  # type: ignore[call-overload]
        assert process.stdout is not None
        address = next(line.strip() for line in process.stdout if line.startswith(config["authorize_url"]))
        assert any("paste it here" in line for line in process.stdout)
        output, errors = process.communicate(redirected(address), timeout=SECONDS)
    assert process.returncode == 0, errors
    assert '"all_companies": true' in output


@pytest.mark.posix
def test_ctrl_c_ends_a_login_at_once(config: Config) -> None:
    env = environment(config, BROWSER="true %s")
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([*COMMAND, "login"], env=env, encoding="utf-8", **pipes) as process:  # type: ignore[call-overload]
        assert process.stdout is not None
        assert any("Waiting for the sign-in" in line for line in process.stdout)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    assert "Traceback" not in errors


@pytest.mark.parametrize("name", ["login", "sites", "check", "tables", "query", "describe"])
def test_meltano_has_the_command(name: str) -> None:
    project = yaml.safe_load((ROOT / "meltano.yml").read_text(encoding="utf-8"))
    [tap] = [one for one in project["plugins"]["extractors"] if one["name"] == "tap-sage200"]
    command = tap["commands"][name]
    assert command["executable"] == "sage200"
    assert command["description"]
    first, *options = command["args"].split()
    assert first == name
    known = {option for parameter in cli.commands[name].params for option in parameter.opts}
    assert {option for option in options if option.startswith("-")} <= known


@pytest.mark.parametrize("name", ["tables", "query", "describe"])
def test_the_help_of_a_command_has_an_example(name: str) -> None:
    told = CliRunner().invoke(cli, [name, "--help"]).output
    assert f"Example: sage200 {name} " in " ".join(told.split())
