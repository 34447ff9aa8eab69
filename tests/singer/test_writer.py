"""Lines leave whole, in order and once, whatever comes in between."""

from __future__ import annotations

import errno
import io
import signal
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from singer_sdk.metrics import record_counter

from tap_sage200 import problems
from tap_sage200.errors import OutputError
from tap_sage200.signals import SIGNALS
from tap_sage200.singer import record_sink
from tap_sage200.singer.record_sink import BufferedSink
from tap_sage200.singer.writer import BufferedWriter
from tap_sage200.tap import TapSage200

if TYPE_CHECKING:
    from typing_extensions import Buffer


class Order(msgspec.Struct):
    """A row."""

    id: int


class Pipe(BufferedWriter):
    """Keeps what is sent; something may happen in the middle of the first piece."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = b""
        self.happens: Any = None

    def send(self, lines: bytes) -> None:
        middle = len(lines) // 2
        self.sent += lines[:middle]
        if self.happens:
            happens, self.happens = self.happens, None
            happens()
        self.sent += lines[middle:]

    def kinds(self) -> list[str]:
        return [msgspec.json.decode(line)["type"] for line in self.sent.splitlines()]


@pytest.fixture
def pipe() -> Pipe:
    return Pipe()


@pytest.fixture
def tap(pipe: Pipe) -> TapSage200:
    return TapSage200(config={}, validate_config=False, message_writer=pipe)


def write(pipe: BufferedWriter, *ids: int) -> None:
    sink = BufferedSink("sop_orders", pipe, record_counter("sop_orders"))
    for number in ids:
        sink.write([Order(number)])


def test_records_wait_until_they_are_sent_off(pipe: Pipe) -> None:
    write(pipe, 1, 2)
    assert pipe.sent == b""
    pipe.flush()
    assert [msgspec.json.decode(line)["record"] for line in pipe.sent.splitlines()] == [{"id": 1}, {"id": 2}]


def test_a_state_comes_after_the_records_before_it_and_sends_them_off(pipe: Pipe, tap: TapSage200) -> None:
    write(pipe, 1, 2)
    tap.output.end()
    assert pipe.kinds() == ["RECORD", "RECORD", "STATE"]


def test_the_sdk_writes_no_state_of_its_own(pipe: Pipe, tap: TapSage200) -> None:
    tap.state_writer.write_state({"bookmarks": {}})
    pipe.flush()
    assert pipe.kinds() == []


def test_a_large_piece_leaves_by_itself(pipe: Pipe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_sink, "LARGEST_PIECE", 300)
    write(pipe, *range(10))
    assert 0 < len(pipe.kinds()) < 10


def test_the_records_of_a_page_were_extracted_at_one_moment(pipe: Pipe) -> None:
    write(pipe, 1, 2)
    pipe.flush()
    write(pipe, 3)
    pipe.flush()
    first, second, third = (msgspec.json.decode(line)["time_extracted"] for line in pipe.sent.splitlines())
    assert first == second < third


def test_a_signal_between_two_records_ends_the_run(pipe: Pipe, tap: TapSage200) -> None:
    write(pipe, 1)
    with pytest.raises(SystemExit), SIGNALS.handled({}):
        signal.raise_signal(signal.SIGTERM)
    tap.output.end()
    assert pipe.kinds() == ["RECORD", "STATE"]


def test_a_signal_while_lines_are_sent_waits_until_they_are_whole(pipe: Pipe, tap: TapSage200) -> None:
    write(pipe, 1, 2)
    pipe.happens = lambda: signal.raise_signal(signal.SIGTERM)
    with pytest.raises(SystemExit), SIGNALS.handled({}):
        pipe.flush()
    tap.output.end()
    assert pipe.kinds() == ["RECORD", "RECORD", "STATE"]


def test_a_loader_that_ends_while_a_signal_waits_is_reported(pipe: Pipe, tap: TapSage200) -> None:
    def both() -> None:
        signal.raise_signal(signal.SIGTERM)
        raise OutputError(problems.run.LOADER_GONE)

    write(pipe, 1, 2)
    pipe.happens = both
    with pytest.raises(OutputError), SIGNALS.handled({}):
        pipe.flush()
    sent = pipe.sent
    tap.output.end()
    assert pipe.sent == sent


def test_what_a_write_leaves_over_is_written_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    class Short(io.BytesIO):
        def write(self, piece: Buffer, /) -> int:
            return super().write(memoryview(piece)[:7])

    stdout = Short()
    monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=stdout))
    BufferedWriter().send(b"a line that is longer\n")
    assert stdout.getvalue() == b"a line that is longer\n"


def test_a_full_pipe_that_must_not_block_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        has_room = False
        tries_in_vain = 0

        def write(self, piece: Buffer, /) -> int | None:  # type: ignore[override] # as a raw stream
            if not self.has_room:
                self.tries_in_vain += 1
                assert self.tries_in_vain < 10, "it tries for ever"
                return None
            self.has_room = False
            return super().write(memoryview(piece)[:7])

    def wait_for_room(_: list[Full], outputs: list[Full], __: list[Full]) -> None:
        for output in outputs:
            output.has_room = True

    stdout = Full()
    monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=stdout))
    monkeypatch.setattr("select.select", wait_for_room)
    BufferedWriter().send(b"a line that is longer\n")
    assert stdout.getvalue() == b"a line that is longer\n"
    assert stdout.tries_in_vain == 4, "one for each seven characters"


def test_a_loader_that_is_gone_is_reported_as_windows_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.BytesIO):
        def write(self, _: Buffer, /) -> int:
            raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr("sys.stdout", SimpleNamespace(buffer=Closed()))
    with monkeypatch.context() as windows:
        windows.setattr("sys.platform", "win32")
        with pytest.raises(OutputError, match="The loader does not read any more"):
            BufferedWriter().send(b"a line\n")


def test_what_could_not_be_sent_is_not_sent_twice(pipe: Pipe) -> None:
    def breaks() -> None:
        raise BrokenPipeError

    write(pipe, 1, 2)
    pipe.happens = breaks
    with pytest.raises(BrokenPipeError):
        pipe.flush()
    sent = pipe.sent
    pipe.flush()
    assert pipe.sent == sent


def test_what_stands_for_the_output_may_be_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    stdout = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr("sys.stdout", stdout)
    writer = BufferedWriter()
    write(writer, 1)
    writer.flush()
    assert stdout.buffer.getvalue().count(b'"RECORD"') == 1
