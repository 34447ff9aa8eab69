"""The pipe to the loader is wide."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

import pytest

from tap_sage200.singer.pipe import ROOM, widen

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has wide pipes")


def test_a_widened_pipe_holds_a_mebibyte() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb"), os.fdopen(writing, "w") as output:
        widen(output)
        os.set_blocking(writing, False)
        assert os.write(writing, bytes(2 * ROOM)) == ROOM


def test_an_output_that_is_no_pipe_stays_as_it_is(tmp_path: Path) -> None:
    with (tmp_path / "messages").open("w") as file:
        widen(file)
    widen(io.StringIO())
