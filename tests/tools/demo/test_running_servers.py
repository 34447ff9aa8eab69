"""A demo runs alone, and no server of a killed demo stays."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tools.demo import processes, running_servers
from tools.demo.errors import DemoError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _own_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Leave a demo that runs on this machine alone."""
    monkeypatch.setattr(running_servers, "_FILE", tmp_path / ".demo.json")
    monkeypatch.setattr(running_servers, "_LOCK", tmp_path / ".demo.lock")


def test_a_second_demo_says_in_one_line_that_it_is_the_second() -> None:
    with (
        running_servers.only_demo(),
        pytest.raises(DemoError, match=r"^Another demo is running in this folder\. [^\n]+$"),
        running_servers.only_demo(),
    ):
        pass
    with running_servers.only_demo():
        pass


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_the_servers_of_a_killed_demo_are_stopped_and_their_folders_removed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    sleeping = [sys.executable, "-c", "import time; time.sleep(60)"]
    process = processes.start(sleeping, log=folder / "log")
    running_servers.remember([process], [folder])
    assert not process.has_ended()
    assert running_servers.stop()
    assert process.has_ended()
    assert not folder.exists()
    assert not running_servers.stop()


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_server_that_ends_is_an_error_with_its_output(tmp_path: Path) -> None:
    process = processes.start([sys.executable, "-c", "raise SystemExit('Port in use')"], log=tmp_path / "log")

    def ask() -> None:
        raise ConnectionError

    with pytest.raises(DemoError, match="does not respond:\nPort in use"):
        processes.wait_for(process, ask, ConnectionError)
