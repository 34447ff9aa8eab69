"""Every table of Sage has rows in the demo company, and they hold together by their keys and references."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox.company.views import master_of
from sage200_sandbox.facts import Field, resources

from tests.books import Books, books_of

if TYPE_CHECKING:
    from sage200_sandbox.rows import Value

OF_THE_SANDBOX = "sites"  # no table of a company: the sandbox itself lists its companies there
TABLES = sorted(resources().keys() - {OF_THE_SANDBOX})
NOT_THERE = (0, None)
JOINED = (
    *("product", "warehouse", "tax_code", "invoice_line_profit_analysis", "nominal_account_report_category"),
    "search_value",
)


@pytest.fixture
def books() -> Books:
    """The company in the United Kingdom. `test_company_identities` checks the other companies."""
    return books_of(1)


def may_be_null(table: str, field: Field) -> bool:
    """A date that is not set, what a join did not find, and the payment type that a sample leaves out."""
    of_a_join = table.endswith(("_views", "_category_values")) and field.name.startswith(JOINED)
    return field.type == "date-time" or of_a_join or field.name == "payment_type"


def is_of(field: Field, value: Value) -> bool:
    match field.type:
        case "integer":
            return type(value) is int and -(2**63) <= value < 2**63
        case "decimal":
            return isinstance(value, Decimal) and str(value + 0) == str(value) and places(value) == field.scale
        case "date-time":
            return isinstance(value, datetime) and value.tzinfo is UTC and value.microsecond % 1000 == 0
        case "boolean":
            return type(value) is bool
        case "string":
            return isinstance(value, str)


def places(value: Decimal) -> int:
    return -int(value.as_tuple().exponent)


def rows_by(books: Books, table: str, field: str) -> dict[Any, dict[str, Any]]:
    return {row[field]: row for row in books[table]}


def test_every_table_of_sage_has_rows_and_there_is_no_other_table(books: Books) -> None:
    assert [table for table in TABLES if not books.get(table)] == []
    assert books.keys() == set(TABLES)


def test_the_key_of_a_row_is_its_own(books: Books) -> None:
    for table in TABLES:
        keys = Counter(tuple(row[part] for part in resources()[table].key) for row in books[table])
        assert [one for one, times in keys.items() if times > 1] == [], table


def test_no_two_rows_with_a_creation_timestamp_share_an_id(books: Books) -> None:
    tables = [table for table in TABLES if resources()[table].created and resources()[table].key == ("id",)]
    own = [
        table for table in tables if master_of(table) is None and table not in {"country_codes", "currency_iso_codes"}
    ]
    ids = Counter(row["id"] for table in own for row in books[table])
    assert [one for one, times in ids.items() if times > 1] == []


def test_a_row_has_the_fields_of_its_table_with_values_of_their_types(books: Books) -> None:
    for table in TABLES:
        fields = resources()[table].fields
        for row in books[table]:
            assert row.keys() == fields.keys(), table
            wrong = {
                name: row[name]
                for name, field in fields.items()
                if not (may_be_null(table, field) if row[name] is None else is_of(field, row[name]))
            }
            assert wrong == {}, table


def test_a_reference_leads_to_a_row(books: Books) -> None:
    for table in TABLES:
        for field in resources()[table].fields.values():
            if field.references in TABLES:
                (key,) = resources()[field.references].key
                known = {*rows_by(books, field.references, key), *NOT_THERE}
                assert {row[field.name] for row in books[table]} <= known, f"{table}.{field.name}"


def test_a_nested_row_belongs_to_a_row_of_its_parent(books: Books) -> None:
    for table in TABLES:
        for own, theirs in resources()[table].links.items():
            resource = resources()[table]
            parent = resource.fields[own].references or resource.parent if own in resource.fields else None
            if parent:
                assert {row[own] for row in books[table]} <= {row[theirs] for row in books[parent]}, table


def test_a_text_out_of_a_fixed_list_is_in_that_list(books: Books) -> None:
    for table in TABLES:
        for field in resources()[table].fields.values():
            known = {row["value"] for row in books.get(f"{field.name}s", []) if "value" in row}
            if known and field.type == "string":
                assert {row[field.name] for row in books[table]} <= known | {"", None}, f"{table}.{field.name}"


def test_a_fixed_list_counts_from_nought_and_repeats_nothing(books: Books) -> None:
    for table in TABLES:
        if resources()[table].fields.keys() == {"id", "value", "description"}:
            assert [row["id"] for row in books[table]] == list(range(len(books[table]))), table
            assert len({row["value"] for row in books[table]}) == len(books[table]), table


def test_a_view_that_repeats_a_table_says_the_same(books: Books) -> None:
    views = {view: master_of(view) for view in TABLES if master_of(view)}
    assert {"customer_views", "lookup_suppliers", "product_views", "sop_order_return_views"} <= views.keys()
    for view, master in views.items():
        of_view, of_master = resources()[view].fields, resources()[str(master)].fields
        same = [name for name in of_view.keys() & of_master.keys() if of_view[name].type == of_master[name].type]
        masters = rows_by(books, str(master), "id")
        assert {row["id"] for row in books[view]} == masters.keys(), view
        for row in books[view]:
            assert {name: row[name] for name in same} == {name: masters[row["id"]][name] for name in same}, view


def test_a_row_shows_what_the_row_says_that_it_names(books: Books) -> None:
    despatches, orders = books["sop_order_despatch_views"], rows_by(books, "sop_orders", "id")
    customers = rows_by(books, "customers", "id")
    assert despatches
    for row in despatches:
        assert row["sop_order_document_no"] == orders[row["sop_order_id"]]["document_no"]
        assert row["customer_id"] == orders[row["sop_order_id"]]["customer_id"]
        assert row["customer_name"] == customers[row["customer_id"]]["name"]


def test_some_rows_say_nothing_where_others_say_something(books: Books) -> None:
    for table, field, nothing in (
        *(("couriers", "name", ""), ("bank_memos", "note", "")),
        *(("sop_quotes", "document_date", None), ("customers", "last_credit_review", None)),
    ):
        said = {row[field] for row in books[table]}
        assert nothing in said, table
        assert len(said) > 2, table


def test_what_a_join_did_not_find_is_null(books: Books) -> None:
    for table, prefix in (
        ("financial_report_layout_views", "nominal_account_report_category"),
        ("product_group_search_category_values", "search_value"),
    ):
        nulls = [row for row in books[table] if row[f"{prefix}_id"] is None]
        assert 0 < len(nulls) < len(books[table])
        for row in nulls:
            assert {value for name, value in row.items() if name.startswith(prefix)} == {None}
    comments = [row for row in books["sop_order_line_views"] if row["sop_order_line_type"].endswith("Comment")]
    joined = ("product_id", "product_code", "warehouse_id", "warehouse_name", "tax_code_id", "tax_code_rate")
    assert {row[name] for row in comments for name in joined} == {None}
