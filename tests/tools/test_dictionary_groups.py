"""The data dictionary groups tables as people look for them, and has a finder by what people look for."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from tools.dictionary.finder import FINDER
from tools.dictionary.generate import pages
from tools.dictionary.groups import declared, fixed_lists_of, groups_of
from tools.dictionary.ledgers import LEDGERS, Ledger
from tools.dictionary.tables import TABLES

PAGES = pages()
README = "README.md"
TABLE = {table.name: table for table in TABLES}
for_every_ledger = pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.title)


def test_every_table_is_in_exactly_one_group() -> None:
    grouped = [table.name for ledger in LEDGERS for group in groups_of(ledger.title) for table in group.tables]
    lists = [table.name for ledger in LEDGERS for table in fixed_lists_of(ledger.title)]
    counted = Counter(grouped + lists)
    assert counted == dict.fromkeys(TABLE, 1)


def test_every_named_table_exists_and_is_named_once() -> None:
    named = Counter(name for groups in declared().values() for names in groups.values() for name in names)
    assert {name for name, times in named.items() if times > 1 or name not in TABLE} == set()
    assert set(declared()) == {ledger.title for ledger in LEDGERS}


def test_a_nested_table_follows_its_parent_or_is_named(subtests: pytest.Subtests) -> None:
    """Only tables nested in the same parent are between them."""
    for ledger in LEDGERS:
        for group in groups_of(ledger.title):
            names = [table.name for table in group.tables]
            for position, member in enumerate(group.members):
                with subtests.test(member.table.name):
                    assert (member.depth == 0) == (member.table.name in declared()[ledger.title][group.title])
                    if member.depth:
                        assert member.table.nesting
                        parent = member.table.nesting.parent
                        between = group.tables[names.index(parent.name) + 1 : position]
                        assert names.index(parent.name) < position
                        assert all(parent.name in [one.name for one in table.line] for table in between)


def test_tables_that_repeat_others_are_in_the_last_group(subtests: pytest.Subtests) -> None:
    for ledger in LEDGERS:
        *groups, last = groups_of(ledger.title)
        with subtests.test(ledger.title):
            assert [table.name for group in groups for table in group.tables if table.name.startswith("lookup_")] == []
            if "repeat" in last.title:
                assert not any(table.by_default for table in last.tables)


@for_every_ledger
def test_a_page_lists_each_group_with_its_tables(ledger: Ledger) -> None:
    page = PAGES[ledger.page]
    for group in groups_of(ledger.title):
        _, _, after = page.partition(f"\n## {group.title}\n")
        section = re.split(r"^## ", after, maxsplit=1, flags=re.MULTILINE)[0]
        names = [table.name for table in group.tables]
        assert re.findall(r"^\| (?:↳&nbsp;)*\[(\w+)\]\(#\1\) \|", section, flags=re.MULTILINE) == names
        assert re.findall(r"^### (\w+)$", section, flags=re.MULTILINE) == names
        assert f"(#{group.title.lower().replace(',', '').replace(' ', '-')}) | {len(names)} |" in page


@pytest.mark.parametrize(
    ("ledger", "group", "table"),
    [
        ("Sales", "Contacts and addresses", "customer_main_addresses"),
        ("Sales", "Invoices, receipts and other transactions", "sales_posted_transaction_tax_analysis_items"),
        ("Sales", "Balances and ageing", "sales_aged_debtor_summary_views"),
        ("Nominal", "Balances and budgets", "nominal_code_period_balances"),
        ("Stock", "Batches and serial numbers", "traceable_item_receipt_transactions"),
        ("Financials", "VAT", "tax_codes"),
    ],
)
def test_a_table_is_where_people_look_for_it(ledger: str, group: str, table: str) -> None:
    (found,) = (one for one in groups_of(ledger) if one.title == group)
    assert TABLE[table] in found.tables


@pytest.mark.parametrize(
    "topic", ["Customers", "Invoices", "Payments", "VAT", "Budgets", "Stock value", "Prices", "Aged debtors"]
)
def test_the_first_page_finds_tables_by_what_people_look_for(topic: str) -> None:
    assert any(line.startswith(f"| {topic}") for line in PAGES[README].splitlines())


def test_the_finder_names_tables_that_exist() -> None:
    named = {name for names in FINDER.values() for name in names}
    assert named - TABLE.keys() == set()
    assert [topic for topic, names in FINDER.items() if not TABLE[names[0]].by_default and "Batches" not in topic] == []


def test_the_first_page_lists_every_table() -> None:
    listed = PAGES[README].partition("\n## Every table\n")[2]
    assert Counter(re.findall(r"\[(\w+)\]\([\w-]+\.md#\1\)", listed)) == Counter(TABLE.keys())
