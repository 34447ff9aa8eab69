"""The data dictionary lists the known values of each column and of each fixed list."""

from __future__ import annotations

import re

import pytest

from tests.streams.tables import FACTS
from tools.dictionary.columns import rows
from tools.dictionary.generate import pages
from tools.dictionary.prose import MARKS
from tools.dictionary.tables import TABLES

KNOWN = {
    (table.name, line.name.strip("`")): line.meaning[max(line.meaning.find("Known values"), 0) :]
    for table in TABLES
    for line in rows(table)
    if "Known values" in line.meaning
}
PAGES = "\n".join(pages().values())


@pytest.mark.parametrize(
    ("table", "column", "known"),
    [
        (
            "sop_order_lines",
            "confirmation_intent_type",
            "Known values of `confirmation_intent_types` (seen): `ConfirmOnDespatch` (documented).",
        ),
        (
            "customers",
            "account_status_type",
            (
                "Known values of `account_status_types` (seen): `AccountStatusActive`, `AccountStatusHidden`. "
                "*Since 2017-01.*"
            ),
        ),
        (
            "pop_order_return_line_invoice_credit_views",
            "pop_invoice_credit_type_id",
            "",
        ),
    ],
)
def test_a_column_lists_its_known_values(table: str, column: str, known: str) -> None:
    assert KNOWN.get((table, column), "") == known


def test_a_column_with_the_number_of_a_value_lists_the_names_of_the_values() -> None:
    assert KNOWN["sop_order_return_invoice_credit_views", "sop_order_return_document_status_id"].startswith(
        "Known values of the list (seen): `EnumDocumentStatusLive`, `EnumDocumentStatusOnHold`"
    )


@pytest.mark.parametrize(
    ("table", "column", "meaning"),
    [
        ("payment_groups", "payment_type", "A value of `payment_types` (inferred)."),
        ("sop_orders", "payment_type", ""),  # the list of its name is of another ledger
        ("customers", "name", ""),
    ],
)
def test_a_column_names_the_fixed_list_of_its_ledger_that_has_its_name(table: str, column: str, meaning: str) -> None:
    (found,) = (
        line.meaning for one in TABLES if one.name == table for line in rows(one) if column in line.name.split("`")
    )
    assert meaning in found
    assert ("A value of" in found) == bool(meaning)


def test_a_fixed_list_lists_its_known_values(subtests: pytest.Subtests) -> None:
    for table in TABLES:
        if table.is_fixed_list:
            with subtests.test(table.name):
                _, _, after = PAGES.partition(f"\n### {table.name}\n")
                intro = re.escape(f"Known values{MARKS['seen']}: ")
                shown = re.findall(rf"^{intro}(.+)\.$", re.split(r"\n##", after)[0], flags=re.MULTILINE)
                assert len(shown) <= 1
                assert set(re.findall(r"`(\w+)`", "".join(shown))) == set(FACTS[table.name].get("values", []))
