"""`sage200 query` and `sage200 tables` as processes: on a terminal, in a pipe that is closed, ended by a signal."""

from __future__ import annotations

import json
import os
import signal
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.commanding import variables
from tests.support.echo import as_json, response
from tests.support.replying_sage import ReplyingSage, page
from tests.support.tap_process import TapProcess
from tests.support.terminal import on_terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.replying_sage import Options
    from tests.support.terminal import Session

COMMAND = "from tap_sage200.__main__ import sage200; sage200()"
HOSTILE = "\x1b[2J\x9b1m\u202eLtd\nrm -rf ~\r\t\x7f\U000e0041"
SECRET = "sandbox-subscription-key"


@pytest.fixture
def sage() -> Iterator[ReplyingSage]:
    """A Sage with 50 customers, of which the first one has a hostile name, and the second one a secret name."""
    rows: list[dict[str, Any]] = [{"id": one, "name": f"Name {one}", "balance": one} for one in range(1, 51)]
    rows[0]["name"], rows[1]["name"] = HOSTILE, f"Held {SECRET}"
    with ReplyingSage(reply=lambda _, options: page(rows, options)) as server:
        yield server


def environment(sage: ReplyingSage) -> dict[str, str]:
    return variables(sage.settings() | {"subscription_key": SECRET})


def seen(sage: ReplyingSage, folder: Path, *options: str, size: tuple[int, int] = (60, 80)) -> Session:
    """Run a query of customers on a terminal."""
    command = ["query", "customers", *options]
    own = {**os.environ, **environment(sage)}
    return on_terminal(command, folder / "unused", stdout_too=True, program=COMMAND, environment=own, size=size)


def test_a_person_sees_the_first_rows_as_a_table_that_fits(sage: ReplyingSage, tmp_path: Path) -> None:
    session = seen(sage, tmp_path)
    head, *lines = session.screen
    assert head.split()[:3] == ["id", "reference", "name"]
    assert len([line for line in lines if line.split()[0].isdigit()]) == 20
    assert max(map(len, lines[:20])) <= 80
    assert "These are the first 20 rows. --limit shows more, and --limit all shows all." in session.screen
    assert any("columns. --columns chooses others" in line for line in session.screen)
    assert session.code == 0


def test_columns_that_a_person_names_are_all_shown(sage: ReplyingSage, tmp_path: Path) -> None:
    names = "id,reference,name,short_name,account_type,account_status_type,office_type,currency_id"
    session = seen(sage, tmp_path, "--columns", names, "--limit=3", size=(60, 400))
    assert session.screen[0].split() == names.split(",")
    assert len(session.screen) == 4


@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_no_control_character_reaches_a_terminal(sage: ReplyingSage, tmp_path: Path, form: str) -> None:
    session = seen(sage, tmp_path, "--columns=id,name", f"--format={form}", "--limit=2")
    assert not {*session.sent} & {*HOSTILE} - {*"[2J1mLtdrm -f~\n\r"}
    assert r"\u001b[2J\u009b1m\u202eLtd\nrm -rf ~\r\t\u007f\udb40\udc41" in session.sent


def test_json_on_a_terminal_is_the_same_json(sage: ReplyingSage, tmp_path: Path) -> None:
    session = seen(sage, tmp_path, "--columns=name", "--format=json", "--limit=1", size=(60, 400))
    assert json.loads(session.sent.splitlines()[0])["name"] == HOSTILE


@pytest.mark.parametrize(("form", "is_masked"), [("table", True), ("json", False)])
def test_a_secret_is_masked_in_a_table_and_records_are_unaltered(
    sage: ReplyingSage, tmp_path: Path, form: str, *, is_masked: bool
) -> None:
    session = seen(sage, tmp_path, "--columns=id,name", f"--format={form}", "--limit=2")
    assert (SECRET not in session.sent) == is_masked


def start(sage: ReplyingSage, *arguments: str) -> TapProcess:
    return TapProcess(*arguments, program=COMMAND, environment={**os.environ, **environment(sage)})


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_pipe_gets_rows_unaltered(sage: ReplyingSage, form: str) -> None:
    with start(sage, "query", "customers", "--columns=name", f"--format={form}", "--limit=2") as process:
        output, errors = process.communicate()
        assert (process.wait(), errors) == (0, b"")
    text = output.decode()
    assert SECRET in text
    if form == "json":
        assert json.loads(text.split("\n")[0])["name"] == HOSTILE
    else:
        assert f'"{HOSTILE}"' in text


@pytest.mark.parametrize("form", ["csv", "json", "table"])
def test_a_pipe_that_nobody_reads_any_more_ends_it_quietly(sage: ReplyingSage, form: str) -> None:
    rows = [{"id": one, "name": "x" * 1000} for one in range(1, 4000)]
    sage.reply = lambda _, options: page(rows, options)
    with start(sage, "query", "customers", "--columns=id,name", f"--format={form}", "--limit=all") as process:
        assert process.stdout is not None
        assert process.stdout.readline().split()
        process.stdout.close()
        process.stdout = None
        _, errors = process.communicate()
        assert (process.wait(), errors) == (0, b"")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 1), (signal.SIGTERM, 143)])
def test_a_signal_ends_it_after_whole_lines(sage: ReplyingSage, number: signal.Signals, code: int) -> None:
    arrived, may_end = Event(), Event()

    def reply(_: str, options: Options) -> bytes:
        if "$skip" in options or "$filter" in options:
            arrived.set()
            may_end.wait(30)
        return response(as_json([{"id": one} for one in range(1, 11)]))

    sage.reply = reply
    with start(sage, "query", "customers", "--columns=id", "--order=name", "--limit=20") as process:
        assert arrived.wait(30)
        process.send_signal(number)
        output, errors = process.communicate()
        assert process.wait() in {code, 128 + number}
    may_end.set()
    assert output.split() == [b"id", *(str(one).encode() for one in range(1, 11))]
    assert b"Traceback" not in errors
    assert b"The command was stopped" in errors or b"ended" in errors


def test_the_first_page_is_written_while_the_second_one_is_awaited(sage: ReplyingSage) -> None:
    may_end = Event()

    def reply(_: str, options: Options) -> bytes:
        if "$skip" in options or "$filter" in options:
            may_end.wait(30)
            return response(as_json([]))
        return response(as_json([{"id": one} for one in range(1, 6)]))

    sage.reply = reply
    with start(sage, "query", "customers", "--columns=id", "--format=csv") as process:
        assert process.stdout is not None
        assert [process.stdout.readline().strip() for _ in range(6)] == [b"id", b"1", b"2", b"3", b"4", b"5"]
        may_end.set()


def test_a_terminal_gets_a_few_lines_for_each_table(tmp_path: Path) -> None:
    session = on_terminal(["tables", "customers"], tmp_path / "unused", stdout_too=True, program=COMMAND)
    assert session.code == 0
    assert session.screen == [
        "customers",
        "    A customer account in the sales ledger: details, terms and balance.",
        "    Sales, by default, incremental by date_time_updated.",
    ]
