"""Guarantee 9 under Meltano: whatever ends a run, the tap's process ends too, and the sign-in survives."""

from __future__ import annotations

import json
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault, Sandbox
from sage200_sandbox.sample_rows import customers

from tests.loaders.loaded import JsonLines
from tests.loaders.project import MELTANO, ROOT, Project
from tests.support.pause import Pause
from tests.support.runs import catalog_of

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sage200_sandbox.faults import Endpoint

    End = Callable[[subprocess.Popen[bytes]], None]

RUN = ("run", "--no-install", "--force", "tap-sage200", "target-jsonl")
"""Force, because a run that was killed is still under way for Meltano."""
LONGEST = 120
"""Seconds that a step may take on a busy machine."""
ENDING = 20
"""Seconds that the tap may take to end on a busy machine. It takes 3 seconds at most by itself."""


@pytest.fixture
def paused() -> Pause:
    """What the sandbox does for a fault of kind latency."""
    return Pause()


@pytest.fixture
def sage(paused: Pause) -> Iterator[Sandbox]:
    """A Sage 200 with some customers."""
    with Sandbox() as sandbox:
        sandbox.pause = paused  # type: ignore[method-assign]
        sandbox.companies[0].replace("customers", customers(30))
        yield sandbox
        paused.may_end.set()


@pytest.fixture
def project(sage: Sandbox, tmp_path: Path) -> Project:
    """A Meltano project that reads the customers into files, page by page."""
    if not (MELTANO.exists() and (ROOT / ".meltano" / "loaders" / "target-jsonl").exists()):
        pytest.fail("Meltano and its plugins are not installed: make .meltano/.installed")
    own: dict[str, Any] = {"token_file": str(tmp_path / "token.json"), "page_size": 10, "concurrency": 1}
    settings = {f"TAP_SAGE200_{name.upper()}": str(value) for name, value in (sage.settings() | own).items()}
    (tmp_path / "catalog.json").write_text(json.dumps(catalog_of("customers")))
    return Project.make(tmp_path, "target-jsonl", settings | {"TAP_SAGE200__CATALOG": "catalog.json"})


def ctrl_c_twice(meltano: subprocess.Popen[bytes]) -> None:
    """Do what a terminal does: each process of the group gets the signal."""
    os.killpg(meltano.pid, signal.SIGINT)
    os.killpg(meltano.pid, signal.SIGINT)


def terminated(meltano: subprocess.Popen[bytes]) -> None:
    """Do what a supervisor does."""
    meltano.send_signal(signal.SIGTERM)


def killed(meltano: subprocess.Popen[bytes]) -> None:
    """Do what a supervisor does that has lost its patience."""
    meltano.kill()


def test_runs_that_are_ended_leave_no_process_and_a_sign_in_that_works(
    project: Project, sage: Sandbox, paused: Pause
) -> None:
    run_until_it_waits(project, sage, paused, on="token", then=ctrl_c_twice)
    run_until_it_waits(project, sage, paused, on="api", then=terminated)
    run_until_it_waits(project, sage, paused, on="api", then=killed)

    again = project.meltano(*RUN)
    assert again.returncode == 0, again.stderr
    loaded = JsonLines(project.folder / "output").rows("customers", ("site_id", "company_id", "id"))
    assert len(loaded) == 30


def run_until_it_waits(project: Project, sage: Sandbox, paused: Pause, *, on: Endpoint, then: End) -> None:
    """End a run while it waits for Sage or Sage ID, and wait for the end of the tap's process."""
    paused.begun.clear()
    paused.may_end.clear()
    sage.expire_access_tokens()
    sage.fault(Fault("latency", seconds=1, times=None, on=on))
    meltano = project.started(*RUN)
    assert paused.begun.wait(LONGEST)
    tap = project.process("tap-sage200")
    then(meltano)
    if on == "token":  # a signal waits for the next token
        paused.may_end.set()
    tap.wait(ENDING)
    paused.may_end.set()
    meltano.wait(LONGEST)
    sage.clear_faults()
