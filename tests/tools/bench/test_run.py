"""The benchmark measures rows, time and memory of a run correctly."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tools.bench.errors import BenchError
from tools.bench.rounds import run_rounds
from tools.bench.rows import keys_of
from tools.bench.run import Reader, Run, measure, running_total
from tools.bench.verification import verify

if TYPE_CHECKING:
    from pathlib import Path


def program(text: str) -> Reader:
    return Reader("a reader", (sys.executable, "-c", text))


def test_every_record_is_counted_also_where_pieces_meet() -> None:
    pieces = iter([b'x"REC', b"O", b'RD" "RECORD"', b'"RECORD', b'"'])

    def read(room: memoryview) -> int:
        piece = next(pieces, b"")
        room[: len(piece)] = piece
        return len(piece)

    assert list(running_total(read)) == [0, 0, 2, 2, 3]


def test_what_is_written_to_files_is_counted_there(tmp_path: Path) -> None:
    folder = tmp_path / "written"
    (folder / "rows" / "customers").mkdir(parents=True)
    (folder / "rows" / "customers" / "1.jsonl").write_text("{}\n{}\n")
    (folder / "rows" / "_dlt_loads").mkdir()
    (folder / "rows" / "_dlt_loads" / "1.jsonl").write_text("{}\n")
    assert measure(Reader("a reader", (sys.executable, "-c", ""), folder)).records == 2


def test_processor_time_is_that_of_the_program() -> None:
    run = measure(program("import time\nwhile time.process_time() < 0.3: pass"))
    assert 0.3 <= run.cpu <= 0.6
    assert run.wall >= run.cpu / 2


def test_memory_is_told_by_quarters_of_the_records() -> None:
    run = Run(wall=1, cpu=1, records=8, memory=((0, 5), (1, 9), (3, 7), (5, 6), (7, 8), (8, 4)))
    assert run.quarters() == [9, 7, 6, 8]
    assert run.peak == 9


def test_a_failure_is_no_measurement() -> None:
    with pytest.raises(BenchError, match="out of paper"):
        measure(program("import sys; sys.exit('out of paper')"))


def test_a_reader_that_loses_rows_takes_no_part() -> None:
    line = f'{{"type": "RECORD", "stream": "customers", "record": {{"id": {keys_of(2)[0]}}}}}'
    with pytest.raises(BenchError, match="1 of 2 rows"):
        verify(program(f"print('{line}')"), {"customers": 2})
    with pytest.raises(BenchError, match="1 of 2 rows"):
        run_rounds([program(f"print('{line}')")], rounds=1, rows=2)
