"""The diagrams of the data dictionary show the joins of each group, within the ledger and with other ledgers."""

from __future__ import annotations

import re

import pytest
from sage200_sandbox.company import company_rows

from tools.dictionary.diagrams import MOST
from tools.dictionary.generate import pages
from tools.dictionary.joins import DECLARED
from tools.dictionary.ledgers import LEDGERS, Ledger
from tools.dictionary.tables import TABLES

PAGES = pages()
LEDGER_PAGES = [name for name in PAGES if name != "README.md"]
DIAGRAM = re.compile(r"^```mermaid\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)
ARROW = re.compile(r'    (\w+) (?:-->|-\.->|<-->)\|"\w+(?: and \d+ more)?"\| (\w+)')
NAME = re.compile(r'    (\w+)\["(\w+) \(([\w ]+)\)"\]')
TABLE = {table.name: table for table in TABLES}
TITLE_OF = {ledger.page: ledger.title for ledger in LEDGERS}
for_every_ledger = pytest.mark.parametrize("page", LEDGER_PAGES)


def diagrams(page: str) -> list[list[str]]:
    """The lines of each diagram of a page, after the settings and the direction."""
    return [drawn.splitlines()[2:] for drawn in DIAGRAM.findall(PAGES[page])]


def arrows(page: str) -> list[str]:
    return [line for lines in diagrams(page) for line in lines if not NAME.fullmatch(line)]


@for_every_ledger
def test_a_diagram_is_valid_mermaid_and_small(page: str) -> None:
    for drawn in DIAGRAM.findall(PAGES[page]):
        settings, direction, *lines = drawn.splitlines()
        assert settings.startswith("%%{init: {")
        assert direction == "flowchart LR"
        drawn_arrows = [line for line in lines if not NAME.fullmatch(line)]
        assert 0 < len(drawn_arrows) <= MOST
        assert [line for line in drawn_arrows if not ARROW.fullmatch(line)] == []


@for_every_ledger
def test_a_table_of_another_ledger_has_its_ledger_in_brackets(page: str) -> None:
    for lines in diagrams(page):
        named = {found[1]: found[3] for found in map(NAME.fullmatch, lines) if found}
        drawn = {name for line in lines if not NAME.fullmatch(line) for name in ARROW.findall(line)[0]}
        other = {name: TABLE[name].ledger for name in drawn if TABLE[name].ledger != TITLE_OF[page]}
        assert named == other


@pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.title)
def test_every_reference_is_drawn(ledger: Ledger) -> None:
    """Fixed lists, and resources that are not selected by default, are not drawn."""
    drawn = [ARROW.findall(line)[0] for line in arrows(ledger.page)]
    for table in TABLES:
        if table.ledger == ledger.title and table.line[0].by_default:
            targets = {column["x-references"] for column in table.columns.values() if "x-references" in column}
            for target in (name for name in targets if not TABLE[name].is_fixed_list):
                assert (table.name, target) in drawn


@pytest.mark.parametrize(
    ("page", "arrow"),
    [
        ("cash-book.md", 'bank_memos -->|"bank_id"| banks'),
        ("cash-book.md", 'bank_posted_transactions -->|"bank_id"| banks'),
        ("stock.md", 'product_sales_figures -.->|"product_id"| products'),
        ("sales-orders.md", 'sop_order_lines -->|"product_id"| products'),
        ("sales-orders.md", 'sop_order_lines -->|"nominal_reference and 2 more"| nominal_codes'),
        ("sales-orders.md", 'sop_order_lines -->|"sop_order_id"| sop_orders'),
        ("sales-orders.md", 'sop_orders -->|"customer_id"| customers'),
        ("sales.md", 'sales_posted_transactions <-->|"urn"| nominal_transaction_enquiry_views'),
        ("purchases.md", 'purchase_posted_transactions <-->|"urn"| nominal_transaction_enquiry_views'),
        ("sales.md", 'sales_posted_transaction_bank_items -->|"bank_code"| banks'),
    ],
)
def test_a_diagram_shows_a_join(page: str, arrow: str) -> None:
    assert f"    {arrow}" in arrows(page)


def test_a_declared_join_names_columns_that_exist(subtests: pytest.Subtests) -> None:
    for entry in DECLARED:
        with subtests.test(entry.finds):
            assert [name for name in entry.join.by if name not in TABLE[entry.join.matches].columns] == []
            for table in entry.tables:
                assert [name for name in entry.join.columns if name not in TABLE[table].columns] == []


def test_a_declared_join_finds_rows_in_the_demo_company(subtests: pytest.Subtests) -> None:
    """The demo company has made-up rows in the views of order lines, so their joins find nothing."""
    rows = company_rows(seed=1, scale=1, number=1)
    for entry in DECLARED:
        if entry.finds.startswith(("The sales order line", "The purchase order line", "The lines of an invoice")):
            continue
        with subtests.test(entry.finds):
            matching = {tuple(row[name] for name in entry.join.by) for row in rows[entry.join.matches]}
            joined = [tuple(row[name] for name in entry.join.columns) for row in rows[entry.tables[0]]]
            assert sum(one in matching for one in joined) > len(joined) / 2
