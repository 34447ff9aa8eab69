"""The README is correct: its commands and its code run as shown."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sage200_sandbox import Fault, Sandbox, cli, faults
from sage200_sandbox.control.endpoints import control
from sage200_sandbox.facts import resources

if TYPE_CHECKING:
    from collections.abc import Iterator

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
COMMAND = Path(sys.executable).with_name("sage200-sandbox")
PORT = "8200"


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


def shape(value: object) -> object:
    """The names and types of a JSON value; of a list those of its first item."""
    match value:
        case dict():
            return {name: shape(one) for name, one in value.items()}
        case list():
            return [shape(one) for one in value[:1]]
    return type(value)


@pytest.fixture(scope="module")
def port() -> Iterator[str]:
    """The port of the command, which has printed what the README shows."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    printed = blocks("json")[0].splitlines()
    with subprocess.Popen([COMMAND, "--port", port], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().strip().replace(port, PORT) for _ in printed]
        assert lines == printed
        yield port
        process.terminate()
    assert process.returncode == 0


@pytest.mark.posix
def test_its_requests_have_the_responses_that_it_shows(port: str) -> None:
    bash = shutil.which("bash")
    assert bash is not None
    requests = 0
    for (language, text), (following, response) in pairwise([*BLOCKS, ("", "")]):
        if language == "sh" and text.startswith("curl"):
            run = subprocess.run([bash, "-c", text.replace(PORT, port)], capture_output=True, text=True, check=True)
            if following == "json":
                assert shape(json.loads(run.stdout)) == shape(json.loads(response)), text
            assert ("Message" in run.stdout) == ("Message" in response and following == "json"), run.stdout
            requests += 1
    assert requests > 5


def test_its_python_code_passes(tmp_path: Path) -> None:
    [code] = blocks("python")
    (tmp_path / "test_example.py").write_text(code, encoding="utf-8")
    arguments = [sys.executable, "-W", "error", "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_example.py"]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    run = subprocess.run(arguments, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
    assert f"{code.count('def test_')} passed" in run.stdout


def test_it_has_an_example_of_every_fault() -> None:
    examples = [json.loads(example) for example in re.findall(r"^\| `({.*?})` \|", README, re.MULTILINE)]
    assert all(Fault(**example) for example in examples)
    kinds = faults.STATUSES | faults.MISREADINGS | faults.BROKEN_RESPONSES | {"latency"}
    assert {example["kind"] for example in examples} == kinds


def test_it_lists_every_call_of_the_control_path() -> None:
    listed = set(re.findall(r"^\| `(\w+) (/_sandbox/[^`]*)` \|", README, re.MULTILINE))
    application = Flask(__name__)
    application.register_blueprint(control(Sandbox()))
    served = {
        (method, re.sub("<int:", "<", rule.rule))
        for rule in application.url_map.iter_rules()
        if rule.rule.startswith("/_sandbox/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert listed == served


def test_it_lists_every_option_of_the_command() -> None:
    listed = set(re.findall(r"^\| `--(\w+)` \|", README, re.MULTILINE))
    assert listed == {option.name for option in cli.sandbox.params} - {"version"}


def test_it_counts_the_tables() -> None:
    assert f"{len(resources())} tables" in README
