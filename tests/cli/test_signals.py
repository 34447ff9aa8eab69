"""A signal ends every command of `sage200` soon, and costs nobody a sign-in."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault

from tap_sage200 import problems
from tests.support.commanding import redirected, variables
from tests.support.tap_process import TapProcess

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

    from tests.support.pause import Pause

Config = dict[str, Any]
TERM, INT, HUP = signal.SIGTERM, signal.SIGINT, signal.SIGHUP
LONGEST = 30
"""Seconds that a process may take to end."""
# Whoever runs the tests may let its processes ignore SIGHUP.
SOON = """
import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL)
from tap_sage200.__main__ import sage200; sage200()
"""
BY_ITSELF = f"from tap_sage200 import signals; signals.GRACE_SECONDS = 1000{SOON}"
"""The command must end by itself, or by a second signal."""


@pytest.fixture
def signed_in(config: Config, sage: Sandbox) -> Config:
    """The settings with the refresh token of a sign-in."""
    return config | {"refresh_token": sage.new_refresh_token(), "all_companies": True}


def start(config: Config, *arguments: str, program: str = BY_ITSELF) -> TapProcess:
    return TapProcess(*arguments, program=program, environment={**os.environ, **variables(config)})


def start_login(config: Config, *arguments: str, program: str = BY_ITSELF) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", program, "login", *arguments],
        env={**os.environ, **variables(config), "BROWSER": "true %s"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def exit_code(number: signal.Signals) -> int:
    return 1 if number == INT else 128 + number


def has_ended_soon(code: int, errors: str, number: signal.Signals) -> bool:
    """Tell whether a command ended by itself, or by force: a signal that comes just before a wait does not end it."""
    by_itself = errors.endswith("Error: The command was stopped. Run the command again.\n")
    by_force = problems.run.ENDED_BY_FORCE.text(signal=number.name) in errors
    return (by_itself and code == exit_code(number)) or (by_force and code == 128 + number)


def works(config: Config) -> bool:
    """Tell whether the stored sign-in works."""
    with start({name: value for name, value in config.items() if name != "refresh_token"}, "sites") as process:
        _, errors = process.communicate(timeout=LONGEST)
        return process.wait() == 0 and not errors


@pytest.mark.parametrize("command", ["check", "sites"])
@pytest.mark.parametrize("numbers", [[INT, TERM], [HUP]], ids=["Ctrl-C under a supervisor", "SIGHUP"])
def test_signals_during_a_token_request_wait_for_the_next_token(
    signed_in: Config, sage: Sandbox, paused: Pause, command: str, numbers: list[signal.Signals]
) -> None:
    sage.fault(Fault("latency", on="token", seconds=1))
    with start(signed_in, command) as process:
        assert paused.begun.wait(LONGEST)
        for number in numbers:
            process.send_signal(number)
            time.sleep(0.01)  # or the system merges two
        paused.may_end.set()
        _, errors = process.communicate(timeout=LONGEST)
        assert process.wait() in {exit_code(numbers[0]), 128 + numbers[0]}
    assert b"Traceback" not in errors
    stored = json.loads(Path(signed_in["token_file"]).read_text())
    assert stored["refresh_token"] != signed_in["refresh_token"]
    assert not stored["sent_at"]
    assert works(signed_in)


@pytest.mark.parametrize(
    "numbers", [[INT, TERM], [TERM], [HUP, HUP]], ids=["SIGINT-SIGTERM", "SIGTERM", "SIGHUP-SIGHUP"]
)
def test_signals_after_the_code_was_sent_wait_for_the_sign_in(
    config: Config, sage: Sandbox, paused: Pause, numbers: list[signal.Signals]
) -> None:
    sage.fault(Fault("latency", on="token", seconds=1))
    with start_login(config, "--no-browser") as process:
        assert process.stdout is not None
        assert process.stdin is not None
        address = next(line.strip() for line in process.stdout if line.startswith(config["authorize_url"]))
        process.stdin.write(f"{redirected(address)}\n")
        process.stdin.flush()
        assert paused.begun.wait(LONGEST)
        for number in numbers:
            process.send_signal(number)
            time.sleep(0.01)
        paused.may_end.set()
        _, errors = process.communicate(timeout=LONGEST)
    assert process.returncode in {exit_code(numbers[0]), 128 + numbers[0]}
    assert "Traceback" not in errors
    assert works(config)


@pytest.mark.parametrize("number", [TERM, INT, HUP])
@pytest.mark.parametrize("option", ["--no-browser", "--timeout=100"])
def test_a_login_that_waits_for_the_person_ends_soon(config: Config, number: signal.Signals, option: str) -> None:
    with start_login(config, option, program=SOON) as process:
        assert process.stdout is not None
        assert any("Waiting for the sign-in" in line or "paste it here" in line for line in process.stdout)
        process.send_signal(number)
        _, errors = process.communicate(timeout=LONGEST)
    assert has_ended_soon(process.returncode, errors, number), errors
    assert "Traceback" not in errors


@pytest.mark.parametrize(("number", "fault"), [(TERM, "latency"), (INT, "503"), (INT, "latency"), (HUP, "503")])
@pytest.mark.parametrize("command", ["check", "sites"])
def test_a_command_that_waits_for_sage_ends_soon(  # noqa: PLR0913, PLR0917 - fixtures and cases
    signed_in: Config, sage: Sandbox, paused: Pause, command: str, number: signal.Signals, fault: str
) -> None:
    delay: dict[str, Any] = {"seconds": 1} if fault == "latency" else {"retry_after": 500}
    sage.fault(Fault(fault, table="customers" if command == "check" else None, times=None, **delay))
    with start(signed_in, command, program=SOON) as process:
        if fault == "latency":
            assert paused.begun.wait(LONGEST)
        else:
            until = time.monotonic() + LONGEST
            while not [one for one in sage.requests if one.status == 503]:
                assert time.monotonic() < until
                time.sleep(0.01)
        process.send_signal(number)
        _, errors = process.communicate(timeout=LONGEST)
        assert has_ended_soon(process.wait(), errors.decode(), number), errors
    paused.may_end.set()
    assert b"Traceback" not in errors


@pytest.mark.parametrize("number", [TERM, INT, HUP])
@pytest.mark.parametrize("command", ["main", "sage200"])
def test_a_signal_during_the_imports_ends_a_command_without_a_word(command: str, number: signal.Signals) -> None:
    program = f"""
import signal, sys
signal.signal(signal.SIGHUP, signal.SIG_DFL)
class Raising:
    def find_spec(self, name, *_):
        if name == "requests":
            signal.raise_signal({int(number)})
sys.meta_path.insert(0, Raising())
from tap_sage200.__main__ import {command}
{command}()
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, timeout=LONGEST)
    assert (ended.returncode, ended.stdout, ended.stderr) == (-number, b"", b"")
