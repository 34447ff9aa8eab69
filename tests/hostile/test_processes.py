"""The process of the tap: its exit code and its last words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.hostile.deviation import FAILS, MAY_FAIL
from tests.hostile.deviations_of_values import DEEP
from tests.hostile.pages import RowCap
from tests.hostile.source import BY_KEY, Source
from tests.hostile.statuses import Status
from tests.hostile.story import settings_for
from tests.hostile.values import UnknownField
from tests.support.runs import catalog_of
from tests.support.tap_process import run_tap_process

if TYPE_CHECKING:
    from pathlib import Path

    from tests.hostile.deviation import Deviation
    from tests.hostile.server import HostileServer

IMPATIENT = """
from tap_sage200.clock import Clock
from tap_sage200.__main__ import main
Clock.sleep = lambda *_: None
main()
"""
"""A tap that never waits."""
DEVIATIONS: tuple[Deviation, ...] = (
    Status("500", "Each page behind the first one answers 500.", FAILS, status=500),
    RowCap("empty", "Each response but the first one is empty.", FAILS, caps=[0], after=1),
    UnknownField("deep field", "An unknown field is nested 10,000 times.", MAY_FAIL, field="new", wire=DEEP),
)


@pytest.mark.parametrize("deviation", DEVIATIONS, ids=lambda one: one.name)
def test_a_process_that_fails_names_the_table(server: HostileServer, tmp_path: Path, deviation: Deviation) -> None:
    source = Source(BY_KEY)
    config = settings_for(server, server.begin(source, [deviation]))
    arguments = []
    for name, content in {"config": config, "catalog": catalog_of(*source.rows)}.items():
        (tmp_path / name).write_text(json.dumps(content))
        arguments.append(f"--{name}={tmp_path / name}")
    process = run_tap_process(*arguments, program=IMPATIENT)
    assert all(json.loads(line) for line in process.stdout.splitlines())
    assert "Traceback" not in process.stderr
    if process.returncode or deviation.expected is FAILS:
        assert process.returncode == 1
        assert "price_bands" in process.stderr.splitlines()[-1]
