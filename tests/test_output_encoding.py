"""Pipes and files receive UTF-8 on every system."""

from __future__ import annotations

import io
import sys

import pytest

from tap_sage200 import output_encoding

NAME = "Łódź Ltd → £ … ✓"


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize("code_page", ["cp1252", "cp850", "ascii", "utf-8", "UTF8"])
def test_a_name_leaves_as_utf_8_whatever_the_code_page_is(
    monkeypatch: pytest.MonkeyPatch, stream: str, code_page: str
) -> None:
    output = io.BytesIO()
    monkeypatch.setattr(sys, stream, io.TextIOWrapper(output, encoding=code_page, write_through=True))
    output_encoding.use_utf8()
    print(NAME, file=getattr(sys, stream))
    assert output.getvalue().decode("utf-8").rstrip() == NAME


def test_what_no_encoding_can_hold_is_still_written_as_the_stream_says(monkeypatch: pytest.MonkeyPatch) -> None:
    output = io.BytesIO()
    text = io.TextIOWrapper(output, encoding="cp1252", errors="backslashreplace", write_through=True)
    monkeypatch.setattr(sys, "stderr", text)
    output_encoding.use_utf8()
    sys.stderr.write("half of a pair: \ud800")
    assert output.getvalue() == rb"half of a pair: \ud800"


def test_a_process_without_outputs_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    output_encoding.use_utf8()
