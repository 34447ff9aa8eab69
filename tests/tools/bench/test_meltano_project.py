"""The processor time of a run of Meltano, and the shares of the tap and the loader."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tools.bench import meltano_project
from tools.bench.errors import BenchError
from tools.bench.meltano_project import LOADER, TAP, MeltanoProject

if TYPE_CHECKING:
    from pathlib import Path

TAP_SECONDS, LOADER_SECONDS = 0.6, 0.3
TOLERATED = 0.2
"""The time of a plugin that is not seen: what it uses after the last look, and the start of Python."""
_BUSY = """
import time
while time.process_time() < {seconds}:
    pass
time.sleep(0.3)  # so that the time is seen before the process ends
"""
_BOTH = f"""
import os, subprocess
for plugin in [subprocess.Popen([f"{{os.getcwd()}}/bin/{{name}}"]) for name in ("{TAP}", "{LOADER}")]:
    plugin.wait()
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MeltanoProject:
    """A project whose tap and loader do nothing but use the processor."""
    made = MeltanoProject.make(tmp_path, {"page_size": 5}, "postgresql://name:word@127.0.0.1:5432/rows")
    (tmp_path / "bin").mkdir()
    for name, seconds in ((TAP, TAP_SECONDS), (LOADER, LOADER_SECONDS)):
        write(tmp_path / "bin" / name, _BUSY.format(seconds=seconds))
    monkeypatch.setattr(meltano_project, "_MELTANO", tmp_path / "meltano")
    return made


def write(program: Path, code: str) -> None:
    """Write a Python program."""
    program.write_text(f"#!{sys.executable}\n{code}", encoding="utf-8")
    program.chmod(0o755)


def test_the_time_of_the_tap_and_of_the_loader_is_told_apart_from_all(project: MeltanoProject) -> None:
    write(project.folder / "meltano", _BOTH)
    took = project.run()
    assert TAP_SECONDS - TOLERATED < took.tap < TAP_SECONDS + TOLERATED
    assert LOADER_SECONDS - TOLERATED < took.loader < LOADER_SECONDS + TOLERATED
    assert took.all >= took.tap + took.loader
    assert took.meltano == took.all - took.tap - took.loader
    assert took.wall > TAP_SECONDS


def test_a_run_gets_the_settings_of_the_project_and_its_own(project: MeltanoProject) -> None:
    write(
        project.folder / "meltano",
        """
import os, sys
given = {name: value for name, value in os.environ.items() if name.startswith(("TAP_SAGE200", "TARGET"))}
sys.exit(f"{sys.argv[1:]} {sorted(given.items())}")
""",
    )
    with pytest.raises(BenchError) as raised:
        project.run(page_size="7")
    said = str(raised.value)
    assert f"['run', '--no-install', '{TAP}', '{LOADER}']" in said
    assert "('TAP_SAGE200_PAGE_SIZE', '7')" in said
    for name, value in (("HOST", "127.0.0.1"), ("PORT", "5432"), ("USER", "name"), ("DATABASE", "rows")):
        assert f"('TARGET_POSTGRES_{name}', '{value}')" in said


def test_a_run_that_fails_is_no_measurement(project: MeltanoProject) -> None:
    write(project.folder / "meltano", "raise SystemExit('the tap failed')")
    with pytest.raises(BenchError, match="meltano run failed:\nthe tap failed"):
        project.run()
