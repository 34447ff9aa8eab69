"""A STATE message takes its turn: at the end, and after ten times its size of data. None is equal to the last."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tap_sage200.singer import output
from tap_sage200.singer.output import DATA_PER_STATE, SingerOutput
from tap_sage200.singer.writer import BufferedWriter

State = dict[str, Any]


class Lines(BufferedWriter):
    """Keeps the lines that are sent, each with the size of the data before it."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[bytes, int]] = []

    def send(self, lines: bytes) -> None:
        self.sent += [(line, self.data_bytes) for line in lines.splitlines(keepends=True)]

    def write_rows(self, size: int) -> None:
        """Write rows of this size. Only their size matters here."""
        self.data_bytes += size

    def states(self) -> list[State]:
        return [msgspec.json.decode(line)["value"] for line, _ in self.sent]


def size_of(state: State) -> int:
    return len(msgspec.json.encode({"type": "STATE", "value": state})) + 1


@pytest.fixture
def writer() -> Lines:
    return Lines()


def test_no_state_is_written_before_there_is_data(writer: Lines) -> None:
    SingerOutput(writer, {"bookmarks": {"customers": {"replication_key_value": "2026"}}}).save_state()
    assert writer.sent == []


def test_a_state_is_written_when_ten_times_its_size_of_data_has_been_written(writer: Lines) -> None:
    state: State = {"after": 1}
    out = SingerOutput(writer, state)
    writer.write_rows(DATA_PER_STATE * size_of(state) - 1)
    out.save_state()
    assert writer.states() == []
    writer.write_rows(1)
    out.save_state()
    assert writer.states() == [{"after": 1}]


def test_a_state_that_has_grown_waits_for_ten_times_its_new_size(writer: Lines) -> None:
    state: State = {"after": 1}
    out = SingerOutput(writer, state)
    writer.write_rows(10_000)
    out.save_state()
    state["more"] = "x" * 1000
    writer.write_rows(DATA_PER_STATE * 500)
    out.save_state()
    assert writer.states() == [{"after": 1}]
    writer.write_rows(DATA_PER_STATE * size_of(state))
    out.save_state()
    assert writer.states() == [{"after": 1}, state]


def test_a_state_equal_to_the_last_one_is_not_written_again(writer: Lines) -> None:
    out = SingerOutput(writer, {"after": 1})
    for _ in range(3):
        writer.write_rows(10_000)
        out.save_state()
    out.end()
    out.end()
    assert writer.states() == [{"after": 1}]


def test_the_last_state_needs_no_data(writer: Lines) -> None:
    state: State = {"after": 1}
    out = SingerOutput(writer, state)
    writer.write_rows(10_000)
    out.save_state()
    state["after"] = 2
    out.end()
    assert writer.states() == [{"after": 1}, {"after": 2}]


def test_a_state_is_not_even_encoded_while_it_cannot_be_due(writer: Lines, monkeypatch: pytest.MonkeyPatch) -> None:
    encoded: list[object] = []

    def encode(value: object) -> bytes:
        encoded.append(value)
        return msgspec.json.encode(value)

    monkeypatch.setattr(output, "_ENCODER", SimpleNamespace(encode=encode))
    state: State = {"bookmarks": "x" * 100_000}
    out = SingerOutput(writer, state)
    for page in range(1000):
        writer.write_rows(1000)
        state["after"] = page
        out.save_state()
    assert len(encoded) == 1


def test_nothing_follows_lines_that_could_not_be_sent() -> None:
    class Full(Lines):
        is_full = True

        def send(self, lines: bytes) -> None:
            if self.is_full:
                raise OSError
            super().send(lines)

    writer = Full()
    out = SingerOutput(writer, {"after": 1})
    writer.lines += b"a row\n"
    with pytest.raises(OSError, match=r"^$"):
        out.end()
    writer.is_full = False
    out.end()
    assert writer.sent == [], "a state after lost rows says that they were written"


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(-300, 300)), max_size=60), st.integers(0, 3000))
def test_states_take_a_tenth_of_the_data_plus_one_state_and_a_crash_costs_ten_states(
    pages: list[tuple[int, int]], first_size: int
) -> None:
    writer, state, size = Lines(), {"pad": "", "after": 0}, first_size
    out = SingerOutput(writer, state)
    since_last, largest_page = 0, max((rows for rows, _ in pages), default=0)
    for number, (rows, growth) in enumerate(pages, 1):
        size = max(0, size + growth)
        state |= {"pad": "x" * size, "after": number}
        writer.write_rows(rows)
        before = len(writer.sent)
        out.save_state()
        since_last = 0 if len(writer.sent) > before else since_last + rows
        largest = max(size_of(state), *(len(line) for line, _ in writer.sent), 0)
        # What is not saved: ten states of the size that the state last had, which may since have shrunk, and a page.
        assert since_last <= DATA_PER_STATE * (largest + 300 * len(pages)) + largest_page
        assert sum(len(line) for line, _ in writer.sent) <= writer.data_bytes / DATA_PER_STATE
    out.end()
    sizes = [len(line) for line, _ in writer.sent]
    assert sum(sizes[:-1]) <= writer.data_bytes / DATA_PER_STATE
    assert writer.states()[-1] == state
    assert all(one != other for one, other in pairwise(writer.states()))
