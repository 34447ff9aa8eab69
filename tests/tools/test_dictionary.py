"""The data dictionary matches the classes, has every table once, and has no dead links."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from operator import attrgetter

import pytest

from tap_sage200.singer.base_stream import COMPANY_KEY, BaseStream
from tap_sage200.singer.nested_stream import NestedStream
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams import stream_types
from tap_sage200.streams.columns import Column, flag, professional, reference, since, text
from tap_sage200.streams.columns import table as schema_of
from tap_sage200.streams.left_out import LEFT_OUT
from tests.streams.tables import FACTS
from tools.dictionary.columns import Row, rows
from tools.dictionary.generate import DICTIONARY, pages
from tools.dictionary.ledgers import LEDGERS, Ledger
from tools.dictionary.loading import loading_of
from tools.dictionary.prose import MARKS, with_marks
from tools.dictionary.tables import TABLES, Table

PAGES = pages()
README = "README.md"
LEDGER_PAGES = [name for name in PAGES if name != README]
ROW = r"^\| `(\w+)`(?: … `(\w+)`)? \|"

name_of = attrgetter("name")
TABLE = {table.name: table for table in TABLES}
NESTED = [table for table in TABLES if table.nesting]


def headings(text: str) -> list[str]:
    return re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)


def ledger_of(table: Table) -> Ledger:
    (ledger,) = (ledger for ledger in LEDGERS if ledger.title == table.ledger)
    return ledger


def page_of(table: Table) -> str:
    return PAGES[ledger_of(table).page]


def section(table: Table) -> str:
    """The text between the heading of a table and the next heading."""
    _, _, after = page_of(table).partition(f"# {table.name}\n")
    return re.split(r"^#", after, maxsplit=1, flags=re.MULTILINE)[0]


def row(table: str, column: str) -> str:
    """The line of a column, or of several columns that start with it."""
    (line,) = (line for line in section(TABLE[table]).splitlines() if line.startswith(f"| `{column}`"))
    return line


def rows_of(*columns: Column) -> list[Row]:
    """The column list that a page shows."""
    return rows(replace(TABLE["banks"], columns=schema_of(*columns)["properties"]))


def meaning(table: Table, column: str) -> str:
    (found,) = (line.meaning for line in rows(table) if line.name == f"`{column}`")
    return found


def between(first: str, last: str) -> list[str]:
    if first == last:
        return [first]
    name, _, start = first.rpartition("_")
    return [f"{name}_{number}" for number in range(int(start), int(last.rpartition("_")[2]) + 1)]


def anchors(text: str) -> set[str]:
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings(text)}


def test_the_dictionary_matches_the_classes() -> None:
    written = {page.name: page.read_text(encoding="utf-8") for page in DICTIONARY.glob("*.md")}
    stale = sorted(name for name in written.keys() | PAGES.keys() if written.get(name) != PAGES.get(name))
    assert not stale, f"These pages differ from the classes: {', '.join(stale)}. Run `make docs`."


def test_every_table_is_on_exactly_one_page() -> None:
    sections = Counter(heading for name in LEDGER_PAGES for heading in headings(PAGES[name]))
    names = [name_of(stream) for stream in stream_types()]
    assert {name: sections[name] for name in names} == dict.fromkeys(names, 1)


def test_every_nested_table_is_shown_as_nested() -> None:
    nested = {name_of(stream) for stream in stream_types() if issubclass(stream, NestedStream)}
    assert {table.name for table in NESTED} == nested


@pytest.mark.parametrize("name", PAGES)
def test_no_link_is_dead(name: str) -> None:
    """Links to other folders are checked when the site is built."""
    for page, anchor in re.findall(r"\]\((?!\.\./)([^)#]*)#?([^)]*)\)", PAGES[name]):
        target = page or name
        assert target in PAGES
        assert not anchor or anchor in anchors(PAGES[target]), f"{target}#{anchor}"


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_duplicate_heading(name: str) -> None:
    """GitHub would give the second heading a different anchor."""
    found = headings(PAGES[name])
    assert len(found) == len(anchors(PAGES[name]))


def test_a_table_shows_all_columns_in_order(subtests: pytest.Subtests) -> None:
    for table in TABLES:
        with subtests.test(table.name):
            text = page_of(table).partition("\n## Fixed lists\n")[2] if table.is_fixed_list else section(table)
            lines = re.findall(ROW, text.partition("\n## ")[0], flags=re.MULTILINE)
            columns = [name for first, last in lines for name in between(first, last or first)]
            assert columns == [name for name in table.columns if name not in COMPANY_KEY]


def test_all_fixed_lists_share_the_text_that_is_written_once() -> None:
    lists = [table for table in TABLES if table.is_fixed_list]
    assert len({(table.key, table.loading, table.by_default, table.nesting, *rows(table)) for table in lists}) == 1


@pytest.mark.parametrize(
    ("table", "note"),
    [
        ("bank_memos", "**Part of:** [banks](#banks). Sage sends these rows inside its rows, as `memos`."),
        (
            "bank_memos",
            (
                "**Loading:** each run loads the rows again whose row above them was added or changed (incremental, by "
                "`bank_date_time_updated`, which repeats `date_time_updated` of the row above it)."
            ),
        ),
        (
            "sop_quote_line_discounts",
            "**Part of:** [sop_quote_lines](#sop_quote_lines). Sage sends these rows inside its rows, as `discount`.",
        ),
        (
            "stocktake_items",
            "**Loading:** each run loads the whole table, together with the table above it (full refresh).",
        ),
        (
            "product_sales_figures",
            ("**Requests:** in each run, one request per row of [products](#products): `/product_sales_figures/{id}`"),
        ),
        (
            "sop_order_line_discounts",
            (
                "**Requests:** in each run, one request per row of [sop_orders](#sop_orders): "
                "`/sop_orders/{id}/sop_order_lines`, property `discount`"
            ),
        ),
        (
            "traceable_item_locations",
            (
                "**Requests:** in each run, one request per distinct `traceable_item_id` of "
                "[traceable_item_balances](#traceable_item_balances): "
                "`/traceable_items/{traceable_item_id}/traceable_item_locations`"
            ),
        ),
        ("traceable_item_locations", "**Loading:** each run loads the whole table (full refresh)."),
        (
            "traceable_item_locations",
            ('**Selected by default:** no. To select it: `meltano select tap-sage200 traceable_item_locations "*"`'),
        ),
        ("banks", '**Selected by default:** yes. To select it: `meltano select tap-sage200 banks "*"`'),
        ("traceable_item_locations", "**Edition:** Professional only"),
        ("trader_account_types", "**Edition:** Professional only"),
        ("sop_quotes", "**Since:** 2021-11-08 (Sage's release dates)"),
        ("bank_memos", "**Since:** 2023-08-14 (Sage's release dates)"),
        ("authorisation_types", "**Since:** 2020-09-16 (Sage's release dates)"),
        (
            "banks",
            (
                "**Loading:** each run loads the rows that were added or changed since the run before "
                "(incremental, by `date_time_updated`, `date_time_created`)."
            ),
        ),
        (
            "cash_book_settings",
            "**Loading:** each run loads the whole table (full refresh), because Sage gives no timestamp of changes.",
        ),
        (
            "nominal_transaction_enquiry_views",
            (
                "**Loading:** each run loads the rows that were added since the run before (incremental, by `id`). "
                f"Sage gives no timestamp of changes, but only adds rows{MARKS['inferred']}."
            ),
        ),
    ],
)
def test_a_table_has_notes_on_parent_loading_command_edition_and_release(table: str, note: str) -> None:
    assert f"- {note}" in section(TABLE[table]).splitlines()


def test_a_table_of_all_editions_and_releases_has_no_such_notes() -> None:
    assert not re.search(r"\*\*(Edition|Since|Part of|Requests):", section(TABLE["banks"]))


@pytest.mark.parametrize(
    ("table", "column", "remark"),
    [
        ("customers", "status_reason", "*Since 2020-09.*"),
        ("customers", "finance_charge_id", "*Professional.* *Since 2020-09.*"),
        ("customers", "is_head_office_with_branches", "*Needs `$expand=status`, slow; not selected by default.*"),
        ("customers", "default_nominal_code_id", "*Needs `$expand=default_nominal_code`.*"),
        ("sop_orders", "spare_text_1` … `spare_text_10", "*Since 2023-08.*"),
        ("pop_order_return_views", "analysis_code_6` … `analysis_code_20", "*Professional.*"),
    ],
)
def test_a_column_has_remarks(table: str, column: str, remark: str) -> None:
    *_, shown = row(table, column).strip("|").split(" | ")
    assert shown.strip().endswith(remark)


def test_a_column_does_not_repeat_the_remarks_of_its_table() -> None:
    customers = TABLE["customers"]
    assert meaning(customers, "finance_charge_id").endswith("*Professional.* *Since 2020-09.*")
    assert meaning(replace(customers, introduced="2020-09-16"), "finance_charge_id").endswith("` *Professional.*")
    assert meaning(replace(customers, edition="professional"), "finance_charge_id").endswith("` *Since 2020-09.*")


def test_a_reference_names_its_table() -> None:
    (line,) = rows_of(*professional(reference("bank_id", "banks", "Where it went.")))
    assert line == Row("`bank_id`", "whole number", "Where it went. → `banks` *Professional.*")


def test_a_key_without_a_description_is_called_the_primary_key() -> None:
    assert meaning(TABLE["banks"], "id") == "Primary key."
    assert meaning(TABLE["bank_memos"], "bank_id") == "→ `banks`"


def test_a_table_without_any_meaning_has_no_column_for_it() -> None:
    for table in TABLES:
        has_meaning = any(line.meaning for line in rows(table))
        assert ("| column | type | meaning |" in section(table)) == (has_meaning and not table.is_fixed_list)


def test_numbered_columns_that_differ_in_more_than_the_number_have_rows_of_their_own() -> None:
    assert rows_of(
        text("line_1", "Line 1."), text("line_2", "Line 2."), text("line_3", "The town."), flag("line_4")
    ) == [
        Row("`line_1` … `line_2`", "text", "Line 1 to 2."),
        Row("`line_3`", "text", "The town."),
        Row("`line_4`", "yes/no", ""),
    ]


def test_numbered_columns_with_different_remarks_have_rows_of_their_own() -> None:
    first, *others = (text(f"line_{number}") for number in range(10, 14))
    assert rows_of(first, *since("2021-11-08", *others)) == [
        Row("`line_10`", "text", ""),
        Row("`line_11` … `line_13`", "text", "*Since 2021-11.*"),
    ]


def test_the_first_page_counts_the_tables() -> None:
    counted = re.search(
        r"\*\*(\d+) tables\*\*, under Sage's own names: (\d+) are resources of Sage's API, (\d+) are nested",
        PAGES[README],
    )
    assert counted
    everything, resources, nested = map(int, counted.groups())
    assert everything == len(stream_types()) == resources + nested
    assert nested == len(NESTED)
    ledgers = re.findall(r"^\| \[.+\]\([\w-]+\.md\) \| (\d+) \|", PAGES[README], flags=re.MULTILINE)
    assert sum(map(int, ledgers)) == everything
    methods = re.findall(r"^\| .+ \| (?:incremental|full refresh).* \| (\d+) \|$", PAGES[README], flags=re.MULTILINE)
    assert sum(map(int, methods)) == everything


@pytest.mark.parametrize(
    ("table", "loaded"),
    [
        ("banks", "changes"),
        ("bank_memos", "changes, with parent"),
        ("nominal_transaction_enquiry_views", "new rows"),
        ("stocktakes", "all rows"),
        ("bank_account_types", "all rows, once a day"),
        ("stocktake_items", "all rows, with parent"),
        ("product_sales_figures", "all rows, slow"),
    ],
)
def test_a_table_has_a_word_for_how_it_is_loaded(table: str, loaded: str) -> None:
    assert TABLE[table].loading.method.label == loaded


def test_the_tables_that_are_not_read_in_each_run_are_read_once_a_day() -> None:
    every = {stream.every for stream in stream_types() if issubclass(stream, ResourceStream)}
    assert every == {None, "24h"}


def test_no_page_has_words_in_brackets_where_it_has_small_letters(subtests: pytest.Subtests) -> None:
    for name, page in PAGES.items():
        with subtests.test(name):
            assert re.findall(r" \((?:documented|seen|inferred)\)", page) == []
            assert [mark for mark in MARKS.values() if mark not in page] == []


def test_the_first_page_lists_what_is_left_out_and_what_cannot_be_had() -> None:
    lines = PAGES[README].splitlines()
    assert [name for name, why in LEFT_OUT.items() if f"| `{name}` | {with_marks(why)} |" not in lines] == []
    undescribed = sorted(
        f"`{name}.{expand}`"
        for name, facts in FACTS.items()
        for expand, one in facts.get("expands", {}).items()
        if one["rows"] is None
    )
    assert f"No source describes {' and '.join(undescribed)}" in PAGES[README]
    harmful = {expand for facts in FACTS.values() for expand in facts.get("harmful", [])}
    assert {f"`{expand}` takes a lock" in PAGES[README] for expand in harmful} == {True}


def test_the_example_of_rows_that_vanished_uses_existing_columns() -> None:
    (example,) = re.findall(r"```sql\n(.*?)```", PAGES[README], flags=re.DOTALL)
    named = {"line": TABLE["sop_order_lines"], "parent": TABLE["sop_orders"]}
    assert set(re.findall(r"(\w+) AS (\w+)", example)) == {(table.name, alias) for alias, table in named.items()}
    used = re.findall(r"\b(line|parent)\.(\w+)", example)
    assert len(used) == 8
    assert all(column in named[alias].columns for alias, column in used)
    nesting = named["line"].nesting
    assert nesting
    assert nesting.links == {"sop_order_id": "id", "sop_order_date_time_updated": "date_time_updated"}


def test_an_unknown_kind_of_table_is_an_error() -> None:
    with pytest.raises(TypeError, match=r"Describe in tools/dictionary/loading\.py how it is loaded\.$"):
        loading_of(BaseStream)  # type: ignore[type-abstract]  # never instantiated
