"""The setting `decimals`: what loaders are told about amounts, and the form in which they get them."""

from __future__ import annotations

import gzip
import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pytest
from sage200_sandbox import Sandbox
from sage200_sandbox.sample_rows import row
from singer_sdk.sql.connector import JSONSchemaToSQL

from tests.support.raw_sage import RawSage
from tests.support.reading_cards import changing, column, read, schemas
from tests.support.runs import Result, catalog_of, run_tap

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = "currencies"
TEXT = {"decimals": "singer.decimal"}
RATE = "core_currency_rate"
SENT = ["0.100000", "1", "1e1", "-0.00", "123456789012345678.123456", "null"]
DIGITS = ["0.100000", "1", "10", "-0.00", "123456789012345678.123456", None]
NUMBERS_SENT = [None if text is None else Decimal(text) for text in DIGITS]
SIX_PLACES = {"type": ["string", "null"], "format": "x-singer.decimal", "precision": 38, "scale": 6}
NINE_PLACES = SIX_PLACES | {"scale": 9}
NUMBERS = {"type": ["number", "null"]}
JSON_TEXT = {"type": ["string", "null"], "format": "x-singer.decimal"}
BATCHES = {"encoding": {"format": "jsonl", "compression": "gzip"}}


@pytest.fixture
def sage() -> Iterator[RawSage]:
    with RawSage() as sage:
        sage.rows[1, "/currencies"] = [f'{{"id": {key}, "{RATE}": {rate}}}' for key, rate in enumerate(SENT, 1)]
        yield sage


def load(sage: RawSage, **more: Any) -> Result:  # noqa: ANN401 - settings, and arguments of run_tap
    result = read(sage, tables=(TABLE,), **more)
    assert result.error is None
    return result


def declared(result: Result, name: str = RATE, table: str = TABLE) -> dict[str, Any]:
    """Return a column of the last SCHEMA message, without its description."""
    return {part: said for part, said in schemas(result, table)[-1][name].items() if part != "description"}


def test_amounts_are_numbers_by_default(sage: RawSage) -> None:
    for more in ({}, {"decimals": "number"}, {"decimals": ""}):
        result = load(sage, **more)
        assert declared(result) == NUMBERS
        assert column(result, RATE, TABLE) == NUMBERS_SENT


def test_amounts_are_text_with_the_documented_scale(sage: RawSage) -> None:
    result = load(sage, **TEXT)
    assert declared(result) == SIX_PLACES
    assert column(result, RATE, TABLE) == DIGITS


def test_the_sdk_makes_a_column_of_this_precision_and_scale(sage: RawSage) -> None:
    made = JSONSchemaToSQL().to_sql_type(declared(load(sage, **TEXT)))
    assert str(made) == "DECIMAL(38, 6)"


def test_each_number_of_each_table_gets_the_form() -> None:
    numbers, texts = (catalog_of(config=config)["streams"] for config in ({}, TEXT))
    changed = 0
    for before, after in zip(numbers, texts, strict=True):
        for name, own in before["schema"]["properties"].items():
            is_number = "number" in own["type"]
            changed += is_number
            expected = own | JSON_TEXT if is_number else own
            assert after["schema"]["properties"][name] == expected, (before["stream"], name)
    assert changed > 900


@pytest.mark.parametrize(
    "more",
    [{"stream_maps": {TABLE: {"twice": f"{RATE} or ''"}}}, {"flattening_enabled": True, "flattening_max_depth": 1}],
    ids=["mapped", "flattened"],
)
def test_stream_maps_and_flattening_keep_the_form(sage: RawSage, more: dict[str, Any]) -> None:
    result = load(sage, **TEXT, **more)
    assert declared(result) == SIX_PLACES
    assert column(result, RATE, TABLE) == DIGITS


def test_batch_files_have_the_form(sage: RawSage, tmp_path: Path) -> None:
    result = load(sage, **TEXT, batch_config=BATCHES | {"storage": {"root": tmp_path.as_uri()}})
    assert declared(result) == SIX_PLACES
    files = [file for message in result.messages if message["type"] == "BATCH" for file in message["manifest"]]
    contents = [gzip.decompress(Path(unquote(urlsplit(file).path)).read_bytes()) for file in files]
    assert [json.loads(line)[RATE] for content in contents for line in content.splitlines()] == DIGITS


def test_nested_rows_have_the_form() -> None:
    order = row("sop_orders", 1)
    line = row("sop_order_lines", 1) | {"sop_order_id": order["id"], "line_quantity": Decimal("2.50000")}
    with Sandbox() as sandbox:
        sandbox.companies[0].replace("sop_orders", [order])
        sandbox.companies[0].replace("sop_order_lines", [line])
        result = run_tap(sandbox.settings() | TEXT, "sop_orders", "sop_order_lines")
    assert declared(result, "line_quantity", "sop_order_lines") == SIX_PLACES | {"scale": 5}
    assert column(result, "line_quantity", "sop_order_lines") == ["2.50000"]


def test_views_have_the_scale_of_their_table(sage: RawSage) -> None:
    view = {"views": {"rates": {"of": TABLE, "where": "id gt 0"}}}
    result = read(sage, tables=("rates",), **view, **TEXT)
    assert declared(result, table="rates") == SIX_PLACES
    assert column(result, RATE, "rates") == DIGITS


def test_columns_that_a_person_declares_have_nine_places(sage: RawSage) -> None:
    sage.rows[1, "/currencies"] = ['{"id": 1, "fee": 1.5}']
    own = {"id": "identifier", "fee": "money"}
    for settings, table in (
        ({"extra_columns": {TABLE: {"fee": "money"}}}, TABLE),
        ({"custom_tables": {"fees": {"path": "/currencies", "key": ["id"], "columns": own}}}, "fees"),
    ):
        result = read(sage, tables=(table,), **settings, **TEXT)
        assert declared(result, "fee", table) == NINE_PLACES
        assert column(result, "fee", table) == ["1.5"]


@pytest.mark.parametrize(("old", "new"), [({}, TEXT), (TEXT, {})], ids=["switched on", "switched off"])
def test_a_catalogue_of_the_other_setting_works_and_it_is_said_once(
    sage: RawSage, caplog: pytest.LogCaptureFixture, old: dict[str, str], new: dict[str, str]
) -> None:
    [entry] = catalog_of(TABLE, config=old)["streams"]
    result = load(sage, **new, change_catalog=changing(TABLE, entry["schema"]["properties"]))
    assert declared(result) == (SIX_PLACES if new else NUMBERS)
    assert column(result, RATE, TABLE) == (DIGITS if new else NUMBERS_SENT)
    [told] = [text for text in caplog.messages if "another value of the setting decimals" in text]
    assert told.endswith(f": {TABLE}")


@pytest.mark.parametrize("form", [{}, TEXT], ids=["number", "text"])
def test_a_catalogue_can_still_make_an_amount_plain_text(sage: RawSage, form: dict[str, str]) -> None:
    plain = {"type": ["string", "null"]}
    result = load(sage, **form, change_catalog=changing(TABLE, {RATE: plain}))
    assert declared(result) == plain
    assert column(result, RATE, TABLE)[:2] == DIGITS[:2]


@pytest.mark.parametrize(("form", "kept"), [({}, NUMBERS), (TEXT, NINE_PLACES)], ids=["number", "text"])
@pytest.mark.parametrize("given", [NUMBERS, JSON_TEXT], ids=["a number", "a text"])
def test_an_amount_that_a_person_adds_to_the_catalogue_follows_the_setting(
    sage: RawSage, form: dict[str, str], kept: dict[str, Any], given: dict[str, Any]
) -> None:
    sage.rows[1, "/currencies"] = ['{"id": 1, "fee": 1.50}']
    result = load(sage, **form, change_catalog=changing(TABLE, {"fee": given}))
    assert declared(result, "fee") == kept
    assert column(result, "fee", TABLE) == ["1.50" if form else Decimal("1.50")]


def test_more_places_than_documented_are_written_and_reported(sage: RawSage, caplog: pytest.LogCaptureFixture) -> None:
    sage.rows[1, "/currencies"] = [f'{{"id": 1, "{RATE}": 0.1234567}}']
    assert column(load(sage, **TEXT), RATE, TABLE) == ["0.1234567"]
    assert any(f"{RATE} has more decimal places than Sage documents. Rows: 1" in text for text in caplog.messages)
    assert read(sage, tables=(TABLE,), on_bad_value="fail", **TEXT).error is not None
    assert column(load(sage, on_bad_value="fail"), RATE, TABLE) == [Decimal("0.1234567")]
