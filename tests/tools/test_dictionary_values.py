"""The data dictionary lists the known named values, for each column and each fixed list."""

from __future__ import annotations

import re

import pytest

from tests.streams.tables import FACTS
from tools.dictionary.columns import rows
from tools.dictionary.generate import pages
from tools.dictionary.tables import TABLES

KNOWN = {
    (table.name, line.name.strip("`")): line.meaning.partition("Known (seen): ")[2]
    for table in TABLES
    for line in rows(table)
}
PAGES = "\n".join(pages().values())


@pytest.mark.parametrize(
    ("table", "column", "known"),
    [
        ("sop_order_lines", "confirmation_intent_type", "`ConfirmOnDespatch` (documented)."),
        ("customers", "account_status_type", "`AccountStatusActive`, `AccountStatusHidden`. *Since 2017-01.*"),
        ("customer_sop_invoice_credit_line_views", "sop_invoice_credit_type", "`EnumInvoiceCreditTypeCredit`."),
        ("customers", "name", ""),
    ],
)
def test_a_column_lists_the_named_values_that_are_known(table: str, column: str, known: str) -> None:
    assert KNOWN[table, column] == known


def test_a_fixed_list_lists_the_values_that_are_known(subtests: pytest.Subtests) -> None:
    for table in TABLES:
        if table.is_fixed_list:
            with subtests.test(table.name):
                _, _, after = PAGES.partition(f"\n### {table.name}\n")
                shown = re.findall(r"^Known \(seen\): (.+)\.$", re.split(r"\n##", after)[0], flags=re.MULTILINE)
                assert len(shown) <= 1
                assert set(re.findall(r"`(\w+)`", "".join(shown))) == set(FACTS[table.name].get("values", []))
