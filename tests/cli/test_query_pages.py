"""`sage200 query` against a Sage whose rows move, which refuses options, or which sends few rows at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.support.commanding import sage200
from tests.support.echo import as_json, response
from tests.support.replying_sage import ReplyingSage, page, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.replying_sage import Options

SageRow = dict[str, Any]
BY_NAME = ("--order", "name", "--columns", "id")


def rows_from(number: int, count: int) -> list[SageRow]:
    return [{"id": one, "name": f"{one:04}"} for one in range(number, number + count)]


def ids(rows: list[SageRow]) -> list[str]:
    return [str(one["id"]) for one in rows]


def asked(reply: Callable[[str, Options], bytes], *options: str, page_size: int = 10) -> tuple[Any, list[Options]]:
    """Run a query of customers, and return its result with the query options of all requests."""
    with ReplyingSage(reply=reply) as sage:
        result = sage200("query", "customers", *options, config=sage.settings() | {"page_size": page_size})
        return result, sage.asked


def without_first(rows: list[SageRow]) -> None:
    """Delete the first rows."""
    del rows[:5]


class Moving:
    """A table that changes before some pages. It sends at most some rows at a time."""

    def __init__(
        self, rows: list[SageRow], changes: dict[int, Callable[[list[SageRow]], None]], cap: int = 5000
    ) -> None:
        """Change the rows before the requests with these numbers."""
        self.rows = rows
        self._changes = changes
        self._cap = cap
        self._requests = 0

    def __call__(self, path: str, options: Options) -> bytes:
        """Answer a request."""
        del path
        self._requests += 1
        if (change := self._changes.get(self._requests)) is not None:
            change(self.rows)
        descends = "desc" in options["$orderby"].partition(",")[0]
        rows = sorted(self.rows, key=lambda one: str(one["name"]), reverse=descends)
        return page(rows, options | {"$top": str(min(int(options["$top"]), self._cap))})


def test_rows_that_are_inserted_before_a_page_are_no_rows_twice() -> None:
    before = rows_from(100, 30)
    moving = Moving([*before], {2: lambda rows: rows.extend(rows_from(0, 4))})
    result, _ = asked(moving, *BY_NAME)
    assert result.stdout.split() == ["id", *ids(before)], result.output


def test_rows_that_are_deleted_before_a_page_lose_no_others() -> None:
    before = rows_from(100, 30)
    moving = Moving([*before], {2: without_first})
    result, _ = asked(moving, *BY_NAME)
    assert result.stdout.split() == ["id", *ids(before)], result.output


def test_a_page_that_cannot_be_continued_is_an_error_and_no_row_comes_twice() -> None:
    def rename(rows: list[SageRow]) -> None:
        for one in rows[:10]:
            one["name"] = f"9{one['name']}"

    moving = Moving(rows_from(100, 30), {2: rename})
    result, _ = asked(moving, *BY_NAME)
    assert result.exit_code == 1
    [line] = result.stderr.splitlines()
    assert line.startswith("Error: The next page does not continue where the last one ended")
    written = result.stdout.split()
    assert len(written) == len(set(written))


def test_a_server_that_ignores_skip_is_an_error_and_no_endless_table() -> None:
    rows = rows_from(1, 30)
    result, requests = asked(lambda _, options: page(rows, options | {"$skip": "0"}), *BY_NAME)
    assert result.exit_code == 1
    assert len(requests) < 6


@pytest.mark.parametrize("cap", [1, 2, 3, 7])
def test_a_server_that_sends_few_rows_at_a_time_loses_none(cap: int) -> None:
    moving = Moving(rows_from(1, 11), {}, cap)
    result, _ = asked(moving, *BY_NAME)
    assert result.stdout.split() == ["id", *ids(rows_from(1, 11))], result.output


def test_where_sage_refuses_to_send_some_columns_all_are_requested() -> None:
    def reply(_: str, options: Options) -> bytes:
        return refusal("400 Bad Request", "no") if "$select" in options else page(rows_from(1, 3), options)

    result, requests = asked(reply, "--columns", "name", "--limit", "3")
    assert result.stdout.split() == ["name", "0001", "0002", "0003"], result.output
    assert ["$select" in one for one in requests] == [True, False]


def test_what_sage_refuses_is_one_line() -> None:
    result, requests = asked(lambda *_: refusal("400 Bad Request", "$orderby is strange"), *BY_NAME)
    assert (result.exit_code, result.stdout) == (1, "")
    [line] = result.stderr.splitlines()
    assert "$orderby is strange" in line
    assert len(requests) == 2


def test_a_page_is_written_before_the_next_one_is_read() -> None:
    rows = rows_from(1, 30)
    result, _ = asked(
        lambda _, options: page(rows, options) if "$skip" not in options else refusal("403 Forbidden", "enough"),
        *BY_NAME,
    )
    assert result.exit_code == 1
    assert result.stdout.split() == ["id", *ids(rows[:10])]


def test_numbers_have_the_digits_of_sage() -> None:
    sent = b'[{"id":1,"balance":48.00,"credit_limit":12345678901234567890.12345,"name":null,"on_hold":true}]'
    columns = "--columns=balance,credit_limit,name,on_hold"
    for form, expected in {
        "csv": "balance,credit_limit,name,on_hold\n48.00,12345678901234567890.12345,,true\n",
        "json": '{"balance":48.00,"credit_limit":12345678901234567890.12345,"name":null,"on_hold":true}\n',
        "table": (
            "balance                credit_limit  name  on_hold\n  48.00  12345678901234567890.12345        true\n"
        ),
    }.items():
        result, _ = asked(lambda *_: response(sent), columns, "--limit=1", f"--format={form}")
        assert result.stdout.replace("\r\n", "\n") == expected, result.output


def test_a_value_that_its_column_cannot_hold_is_told_and_empty(caplog: pytest.LogCaptureFixture) -> None:
    rows = [{"id": 1, "name": "A", "balance": "much"}, {"id": 2, "name": "B", "balance": 1}]
    result, _ = asked(lambda *_: response(as_json(rows)), "--columns=id,balance", "--limit=2")
    assert result.stdout.split() == ["id,balance", "1,", "2,1"], result.output
    assert "balance is null where it cannot hold what Sage sent" in caplog.text


def test_every_request_has_the_query_of_the_settings() -> None:
    with ReplyingSage(reply=lambda _, options: page([{"id": one} for one in range(5)], options)) as sage:
        options = {"sales_aged_debtor_summary_views": {"query": {"$ageingdatetype": "duedate"}}}
        config = sage.settings() | {"tables": options, "page_size": 2}
        sage200("query", "sales_aged_debtor_summary_views", "--limit=3", config=config)
        assert {one.get("$ageingdatetype") for one in sage.asked} == {"duedate"}
