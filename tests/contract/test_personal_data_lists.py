"""The page about personal and bank data lists every such column, so that a new one is not missed."""

from __future__ import annotations

import re
from operator import attrgetter
from pathlib import Path

from tap_sage200.streams import stream_types

PAGE = Path(__file__).parents[2] / "docs" / "personal-data.md"
COLUMNS = {
    (stream_type.declared_name(), column)
    for stream_type in stream_types()
    for column in attrgetter("schema")(stream_type)["properties"]
}
SUSPECT = re.compile(
    "bank|iban|bic|swift|sort_code|roll_number|account_n|card|cheque|payee|email|phone|fax|mobile|subscriber|contact"
    "|user|created_by|updated_by|originator|logon|friendly|address|post_?code|postal|city|county|person|salary|signature"
    "|(first|middle|last|sur|fore)_?name|birth|national|passport"
)
"""What the name of a column of personal or bank data contains."""
HARMLESS = re.compile(
    r".*(_id|_type|_date_time_updated|_date_time|_rate|_value|_method|_code)$"
    r"|.*(country_code_name|nominal|report_)"
    r"|(is|use|auto|allow|single|electronic|user_logon_as)_"
    r"|(next_|supplier_)?account_(number|name)$"
    r"|friendly_(class|property)_name$"
)
"""Keys, kinds, amounts, settings, and the accounts of ledgers."""
HARMLESS_BUT = {"sort_code", "post_code", "postcode"}


def listed() -> list[tuple[str, str]]:
    """Return the pairs of table and column that the page lists."""
    text = PAGE.read_text(encoding="utf-8").split("## Which columns")[1]
    rows = re.findall(r"^\| (`.+`) \| (`.+`) \|$", text, flags=re.MULTILINE)
    names = [[re.findall(r"`(\w+)`", cell) for cell in row] for row in rows]
    return [(table, column) for tables, columns in names for table in tables for column in columns]


def is_suspect(column: str) -> bool:
    if not SUSPECT.search(column):
        return False
    return not HARMLESS.match(column) or any(column.endswith(end) for end in HARMLESS_BUT)


def test_the_page_lists_columns_that_exist_and_each_once() -> None:
    pairs = listed()
    assert len(pairs) > 200
    assert set(pairs) <= COLUMNS
    assert len(pairs) == len(set(pairs))


def test_no_column_that_may_be_personal_is_missing() -> None:
    missing = {pair for pair in COLUMNS if is_suspect(pair[1])} - set(listed())
    assert sorted(missing) == [], "list it in docs/personal-data.md, or say here why it is harmless"


def test_all_that_a_bank_account_of_a_supplier_has_is_listed() -> None:
    columns = {column for table, column in COLUMNS - set(listed()) if table == "supplier_banks"}
    stamps = {"supplier_date_time_updated", "date_time_created", "date_time_updated"}
    assert columns - stamps == {"site_id", "company_id", "supplier_id", "id"}


def test_a_new_column_would_be_noticed() -> None:
    assert all(map(is_suspect, ("mobile_number", "payer_iban", "second_sort_code", "home_post_code", "user_name")))
