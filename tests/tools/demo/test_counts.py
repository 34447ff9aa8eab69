"""The demo counts in one unit, and the documents show the numbers that it prints."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import requests
from sage200_sandbox import Demo, Sandbox

from tools.demo.errors import DemoError
from tools.demo.meltano import rows_read
from tools.demo.source import STREAMS, Source, has_timestamps, selected
from tools.demo.work import Work

ROOT = Path(__file__).parents[3]
DOCUMENTS = ("README.md", "docs/index.md")
COMPANY = {"site_id": "site", "company_id": 1}
KEYS = {"customers": ("site_id", "company_id", "id")}


class NoTables:
    """A source without rows."""

    def rows(self, _table: str, /) -> list[dict[str, object]]:
        return []


def shown(document: str) -> str:
    """The output of the demo in a document."""
    text = (ROOT / document).read_text(encoding="utf-8")
    (output,) = re.findall(r"```text\n(A Sage 200 sandbox.+?)```", text, re.DOTALL)
    return str(output)


def numbers(pattern: str, text: str) -> list[int]:
    """The numbers in the only line that fits."""
    (found,) = re.finditer(pattern, text)
    return [int(number.replace(",", "")) for number in found.groups()]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_numbers_of_the_output_in_a_document_add_up(document: str) -> None:
    output = shown(document)
    rows, tables = numbers(r"Ltd: ([\d,]+) rows in ([\d,]+) tables", output)
    new, _, deleted = numbers(r"([\d,]+) rows are new, ([\d,]+) changed, ([\d,]+) deleted", output)
    first, second = numbers(r"rows written +([\d,]+) +([\d,]+)", output)
    _, equal, compared = numbers(r"All ([\d,]+) values of ([\d,]+) rows in ([\d,]+) tables are equal", output)
    parts = [numbers(rf"([\d,]+) {words}", output) for words in ("are new or", "are read again", "are in tables")]
    assert first == rows
    assert equal == rows + new - deleted
    assert compared == tables == sum(map(selected, STREAMS))
    assert sum(part for (part,) in parts) == second


def test_the_company_of_the_demo_has_as_many_rows_as_the_documents_say() -> None:
    with Sandbox(Demo()) as sage:
        company = requests.get(f"{sage.url}/_sandbox/", timeout=30).json()["companies"][0]
    rows = 1 + sum(count for name, count in company["tables"].items() if selected(name))  # 1 in the table of companies
    for document in DOCUMENTS:
        assert f"{company['name']}: {rows:,} rows in " in shown(document)


def test_a_row_counts_once_by_what_became_of_it() -> None:
    def change(kind: str, number: int) -> dict[str, object]:
        if kind == "insert":
            return {kind: "customers", "row": {"id": number}}
        return {kind: "customers", "key": [number]}

    day = [("insert", 1), ("update", 1), ("update", 2), ("update", 2), ("delete", 2), ("insert", 3), ("delete", 3)]
    changes = [change(*one) for one in [*day, ("update", 4)]]
    work = Work.of([*changes, {"update": "unselected", "key": [1]}], KEYS, Source(NoTables(), COMPANY))
    assert work.new == {"customers": {("site", 1, 1)}}
    assert work.changed == {"customers": {("site", 1, 4)}}
    assert work.deleted == {"customers": {("site", 1, 2), ("site", 1, 3)}}
    assert work.written("customers") == {("site", 1, 1), ("site", 1, 4)}


def test_the_example_of_a_cleared_value_is_a_row_that_the_first_run_loaded() -> None:
    insert: dict[str, Any] = {"insert": "customers", "row": {"id": 1}}
    updates = [{"update": "customers", "key": [key], "values": {"name": value}} for key, value in [(1, None), (2, "A")]]
    cleared = {"update": "customers", "key": [3], "values": {"name": None}}
    source = Source(NoTables(), COMPANY)
    changes = [insert, *updates, cleared]
    assert Work.of(changes, KEYS, source).cleared(changes, source) == cleared


def test_the_day_of_the_demo_clears_a_value_of_a_row_that_the_first_run_loaded() -> None:
    with Sandbox(Demo()) as sage:
        changes = requests.post(f"{sage.url}/_sandbox/companies/1/day-of-work", timeout=30).json()
    source = Source(NoTables(), COMPANY)
    work = Work.of(changes, {"sop_orders": ("site_id", "company_id", "id")}, source)
    assert work.cleared(changes, source)["update"] == "sop_orders"


def test_a_nested_table_is_read_like_its_parent() -> None:
    assert has_timestamps("sop_orders")
    assert has_timestamps("sop_order_lines")
    assert not has_timestamps("nominal_period_value_views")


def test_the_rows_of_a_run_come_from_the_last_summary_of_the_tap() -> None:
    assert rows_read("7 tables in all    41   6\n313 tables in all       14,935    272") == 14_935
    with pytest.raises(DemoError, match="no summary"):
        rows_read("nothing")
