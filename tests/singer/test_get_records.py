"""A program that uses a stream gets its records from `get_records`, and nothing is written."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault, Sandbox
from sage200_sandbox.sample_rows import customers, nested_row, row

from tap_sage200.errors import Sage200Error
from tests.support.runs import QuietTap, run_tap

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TABLES = ("currencies", "customer_main_addresses", "customer_views", "customers")
ROWS = 7


class FourTables(QuietTap):
    """The tap with these tables."""

    tables = TABLES


@pytest.fixture
def sage() -> Iterator[Sandbox]:
    """Two companies with the same tables."""
    with Sandbox(companies=2) as sandbox:
        for company in sandbox.companies:
            numbers = range(1, ROWS + 1)
            company.replace("customers", customers(ROWS))
            company.replace("customer_main_addresses", [nested_row(TABLES[1], n, customer_id=n) for n in numbers])
            company.replace("currencies", [row("currencies", number) for number in numbers])
        yield sandbox


@pytest.fixture
def config(sage: Sandbox, tmp_path: Path) -> dict[str, Any]:
    own = {"page_size": 3, "concurrency": 1, "all_companies": True, "token_file": str(tmp_path / "token.json")}
    return {name: value for name, value in sage.settings().items() if name not in {"site_id", "company_id"}} | own


@pytest.fixture
def tap(config: dict[str, Any]) -> QuietTap:
    return FourTables(config=config)


@pytest.mark.parametrize("table", TABLES)
def test_records_are_those_of_a_run_and_nothing_is_written(
    tap: QuietTap, config: dict[str, Any], table: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    stream, expected = tap.streams[table], run_tap(config, table).records(table)
    contexts = tap.streams["customers"].partitions
    assert contexts is not None
    records = [record for context in contexts for record in stream.get_records(context)]
    assert records == expected
    assert list(stream.get_records(None)) == expected, "without a context, all companies are read"
    tap.message_writer.flush()
    assert capfdbinary.readouterr().out == b""


def test_records_come_page_by_page(tap: QuietTap, sage: Sandbox) -> None:
    sage.forget_requests()
    context = (tap.streams["customers"].partitions or [])[0]
    assert len(list(islice(tap.streams["customers"].get_records(context), 2))) == 2
    assert len([asked for asked in sage.requests if asked.table == "customers"]) == 1


def test_records_start_at_the_bookmark_and_do_not_move_it(config: dict[str, Any]) -> None:
    state = run_tap(config, "customers").state
    tap = FourTables(config=config | {"lookback_seconds": 0}, state=state)
    before = repr(tap.state)
    context = (tap.streams["customers"].partitions or [])[0]
    assert len(list(tap.streams["customers"].get_records(context))) < ROWS
    assert repr(tap.state) == before


def test_a_table_that_fails_raises(tap: QuietTap, sage: Sandbox) -> None:
    sage.fault(Fault("400", table="customers", times=None))
    with pytest.raises(Sage200Error, match="customers"):
        list(tap.streams["customers"].get_records(None))
