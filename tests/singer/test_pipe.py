"""The pipe to the loader is wide, and is left alone until half of it has been read."""

from __future__ import annotations

import os
import sys
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from tap_sage200.singer.pipe import ROOM, WidePipe, widened
from tap_sage200.singer.writer import BufferedWriter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a pipe stays as it is")

A_WHILE = 0.1
LONG = 10.0


class Ends:
    """A pipe and its two ends."""

    def __init__(self) -> None:
        self.reading, self.writing = os.pipe()
        self.output = os.fdopen(self.writing, "w", closefd=False)
        found = widened(self.output)
        assert found is not None
        self.pipe: WidePipe = found

    def waiting(self) -> Thread:
        thread = Thread(target=self.pipe.wait_for_room, daemon=True)
        thread.start()
        return thread

    def close(self) -> None:
        for end in (self.reading, self.writing):
            os.close(end)


@pytest.fixture
def ends() -> Iterator[Ends]:
    ends = Ends()
    yield ends
    ends.close()


def test_a_pipe_holds_as_much_as_it_may(ends: Ends) -> None:
    os.set_blocking(ends.writing, False)
    assert os.write(ends.writing, bytes(2 * ROOM)) == ROOM


def test_what_is_no_pipe_is_left_as_it_is(tmp_path: Path) -> None:
    with (tmp_path / "messages").open("w") as file:
        assert widened(file) is None


def test_nobody_waits_where_half_of_it_is_free(ends: Ends) -> None:
    os.write(ends.writing, bytes(ROOM // 2))
    thread = ends.waiting()
    thread.join(LONG)
    assert not thread.is_alive()


def test_a_full_pipe_is_waited_for_until_half_of_it_has_been_read(ends: Ends) -> None:
    os.write(ends.writing, bytes(ROOM))
    thread = ends.waiting()
    os.read(ends.reading, ROOM // 2 - 1)
    thread.join(A_WHILE)
    assert thread.is_alive()
    os.read(ends.reading, 1)
    thread.join(LONG)
    assert not thread.is_alive()


def test_nobody_waits_for_a_loader_that_has_gone(ends: Ends) -> None:
    os.write(ends.writing, bytes(ROOM))
    thread = ends.waiting()
    os.close(ends.reading)
    ends.reading = os.dup(ends.writing)
    thread.join(LONG)
    assert not thread.is_alive()


def test_lines_wait_until_the_loader_has_read_half_of_those_before(ends: Ends, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", ends.output)
    writer = BufferedWriter()
    os.write(ends.writing, bytes(ROOM))
    writer.lines += b'{"type": "RECORD"}\n'
    thread = Thread(target=writer.flush, daemon=True)
    thread.start()
    os.read(ends.reading, ROOM // 4)
    thread.join(A_WHILE)
    assert thread.is_alive()
    rest = bytearray()
    while not rest.endswith(b"\n"):
        rest += os.read(ends.reading, ROOM)
    thread.join(LONG)
    assert not thread.is_alive()
    assert rest.count(b'"RECORD"') == 1
