"""The data dictionary says what the classes say, has every table once, and leads nowhere that is not there."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from operator import attrgetter

import pytest

from docs.columns import column_table
from docs.generate import DICTIONARY, pages
from docs.ledgers import ledger_of
from docs.tables import TABLES, Table
from tap_sage200.client import COMPANY_KEY
from tap_sage200.sandbox.facts import resource_called
from tap_sage200.streams import STREAM_TYPES
from tap_sage200.streams.columns import flag, reference, text
from tap_sage200.streams.columns import table as schema_of

PAGES = pages()
AREAS = {"Sales Orders (SOP)": "Sales orders", "Purchase Orders (POP)": "Purchase orders", "Commercials": "General"}
README = "README.md"
ROW = r"^\| `(\w+)`(?: … `(\w+)`)? \|"
name_of = attrgetter("name")
for_every_table = pytest.mark.parametrize("table", TABLES, ids=name_of)


def headings(text: str) -> list[str]:
    return re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)


def between(first: str, last: str) -> list[str]:
    if first == last:
        return [first]
    name, _, start = first.rpartition("_")
    return [f"{name}_{number}" for number in range(int(start), int(last.rpartition("_")[2]) + 1)]


def anchors(text: str) -> set[str]:
    return {heading.lower().replace(" ", "-") for heading in headings(text)}


def test_the_dictionary_is_what_the_classes_say() -> None:
    written = {page.name: page.read_text(encoding="utf-8") for page in DICTIONARY.glob("*.md")}
    stale = sorted(name for name in written.keys() | PAGES.keys() if written.get(name) != PAGES.get(name))
    assert not stale, f"Not what the classes say: {', '.join(stale)}. Run `make docs`."


def test_every_table_is_on_exactly_one_page() -> None:
    sections = Counter(heading for name, text in PAGES.items() if name != README for heading in headings(text))
    names = [name_of(stream) for stream in STREAM_TYPES]
    assert {name: sections[name] for name in names} == dict.fromkeys(names, 1)


@for_every_table
def test_a_table_is_in_the_ledger_that_sage_counts_it_to(table: Table) -> None:
    area = resource_called(table.name).area.partition(" / ")[0]
    assert ledger_of(table).title == AREAS.get(area, area.capitalize())


def test_a_table_of_no_ledger_is_refused() -> None:
    with pytest.raises(ValueError, match=r"is in no ledger\. Give it one ledger in docs/ledgers\.py\.$"):
        ledger_of(replace(TABLES[0], module="payroll"))


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_somewhere(name: str) -> None:
    for page, anchor in re.findall(r"\]\(([^)#]*)#?([^)]*)\)", PAGES[name]):
        target = page or name
        assert target in PAGES
        assert not anchor or anchor in anchors(PAGES[target]), f"{target}#{anchor}"


@for_every_table
def test_a_table_has_all_of_its_columns_in_their_order(table: Table) -> None:
    heading = "\n## Fixed lists\n" if table.is_fixed_list else f"\n## {table.name}\n"
    _, _, after = PAGES[ledger_of(table).page].partition(heading)
    rows = re.findall(ROW, after.partition("\n## ")[0], flags=re.MULTILINE)
    columns = [name for first, last in rows for name in between(first, last or first)]
    assert columns == [name for name in table.columns if name not in COMPANY_KEY]


def test_a_reference_is_a_link_to_its_table() -> None:
    schema = schema_of(reference("bank_id", "banks", "Where it went."))
    assert column_table(schema["properties"], str.upper)[2:] == [
        "| `bank_id` | whole number | Where it went. | BANKS |"
    ]


def test_numbered_columns_that_differ_in_more_than_the_number_have_rows_of_their_own() -> None:
    lines = (text("line_1", "Line 1."), text("line_2", "Line 2."), text("line_3", "The town."), flag("line_4"))
    assert column_table(schema_of(*lines)["properties"], str)[2:] == [
        "| `line_1` … `line_2` | text | Line 1 to 2. |  |",
        "| `line_3` | text | The town. |  |",
        "| `line_4` | yes/no |  |  |",
    ]
