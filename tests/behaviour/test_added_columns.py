"""Fields that no schema has become columns of text, and a loader learns of them before the first row that has them."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlparse

import pytest

from tap_sage200.errors import RunFailedError
from tap_sage200.singer.base_stream import BaseStream
from tests.support.raw_sage import RawSage
from tests.support.reading_cards import (
    CARDS,
    TEXT,
    CardsTap,
    cards,
    column,
    dated,
    kinds,
    read,
    remembered,
    schemas,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def sage() -> Iterator[RawSage]:
    with RawSage() as sage:
        yield sage


def test_a_field_that_appears_in_mid_page_is_declared_before_its_row(sage: RawSage) -> None:
    cards(sage, *([""] * 40), '"new_field": "x"', "")
    result = read(sage, page_size=5000)
    assert result.error is None
    assert [len(columns) - len(schemas(result)[0]) for columns in schemas(result)] == [0, 1]
    assert schemas(result)[1]["new_field"] == TEXT
    assert kinds(result) == ["SCHEMA", *["RECORD"] * 32, "SCHEMA", *["RECORD"] * 10]
    assert column(result, "new_field") == ["absent"] * 32 + [None] * 8 + ["x", None]


def test_a_field_in_the_last_row_of_the_last_page_is_declared(sage: RawSage) -> None:
    cards(sage, *[""] * 24, '"new_field": 1')
    assert column(read(sage), "new_field")[-1] == "1"


VALUES: tuple[tuple[str, str | None], ...] = (
    ('"text"', "text"),
    ('""', ""),
    ('"a \\"quoted\\" line\\nand \\u00e9"', 'a "quoted" line\nand \u00e9'),
    ('"half \\ud800"', "half \ufffd"),
    ("1.10", "1.10"),
    ("-0.00", "-0.00"),
    ("1E-05", "1E-05"),
    ("1e5", "1e5"),
    (f"{'12345678' * 5}.{'12345678' * 5}", f"{'12345678' * 5}.{'12345678' * 5}"),
    ("9" * 120, "9" * 120),
    ("true", "true"),
    ("false", "false"),
    ("null", None),
    ("{}", "{}"),
    ('{"a": [1.10, 1e5, null, true, "\\u00e9"],\n "b": {}}', '{"a":[1.10,1e5,null,true,"\u00e9"],"b":{}}'),
    ("[]", "[]"),
    ('[{"id": 7}, 1]', '[{"id":7},1]'),
    ('{"id": 7}', '{"id":7}'),
)


@pytest.mark.parametrize("wraps", [False, True], ids=["list", "wrapper"])
@pytest.mark.parametrize("odd", ["", ', "description": 5'], ids=["usual rows", "odd rows"])
def test_a_value_is_loaded_as_sage_wrote_it(sage: RawSage, odd: str, *, wraps: bool) -> None:
    sage.wraps = wraps
    cards(sage, *(f'"new_field": {sent}{odd}' for sent, _ in VALUES))
    result = read(sage, page_size=500)
    assert result.error is None
    assert column(result, "new_field") == [held for _, held in VALUES]


def test_a_field_that_changes_its_form_stays_text(sage: RawSage) -> None:
    forms = ['"x"', "1.50", "null", "true", '{"a": 1}', "[1, 2]", '"y"']
    cards(sage, *(f'"new_field": {form}' for form in forms), *(f'"new_field": {form}' for form in reversed(forms)))
    first = read(sage)
    held = ["x", "1.50", None, "true", '{"a":1}', "[1,2]", "y"]
    assert column(first, "new_field") == [*held, *reversed(held)]
    assert column(read(sage, state=first.state), "new_field") == [*held, *reversed(held)]


def test_text_that_is_no_utf8_is_mended_and_reported(sage: RawSage, caplog: pytest.LogCaptureFixture) -> None:
    cards(sage, '"new_field": "a"', '"new_field": "b\udcff"')
    assert column(read(sage), "new_field") == ["a", "b\ufffd"]
    assert [text for text in caplog.messages if "new_field has U+FFFD" in text and "id 2" in text]


def test_a_later_run_declares_the_columns_from_the_start(sage: RawSage, caplog: pytest.LogCaptureFixture) -> None:
    cards(sage, "", '"new_field": "x", "other": {"a": 1}')
    state = read(sage).state
    assert state["bookmarks"][CARDS]["added_columns"] == ["new_field", "other"]
    caplog.clear()
    cards(sage, "", "")
    result = read(sage, state=state)
    [columns] = schemas(result)
    assert columns["new_field"] == columns["other"] == TEXT
    assert column(result, "new_field") == column(result, "other") == [None, None]
    assert remembered(result) == ["new_field", "other"]
    assert not [text for text in caplog.messages if "new_field" in text], "it was said in the first run"


def test_the_state_has_one_place_for_all_companies(sage: RawSage) -> None:
    for company in range(1, 6):
        cards(sage, '"new_field": "x"', company=company)
    result = read(sage, *range(1, 6))
    assert json.dumps(result.state).count("new_field") == 1
    assert len(schemas(result)) == 2


def test_a_field_that_one_company_has_is_a_column_of_all(sage: RawSage, caplog: pytest.LogCaptureFixture) -> None:
    cards(sage, "", company=1)
    cards(sage, "", '"new_field": 1', company=2)
    cards(sage, "", company=3)
    result = read(sage, 1, 2, 3)
    assert column(result, "new_field") == ["absent", None, "1", None]
    cards(sage, '"newer": 1', company=3)
    again = read(sage, 1, 2, 3, state=result.state)
    assert column(again, "new_field") == [None, None, "1", None]
    assert remembered(again) == ["new_field", "newer"]
    assert len([text for text in caplog.messages if "new text columns" in text]) == 2


def test_names_that_cannot_be_columns_are_said_once_and_left_out(
    sage: RawSage, caplog: pytest.LogCaptureFixture
) -> None:
    names = [
        "@odata.etag",
        "my field",
        "_sdc_batched_at",
        "_SDC_x",
        "_id",
        "1st",
        "a.b",
        "Description",
        "SITE_ID",
        "x" * 64,
    ]
    row = ", ".join(f'"{name}": 1' for name in [*names, "", "good", "class", "Good", "Mixed_Case9", "\u00e9t\u00e9"])
    cards(sage, "", row, row)
    cards(sage, row, company=2)
    result = read(sage, 1, 2)
    assert result.error is None
    assert remembered(result) == ["good", "class", "Mixed_Case9"]
    [said] = [text for text in caplog.messages if "cannot become columns" in text]
    for name in ("@odata.etag", "my field", "_sdc_batched_at", "Description", "Good"):
        assert name in said


def test_a_table_gets_at_most_50_columns(sage: RawSage, caplog: pytest.LogCaptureFixture) -> None:
    cards(sage, ", ".join(f'"first_{number:02}": {number}' for number in range(30)))
    first = read(sage)
    cards(sage, ", ".join(f'"second_{number:02}": {number}' for number in range(30)))
    second = read(sage, state=first.state)
    assert remembered(second) == [f"first_{n:02}" for n in range(30)] + [f"second_{n:02}" for n in range(20)]
    [said] = [text for text in caplog.messages if "cannot become columns" in text]
    assert "second_20, " in said
    assert "second_19" not in said
    third = read(sage, state=second.state)
    assert remembered(third) == remembered(second)
    assert len(third.records(CARDS)[0]) == len(schemas(first)[0]) + 50


def test_a_field_of_nested_rows_is_a_column_of_their_table(sage: RawSage) -> None:
    sage.rows[1, "/sop_orders"] = [
        dated(
            n,
            lines=[{"id": n * 10, "sop_order_id": n, **({"of_line": [1]} if n == 40 else {})}],
            **({"of_order": 1} if n == 70 else {}),
        )
        for n in range(1, 81)
    ]
    result = read(sage, tables=("sop_orders", "sop_order_lines"), page_size=500)
    assert result.error is None
    assert [value for value in column(result, "of_order", "sop_orders") if value not in {None, "absent"}] == ["1"]
    assert [value for value in column(result, "of_line", "sop_order_lines") if value not in {None, "absent"}] == ["[1]"]
    assert remembered(result, "sop_orders") == ["of_order"]
    assert remembered(result, "sop_order_lines") == ["of_line"]
    assert len(schemas(result, "sop_orders")) == len(schemas(result, "sop_order_lines")) == 2


@pytest.mark.parametrize("concurrency", [1, 8])
def test_a_field_appears_in_rows_that_are_requested_by_parent_and_in_the_parents(
    sage: RawSage, concurrency: int
) -> None:
    holdings, balances = "warehouse_holdings", "traceable_item_balances"
    sage.rows[1, "/warehouse_holdings"] = [dated(n, **({"of_holding": 1} if n == 36 else {})) for n in range(1, 41)]
    for parent in range(1, 41):
        keys = [{"traceable_bin_item_id": n, "traceable_item_id": n} for n in range(100)]
        more = {"of_balance": True} if parent == 20 else {}
        path = f"/warehouse_holdings/{parent}/traceable_item_balances"
        sage.rows[1, path] = [json.dumps(key | (more if n == 60 else {})) for n, key in enumerate(keys)]
    result = read(sage, tables=(holdings, balances), concurrency=concurrency, page_size=50)
    assert result.error is None
    assert len(result.records(balances)) == 4000
    assert column(result, "of_balance", balances).count("true") == 1
    assert column(result, "of_holding", holdings).count("1") == 1
    assert len(schemas(result, holdings)) == len(schemas(result, balances)) == 2


def test_expansions_and_what_other_tables_are_expanded_from_are_known(
    sage: RawSage, caplog: pytest.LogCaptureFixture
) -> None:
    known = '"default_nominal_code": {"id": 3}, "main_address": {"id": 1}, "status": {}, "credit_memo_note": null'
    sage.rows[1, "/customers"] = [f'{{"id": 1, "date_time_updated": "2026-01-01T00:00:00Z", {known}}}']
    for policy in ("add", "warn", "fail"):
        result = read(sage, tables=("customers",), on_unknown_field=policy)
        assert result.error is None
        assert len(schemas(result, "customers")) == 1
    assert not [text for text in caplog.messages if "Sage sent fields" in text]


def test_an_object_that_an_expansion_brings_into_nested_rows_is_known_by_its_key(sage: RawSage) -> None:
    address = '"main_address": {"id": 5, "address_country_code": {"id": 9}, "brand_new": {"id": 9}}'
    sage.rows[1, "/customers"] = [f'{{"id": 1, "date_time_updated": "2026-01-01T00:00:00Z", {address}}}']
    result = read(sage, tables=("customers", "customer_main_addresses"))
    assert remembered(result, "customer_main_addresses") == ["brand_new"]


@pytest.mark.parametrize("value", ["1", "{}", "[]"])
def test_other_policies_count_objects_and_lists_too(
    sage: RawSage, value: str, caplog: pytest.LogCaptureFixture
) -> None:
    cards(sage, f'"new_field": {value}, "@odata.etag": 1')
    for policy in ("drop", "warn"):
        result = read(sage, on_unknown_field=policy)
        assert result.error is None
        assert "added_columns" not in result.state["bookmarks"][CARDS]
        assert len([text for text in caplog.messages if "new_field" in text]) == (policy == "warn")
    failed = read(sage, on_unknown_field="fail")
    assert isinstance(failed.error, RunFailedError)
    assert "new_field" in str(failed.error)
    assert "odata" not in caplog.text


def test_batch_files_start_again_with_a_column(sage: RawSage, tmp_path: Path) -> None:
    cards(sage, *[""] * 40, '"new_field": 1.10', "")
    encoding = {"format": "jsonl", "compression": "gzip"}
    batches = {"encoding": encoding, "storage": {"root": tmp_path.as_uri()}, "batch_size": 1000}
    result = read(sage, page_size=5000, batch_config=batches)
    assert kinds(result) == ["SCHEMA", "BATCH", "SCHEMA", "BATCH"]
    files = [message["manifest"] for message in result.messages if message["type"] == "BATCH"]
    rows = [
        [json.loads(line) for line in gzip.decompress(Path(urlparse(name).path).read_bytes()).splitlines()]
        for [name] in files
    ]
    assert all("new_field" not in row for row in rows[0])
    assert [row["new_field"] for row in rows[1]] == [*[None] * 8, "1.10", None]


def test_stream_maps_and_flattening_treat_it_like_any_column(sage: RawSage) -> None:
    cards(sage, "", *[""] * 40, '"new_field": {"a": 1}, "hidden": 2')
    maps = {CARDS: {"hidden": None, "shout": "(description or 'none').upper()"}}
    result = read(sage, stream_maps=maps, flattening_enabled=True, flattening_max_depth=2, page_size=5000)
    assert result.error is None
    assert column(result, "new_field")[-1] == '{"a":1}'
    assert column(result, "shout")[-1] == "NONE"
    assert all("hidden" not in columns for columns in schemas(result))
    computed = read(sage, stream_maps={CARDS: {"twice": "(new_field or '') * 2"}}, state=result.state)
    assert column(computed, "twice")[-1] == '{"a":1}{"a":1}'


def test_maps_that_leave_everything_else_out_leave_it_out(sage: RawSage) -> None:
    cards(sage, "", '"new_field": 1')
    result = read(
        sage, stream_maps={CARDS: {"id": "id", "site_id": "site_id", "company_id": "company_id", "__else__": None}}
    )
    assert result.error is None
    assert column(result, "new_field") == ["absent"] * 2


def test_records_of_a_program_have_the_new_columns_and_the_state_stays(sage: RawSage) -> None:
    cards(sage, *[""] * 40, '"new_field": 1')
    stream = CardsTap(config=sage.settings()).streams[CARDS]
    assert isinstance(stream, BaseStream)
    records = list(stream.get_records(None))
    assert [record.get("new_field", "absent") for record in records] == ["absent"] * 32 + [None] * 8 + ["1"]
    assert "added_columns" not in json.dumps(stream.tap_state)
    again = list(stream.get_records(None))
    assert [record["new_field"] for record in again] == [None] * 40 + ["1"]


def test_a_connection_test_declares_the_columns_of_its_row(sage: RawSage, capfdbinary: Any) -> None:  # noqa: ANN401 - a fixture of pytest
    cards(sage, '"new_field": 1', '"other": 1')
    tap = CardsTap(config=sage.settings())
    tap.run_connection_test()
    messages = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert [message["type"] for message in messages][:3] == ["SCHEMA", "SCHEMA", "RECORD"]
    assert messages[2]["record"]["new_field"] == "1"
