"""The filter in a process: stderr and all log records, whatever the logging configuration says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tap_sage200.masking.secrets import MASK
from tests.support.tap_process import run_tap_process

if TYPE_CHECKING:
    from pathlib import Path

BEGIN = """
import logging, sys, threading, traceback, warnings
from tap_sage200.masking import SECRETS
from tap_sage200.masking.installation import filter_stderr_and_logs
SECRETS.add("a-secret")
filter_stderr_and_logs()
"""
PROGRAMS = {
    "a message": "logging.getLogger('x').warning('a-secret')",
    "an argument": "logging.getLogger('x').warning('%s, %r', 'a-\x1b[1msecret', 'x')",
    "an argument in two parts": "logging.getLogger('x').warning('%s-%s', 'a', 'secret')",
    "an object": "logging.getLogger('x').error(ValueError('a-secret'))",
    "wrong arguments": "logging.getLogger('x').warning('%d', 'a-secret')",
    "a traceback": "try: raise ValueError('a-secret')\nexcept ValueError: logging.getLogger('x').exception('x')",
    "a cause": "try:\n try: 1/0\n except ZeroDivisionError as e: raise KeyError('a-secret') from e\n"
    "except KeyError: logging.getLogger('x').exception('x')",
    "a logger without parent": "l=logging.getLogger('y'); l.propagate=False\n"
    "l.addHandler(logging.StreamHandler(sys.__stderr__)); l.warning('a-secret')",
    "a record made by hand": "logging.getLogger('x').handle(logging.makeLogRecord({'msg': 'a-secret', 'levelno': 50}))",
    "no handler": "logging.getLogger('x').warning('a-secret')",
    "a warning": "warnings.warn('a-secret')",
    "an uncaught exception": "raise ValueError('a-secret')",
    "an uncaught exception with a note": "e=ValueError('x'); e.add_note('a-secret'); raise e",
    "an uncaught exception of a thread": "threading.Thread(target=lambda: [][len('a-secret')] or int('x')).start()\n"
    "t=threading.Thread(target=int, args=['a-secret']); t.start(); t.join()",
    "an exception that nobody can raise": "class A:\n def __del__(self): raise ValueError('a-secret')\nA()",
    "an exit": "sys.exit('a-secret')",
    "a group": "raise ExceptionGroup('x', [ValueError('a-secret')])",
    "several writes": "for one in 'a-secret\\n': sys.stderr.write(one); sys.stderr.flush()",
    "no line end": "sys.stderr.write('a-secret')",
    "print": "print('a-secret', 'x', sep='\\x1b[2J', file=sys.stderr)",
    "click": "import click; click.echo('a-secret', err=True); click.UsageError('a-secret').show()",
    "rich": "from rich.console import Console; Console(stderr=True).print('a-secret')",
}

LOGGED = {name: text for name, text in PROGRAMS.items() if "logging" in text and "sys.__stderr__" not in text} | {
    "a field": "logging.getLogger('x').warning('x', extra={'field': {'deep': ['a-secret']}})",
    "a captured warning": "logging.captureWarnings(True); warnings.warn('a-secret')",
}
"""Programs whose secret a structured log shows."""


@pytest.mark.parametrize("program", PROGRAMS)
def test_stderr_has_no_secret_of(program: str) -> None:
    result = run_tap_process(program=f"{BEGIN}{PROGRAMS[program]}")
    assert MASK in result.stderr
    assert "a-secret" not in result.stderr
    assert "\x1b" not in result.stderr


@pytest.mark.parametrize("program", LOGGED)
def test_a_log_in_a_file_has_no_secret_of(tmp_path: Path, program: str) -> None:
    formats = {"json": {"()": "singer_sdk.logging.StructuredFormatter"}, "text": {"format": "%(message)s"}}
    files = {
        name: {"class": "logging.FileHandler", "filename": f"{tmp_path}/{name}", "formatter": name} for name in formats
    }
    config = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": formats,
        "handlers": files,
        "root": {"level": "DEBUG", "handlers": [*files]},
    }
    later = f"import logging.config; logging.config.dictConfig({config!r})\n"

    run_tap_process(program=f"{BEGIN}{later}{LOGGED[program]}")

    assert "a-secret" not in (tmp_path / "text").read_text()
    structured = (tmp_path / "json").read_text()
    assert all(json.loads(line) for line in structured.splitlines())
    assert "a-secret" not in structured
    assert MASK in structured or program == "wrong arguments"


def test_stdout_is_not_touched() -> None:
    result = run_tap_process(program=f"{BEGIN}print('a-secret\\x1b[0m')")
    assert result.stdout == "a-secret\x1b[0m\n"


def test_a_process_without_stderr_works() -> None:
    result = run_tap_process(program=f"import sys; sys.stderr = None\n{BEGIN}print('done')")
    assert result.stdout == "done\n"


def test_a_clean_record_keeps_its_arguments_and_its_exception() -> None:
    text = """
class Keep(logging.Handler):
    def emit(self, record): print(record.args, record.exc_info[0].__name__)
logging.getLogger().addHandler(Keep())
try: 1/0
except ZeroDivisionError: logging.getLogger('x').exception('%s', 5)
"""
    assert run_tap_process(program=BEGIN + text).stdout == "(5,) ZeroDivisionError\n"


def test_a_value_cannot_pretend_to_be_another_line_of_the_log() -> None:
    text = "logging.getLogger('x').warning('said %s', 'x\\nERROR another\\r\\nline')"
    assert run_tap_process(program=BEGIN + text).stderr == "said x ERROR another line\n"
