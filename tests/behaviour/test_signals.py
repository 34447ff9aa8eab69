"""Guarantee 9 for real processes: a signal ends a run soon, whatever its loader does, and costs nobody a sign-in."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault
from sage200_sandbox.sample_rows import customers, row

from tap_sage200 import problems
from tests.support.runs import catalog_of
from tests.support.secret_manager import SecretManager
from tests.support.tap_process import TAP, TapProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sage200_sandbox import Sandbox

    from tests.support.pause import Pause

Config = dict[str, Any]
TABLES = ("currencies", "customers")
TERM, INT, HUP = signal.SIGTERM, signal.SIGINT, signal.SIGHUP
LONGEST = 20
"""Seconds that a process may take to end."""
IN_ORDER = "from tap_sage200 import signals; signals.GRACE_SECONDS = 1000"
"""The process must end by itself, or by a second signal."""
BY_FORCE = "from tap_sage200 import signals; signals.GRACE_SECONDS = 0.2"


@pytest.fixture
def arguments(config: Config, sage: Sandbox, tmp_path: Path) -> list[str]:
    """The arguments of a run with some pages. The pages are too many for a pipe."""
    sage.companies[0].replace("currencies", [row("currencies", number, name="x" * 40) for number in range(1, 4001)])
    sage.companies[0].replace("customers", customers(5))
    return arguments_for(tmp_path, config | {"page_size": 500})


def arguments_for(folder: Path, config: Config) -> list[str]:
    for name, content in {"config": config, "catalog": catalog_of(*TABLES)}.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
    return [f"--{name}={folder / name}.json" for name in ("config", "catalog")]


def start(arguments: Sequence[str], ending: str, *more: str) -> TapProcess:
    # Whoever runs the tests may let its processes ignore SIGHUP.
    plain = "import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL)"
    return TapProcess(*arguments, program="\n".join([plain, ending, *more, TAP]))


def wait_until(is_so: Callable[[], object]) -> None:
    until = time.monotonic() + LONGEST
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


@contextmanager
def end_of(run: TapProcess, descriptor: int) -> Iterator[int]:
    """Open a pipe of a process for writing, as the process has it."""
    end = os.open(f"/proc/{run.pid}/fd/{descriptor}", os.O_WRONLY | os.O_NONBLOCK)
    try:
        yield end
    finally:
        os.close(end)


def is_pending(run: TapProcess, number: signal.Signals) -> bool:
    """Tell whether a process has not taken a signal yet."""
    [pending] = re.findall(r"^ShdPnd:\s*(\w+)$", Path(f"/proc/{run.pid}/status").read_text(), re.MULTILINE)
    return bool(int(pending, 16) & 1 << (number - 1))


def is_full(run: TapProcess, descriptor: int) -> bool:
    """Tell whether a process can write nothing more to a pipe."""
    with end_of(run, descriptor) as end:
        return not select.select([], [end], [], 0)[1]


def fill(run: TapProcess, descriptor: int) -> None:
    """Leave a process no room in a pipe."""
    with end_of(run, descriptor) as end, suppress(BlockingIOError):
        while True:
            os.write(end, b"x")


def log_of(run: TapProcess) -> str:
    """Wait for the end of a process whose output nobody reads, and return its log."""
    assert run.stderr is not None
    log = run.stderr.read().decode()
    assert "Traceback" not in log
    assert "Exception ignored" not in log
    return log


def works(arguments: Sequence[str]) -> bool:
    """Tell whether the stored sign-in works."""
    with TapProcess(*arguments) as run:
        run.communicate()
        return run.wait(LONGEST) == 0


@pytest.mark.parametrize(
    "numbers",
    [[TERM], [INT], [HUP], [TERM, TERM], [INT, TERM], [HUP, HUP, INT]],
    ids=lambda numbers: "-".join(number.name for number in numbers),
)
def test_signals_during_a_token_request_wait_for_the_next_token(
    sage: Sandbox, config: Config, arguments: list[str], paused: Pause, numbers: list[signal.Signals]
) -> None:
    sage.fault(Fault("latency", on="token", seconds=1))
    with start(arguments, IN_ORDER) as run:
        assert paused.begun.wait(LONGEST)
        for number in numbers:
            run.send_signal(number)
            time.sleep(0.01)  # or the system merges two equal ones
        paused.may_end.set()
        log_of(run)
        assert run.wait(LONGEST) in {0, *(128 + number for number in numbers)}
    stored = json.loads(Path(config["token_file"]).read_text())
    assert stored["refresh_token"] != config["refresh_token"]
    assert not stored["sent_at"]
    assert works(arguments)


def test_a_second_signal_that_must_wait_for_a_token_says_so(sage: Sandbox, arguments: list[str], paused: Pause) -> None:
    sage.fault(Fault("latency", on="token", seconds=1))
    with start(arguments, IN_ORDER) as run:
        assert paused.begun.wait(LONGEST)
        run.send_signal(INT)
        wait_until(lambda: not is_pending(run, INT))  # or the process may take the second signal first
        run.send_signal(TERM)
        assert run.stderr is not None
        assert any(b"SIGINT has to wait: a refresh token was just sent" in line for line in run.stderr)
        paused.may_end.set()
        assert run.wait(LONGEST) in {0, 128 + INT}


WAITING = "(folder / 'begun').touch()\nwhile not (folder / 'may-end').exists(): time.sleep(0.01)\n"
MOMENTS = {
    "before the token is sent": "",
    "after the answer": "if 'sent_at\": \"' not in text:\n    ",
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_ctrl_c_of_the_process_group_does_not_reach_a_slow_command_that_saves_the_token(
    sage: Sandbox, config: Config, tmp_path: Path, moment: str
) -> None:
    manager, condition = SecretManager(tmp_path), MOMENTS[moment]
    waiting = WAITING.replace("\n", f"\n{' ' * 4 if condition else ''}").rstrip(" ")
    manager.instead_of("save", f"text = sys.stdin.read()\n{condition}{waiting}kept.write_text(text)")
    del config["token_file"]
    given = arguments_for(tmp_path, config | {"token_command": " ".join(manager.words)})
    with start(given, IN_ORDER, "import os; os.setsid()") as run:
        wait_until((tmp_path / "begun").exists)
        for number in (INT, INT, TERM):
            os.killpg(run.pid, number)
            time.sleep(0.01)
        (tmp_path / "may-end").touch()
        log_of(run)
        assert run.wait(LONGEST) in {0, 128 + INT, 128 + TERM}
    assert json.loads(manager.kept.read_text())["refresh_token"]
    sage.expire_access_tokens()
    assert works(given)


@pytest.mark.parametrize("number", [TERM, INT, HUP])
def test_a_loader_that_does_not_read_holds_up_the_end_only_for_a_while(
    arguments: list[str], number: signal.Signals
) -> None:
    with start(arguments, BY_FORCE) as run:
        wait_until(lambda: is_full(run, 1))
        run.send_signal(number)
        assert f"{number.name} ended the process at once" in log_of(run)
        assert run.wait(LONGEST) == 128 + number


@pytest.mark.parametrize("second", [TERM, INT, HUP])
def test_a_second_signal_does_not_wait_for_the_loader(arguments: list[str], second: signal.Signals) -> None:
    with start(arguments, IN_ORDER) as run:
        wait_until(lambda: is_full(run, 1))
        run.send_signal(TERM)
        time.sleep(0.01)
        run.send_signal(second)
        assert "SIGTERM ended the process at once" in log_of(run)
        assert run.wait(LONGEST) == 128 + TERM


def test_standard_error_that_nobody_reads_holds_up_the_end_only_for_a_while(
    sage: Sandbox, arguments: list[str], paused: Pause
) -> None:
    sage.fault(Fault("latency", seconds=1))
    with start(arguments, BY_FORCE) as run:
        assert paused.begun.wait(LONGEST)
        fill(run, 2)
        run.send_signal(TERM)
        assert run.wait(LONGEST) == 128 + TERM
    paused.may_end.set()


@pytest.mark.parametrize("number", [TERM, INT, HUP])
@pytest.mark.parametrize("fault", ["latency", "503"])
def test_a_run_that_waits_for_sage_ends_in_order(  # noqa: PLR0913, PLR0917 - fixtures and cases
    sage: Sandbox, config: Config, tmp_path: Path, paused: Pause, number: signal.Signals, fault: str
) -> None:
    sage.companies[0].replace("currencies", [row("currencies", number) for number in range(1, 31)])
    delay: dict[str, Any] = {"seconds": 1} if fault == "latency" else {"retry_after": 500}
    sage.fault(Fault(fault, after=3, times=None, **delay))
    with start(arguments_for(tmp_path, config | {"concurrency": 1}), IN_ORDER) as run:
        wait_until(lambda: paused.begun.is_set() or [one for one in sage.requests if one.status == 503])
        run.send_signal(number)
        output, log = run.communicate(LONGEST)
        assert run.wait(LONGEST) == 0
    paused.may_end.set()
    assert json.loads(output.splitlines()[-1])["type"] == "STATE"
    assert f"{number.name} ended the run. The next run continues" in log.decode()
    assert b"Traceback" not in log


def test_a_run_that_waits_for_sage_notices_that_its_loader_was_killed(sage: Sandbox, arguments: list[str]) -> None:
    sage.fault(Fault("503", after=3, times=None, retry_after=500))
    with start(arguments, BY_FORCE, "signals.TELLING_SECONDS = 20") as run:
        wait_until(lambda: [one for one in sage.requests if one.status == 503])
        assert run.stdout is not None
        run.stdout.close()
        assert problems.run.LOADER_GONE.text() in log_of(run)
        assert run.wait(LONGEST) == 1
    sage.clear_faults()
    assert works(arguments)


@pytest.mark.parametrize("store", ["file", "command", "database"])
def test_a_run_that_waits_for_the_sign_in_of_another_run_ends_at_once(  # noqa: PLR0913, PLR0917 - fixtures and cases
    sage: Sandbox, config: Config, paused: Pause, tmp_path: Path, store: str, request: pytest.FixtureRequest
) -> None:
    if store == "command":
        config = config | {"token_file": None, "token_command": " ".join(SecretManager(tmp_path).words)}
    if store == "database":
        config = config | {"token_file": None, "token_store": request.getfixturevalue("token_store")}
    arguments = arguments_for(tmp_path, config)
    sage.fault(Fault("latency", on="token", seconds=1))
    with start(arguments, IN_ORDER) as first:
        assert paused.begun.wait(LONGEST)
        with start(arguments, IN_ORDER) as second:
            assert second.stderr is not None
            second.stderr.readline()
            second.send_signal(TERM)
            log_of(second)
            assert second.wait(LONGEST) in {0, -TERM}
        paused.may_end.set()
        first.communicate(LONGEST)
        assert first.wait(LONGEST) == 0


def test_a_run_that_nohup_started_outlives_its_terminal(sage: Sandbox, arguments: list[str], paused: Pause) -> None:
    sage.fault(Fault("latency", on="token", seconds=1))
    ignoring = "signal.signal(signal.SIGHUP, signal.SIG_IGN)"
    with start(arguments, IN_ORDER, ignoring) as run:
        assert paused.begun.wait(LONGEST)
        run.send_signal(HUP)
        paused.may_end.set()
        output, _ = run.communicate(LONGEST)
        assert run.wait(LONGEST) == 0
    assert output.count(b'"RECORD"') == 4005
