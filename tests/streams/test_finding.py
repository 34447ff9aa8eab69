"""Tables are found by their classes. The folder of a class is its ledger."""

from __future__ import annotations

from pathlib import Path

import pytest

from tap_sage200 import streams
from tap_sage200.singer.base_stream import BaseStream
from tap_sage200.singer.resource_stream import ResourceStream
from tap_sage200.streams import ledger_of, stream_types
from tap_sage200.streams.cash_book import banks
from tap_sage200.streams.fixed_list import FixedList
from tap_sage200.streams.left_out import LEFT_OUT
from tap_sage200.streams.nominal import accounts
from tests.streams.tables import FACTS, NESTED, TABLES

LEDGERS = {
    "Cash book",
    "Financials",
    "General",
    "Nominal",
    "Price book",
    "Purchase orders",
    "Purchases",
    "Sales",
    "Sales orders",
    "Stock",
}
AREAS = {"Sales Orders (SOP)": "Sales orders", "Purchase Orders (POP)": "Purchase orders", "Commercials": "General"}


def test_there_is_a_class_for_every_table_known() -> None:
    assert FACTS.keys() == TABLES.keys()


def test_tables_are_sorted_by_name() -> None:
    assert list(TABLES) == sorted(TABLES)


def test_a_class_that_another_module_imports_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "Banks", banks.Banks, raising=False)
    assert stream_types.__wrapped__() == stream_types()


def test_two_classes_with_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    other = type("OtherBanks", (banks.Banks,), {"name": "banks", "__module__": accounts.__name__})
    monkeypatch.setattr(accounts, "OtherBanks", other, raising=False)
    with pytest.raises(ValueError, match=r"nominal\.accounts and .*cash_book\.banks both define the table banks\."):
        stream_types.__wrapped__()


def test_the_bases_of_tables_are_no_tables() -> None:
    assert {BaseStream, ResourceStream, FixedList}.isdisjoint(stream_types())


def test_every_folder_but_that_of_shared_columns_is_a_ledger_with_tables() -> None:
    folders = {path.parent.name for path in Path(streams.__file__).parent.glob("*/__init__.py")}
    titles = {folder.replace("_", " ").capitalize() for folder in folders - {"shared"}}
    assert titles == LEDGERS == set(map(ledger_of, stream_types()))


def test_a_table_is_in_the_ledger_that_sage_counts_it_to(subtests: pytest.Subtests) -> None:
    for name, stream in TABLES.items():
        with subtests.test(name):
            area = FACTS[name]["area"].partition(" / ")[0]
            assert ledger_of(stream) == AREAS.get(area, area.capitalize())


def test_a_nested_table_is_in_the_ledger_of_its_parent(subtests: pytest.Subtests) -> None:
    for name, stream in NESTED.items():
        with subtests.test(name):
            assert ledger_of(stream) == ledger_of(TABLES[FACTS[name]["parent"]])


def test_a_resource_that_is_left_out_has_no_class() -> None:
    assert LEFT_OUT.keys().isdisjoint(TABLES)
