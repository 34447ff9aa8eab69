"""`sage200 describe`: the settings for a resource that the tap does not know."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from sage200_sandbox.sample_rows import customers

from tap_sage200.tap import TapSage200
from tests.support.commanding import sage200
from tests.support.echo import as_json, response
from tests.support.replying_sage import ReplyingSage, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.testing import Result
    from sage200_sandbox import Sandbox

    from tests.support.replying_sage import Options

SageRow = dict[str, Any]


def described(rows: object, *options: str, path: str = "/sop_returns", metadata: bytes | None = None) -> Result:
    """Describe a resource with these rows."""

    def reply(_: str, options: Options) -> bytes:
        if "$metadata" in options:
            return refusal("400 Bad Request", "no such option") if metadata is None else response(metadata)
        return response(rows if isinstance(rows, bytes) else as_json(rows))

    with ReplyingSage(reply=reply) as sage:
        return sage200("describe", path, *options, config=sage.settings())


def table_of(result: Result) -> dict[str, Any]:
    """Return the only table of a block."""
    assert result.exit_code == 0, result.output
    [table] = yaml.safe_load(result.stdout)["custom_tables"].values()
    definition: dict[str, Any] = table
    return definition


def columns_of(rows: Sequence[SageRow], metadata: bytes | None = None) -> dict[str, str]:
    columns: dict[str, str] = table_of(described(rows, metadata=metadata))["columns"]
    return columns


RETURNS = b"""[
 {"id": 7, "document_no": "0001", "total_net_value": 48.00, "lines_count": 2, "use_invoice_address": false,
  "document_status": "EnumDocumentStatusLive", "document_date": "2025-06-02T00:00:00Z", "customer_id": 12,
  "date_time_created": "2025-06-02T10:00:00.5Z", "date_time_updated": "2025-06-02T10:00:00Z"},
 {"id": 9, "document_no": "0002", "total_net_value": 0.00, "lines_count": 1, "use_invoice_address": true,
  "document_status": "EnumDocumentStatusComplete", "document_date": "2025-06-03T00:00:00Z", "customer_id": 12,
  "date_time_created": "2025-06-03T10:00:00Z", "date_time_updated": "2025-06-03T10:00:00Z"}
]"""


def test_a_block_is_ready_to_paste() -> None:
    result = described(RETURNS)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == (
        "custom_tables:\n"
        "  sop_returns:\n"
        "    path: /sop_returns\n"
        "    key: [id]  # unique in the 2 rows of the sample\n"
        "    timestamps: [date_time_updated]  # inferred from the names\n"
        "    created: date_time_created\n"
        "    columns:\n"
        "      id: identifier  # inferred\n"
        "      document_no: text  # inferred\n"
        "      total_net_value: money  # inferred\n"
        "      lines_count: whole  # inferred\n"
        "      use_invoice_address: flag  # inferred\n"
        "      document_status: enum  # inferred\n"
        "      document_date: timestamp  # inferred\n"
        "      customer_id: whole  # inferred\n"
        "      date_time_created: timestamp  # inferred\n"
        "      date_time_updated: timestamp  # inferred\n"
    )


def test_a_machine_reads_the_same_as_json() -> None:
    result = described(RETURNS, "--json")
    assert json.loads(result.stdout) == yaml.safe_load(described(RETURNS).stdout)
    assert result.stderr == "key: unique in the 2 rows of the sample\n"


@pytest.mark.parametrize("path", ["/sop_returns", "sop_returns", "/sop_returns/", "customers/17/sop_returns"])
def test_a_path_may_have_slashes_or_not(path: str) -> None:
    result = described(RETURNS, path=path)
    assert table_of(result)["path"] == f"/{path.strip('/')}"
    [name] = yaml.safe_load(result.stdout)["custom_tables"]
    assert name == path.strip("/").replace("/17/", "_")


@pytest.mark.parametrize(
    "path", ["", "/", "//", "a b", "/a?b=1", "/a/../b", "https://api.example/a", "/a//b", "/é", "a\n"]
)
def test_what_is_no_path_is_told_before_the_first_request(path: str) -> None:
    with ReplyingSage() as sage:
        result = sage200("describe", path, config=sage.settings())
        assert (result.exit_code, result.stdout) == (1, "")
        [line] = result.stderr.splitlines()
        assert "is not the path of a resource, such as /sop_returns" in line
        assert sage.received == []


@pytest.mark.parametrize(
    ("values", "word"),
    [
        (["a", ""], "text"),
        (["AccountStatusActive", "AccountStatusHidden"], "enum"),
        (["Active", "Hidden"], "text"),
        ([1, 2], "whole"),
        ([1, None], "whole"),
        ([1, "1"], "text"),
        ([True, False], "flag"),
        ([True, 1], "text"),
        ([1, 1.5], "money"),
        ([2**63, 1], "money"),
        (["2024-02-28", "2024-02-28T10:00:00Z"], "timestamp"),
        (["2024-02-28", "2024-02-30"], "text"),
        (["20240228", "2024"], "text"),
        ([None, None], "text"),
    ],
)
def test_a_word_is_inferred_from_the_values(values: list[object], word: str) -> None:
    rows = [{"id": number, "thing": value} for number, value in enumerate(values)]
    assert columns_of(rows)["thing"] == word


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("balance", "money"),
        ("tax_percent", "percent"),
        ("line_quantity", "quantity"),
        ("exchange_rate", "rate"),
        ("price_band_id", "whole"),
        ("discount_days", "whole"),
        ("priority", "whole"),
    ],
)
def test_whole_numbers_can_be_amounts_by_their_name(name: str, word: str) -> None:
    assert columns_of([{"id": 1, name: 0}, {"id": 2, name: 20}])[name] == word


@pytest.mark.parametrize(
    ("rows", "key", "why"),
    [
        ([{"id": 1}, {"id": 2}], ["id"], "unique in the 2 rows of the sample"),
        ([{"id": "A"}, {"id": "B"}], ["id"], "unique in the 2 rows of the sample"),
        ([{"id": 1}], ["id"], "inferred from the name: one row shows nothing"),
        ([{"a": 1.5, "line_id": 4}, {"a": 2.5, "line_id": 5}], ["line_id"], "inferred: unique in the 2 rows"),
        ([{"a": 1, "b": 1}, {"a": 1, "b": 2}, {"a": 2, "b": 1}], ["a", "b"], "inferred: unique in the 3 rows"),
        ([{"id": 1, "a": "x"}, {"id": 1, "a": "y"}], ["a"], "inferred: unique in the 2 rows"),
        ([{"id": 1}, {"id": 1}], [], "id is not unique, and no columns are known to tell rows apart"),
        ([{"a": 1}], [], "no columns are known to tell rows apart: name the key"),
        ([{"a": 1}, {}], [], "no columns are known to tell rows apart: name the key"),
    ],
)
def test_the_key_is_what_tells_rows_apart(rows: list[SageRow], key: list[str], why: str) -> None:
    result = described(rows)
    table = table_of(result)
    assert table["key"] == key
    [line] = [line for line in result.stdout.splitlines() if line.startswith("    key: ")]
    assert f"# {why}" in line
    for part in key:
        assert table["columns"][part] in {"identifier", "text"}


def test_a_table_without_timestamps_says_so() -> None:
    result = described([{"id": 1, "date_time_created": "2024-01-01T00:00:00Z"}])
    assert "created" not in table_of(result)
    assert "# no timestamps of changes found: each run reads all rows" in result.stdout


def test_the_own_timestamp_comes_first() -> None:
    at = "2024-01-01T00:00:00Z"
    rows = [{"id": 1, "order_date_time_updated": at, "date_time_updated": at, "date_time_created": at}]
    assert table_of(described(rows))["timestamps"] == ["date_time_updated", "order_date_time_updated"]


def test_lists_that_came_are_nested_tables() -> None:
    rows = [
        {
            "id": 1,
            "lines": [{"id": 5, "quantity": 1.5}, {"id": 6}],
            "notes": [{"text": "a"}, {"text": "a"}],
            "owner": {},
        },
        {"id": 2, "lines": [], "tags": ["x"]},
    ]
    result = described(rows)
    table = table_of(result)
    assert table["columns"] == {"id": "identifier"}
    assert table["nested"] == {
        "sop_returns_lines": {
            "expand": "lines",
            "key": ["id"],
            "columns": {"id": "identifier", "quantity": "quantity"},
        },
        "sop_returns_notes": {"expand": "notes", "key": ["parent_id", "position"], "columns": {"text": "text"}},
    }
    assert "# left out: owner: it holds an object or a list without rows" in result.stdout


NESTED: dict[str, SageRow] = {
    "a list in capitals": {"LineItems": [{"id": 5}]},
    "a name that a table of the tap has": {"lines": [{"id": 5}]},
    "a long name": {f"lines_{'x' * 57}": [{"id": 5}]},
    "names that differ only in capitals": {"Lines": [{"id": 5}], "lines": [{"id": 6}]},
    "names that differ only in digits": {"lines_1": [{"id": 5}], "lines_2": [{"id": 6}], "lines_3": [{"id": 7}]},
    "a column that is called as a link": {"lines": [{"Parent_Id": 7, "parent_date_time_updated": 8, "text": "a"}] * 2},
    "a position of its own": {"lines": [{"position": 1, "text": "a"}, {"position": 1, "text": "a"}]},
    "rows without plain values": {"lines": [{"deeper": [{"id": 1}]}]},
}


@pytest.mark.parametrize("form", ["yaml", "json"])
@pytest.mark.parametrize("nested", NESTED.values(), ids=NESTED)
def test_a_block_with_nested_tables_can_be_pasted_whatever_their_names_are(nested: SageRow, form: str) -> None:
    stamp = "2026-01-01T00:00:00Z"
    rows = [{"id": key, "date_time_updated": stamp, **nested} for key in (1, 2)]
    result = described(rows, *(["--json"] if form == "json" else []), path="/sop_order")
    block = yaml.safe_load(result.stdout)
    tap = TapSage200(config={"access_token": "access-0", **block})
    [table] = block["custom_tables"].values()
    given = {name for name, inner in nested.items() if "deeper" not in inner[0]}
    found = {one["expand"] for one in table.get("nested", {}).values()}
    assert {name.lower() for name in found} == {name.lower() for name in given}
    assert {*table.get("nested", {})} <= {*tap.streams}


def test_fields_that_can_be_no_columns_are_named() -> None:
    rows = [{"id": 1, "@odata.etag": "x", "site_id": "y", "Id": 3, "a b": 1, "x" * 64: 1, "\x1b[2Jé\n": 1, "no": True}]
    result = described(rows)
    assert table_of(result)["columns"] == {"id": "identifier", "no": "flag"}
    assert sum("# left out: " in line for line in result.stdout.splitlines()) == 6
    assert "\x1b" not in result.stdout


METADATA = [
    b"""{"fields": [{"Name": "id", "Type": "Int64"}, {"Name": "value", "Type": "System.Decimal"},
    {"Name": "closed", "Type": "DateTime"}, {"Name": "lines", "Type": "Collection"}]}""",
    b"""[{"name": "id", "dataType": "integer"}, {"name": "value", "dataType": "number"},
    {"name": "closed", "dataType": "date-time"}, {"name": "lines", "dataType": "array"}]""",
]


@pytest.mark.parametrize("metadata", METADATA)
def test_what_sage_says_of_its_fields_fills_the_gaps(metadata: bytes) -> None:
    result = described([{"id": 1, "value": 3}, {"id": 2}], metadata=metadata)
    assert table_of(result)["columns"] == {"id": "identifier", "value": "money", "closed": "timestamp"}
    assert "closed: timestamp  # from $metadata, null in the sample" in result.stdout
    assert "# left out: lines: Sage describes no plain value" in result.stdout


@pytest.mark.parametrize("metadata", METADATA)
def test_a_table_without_rows_can_be_described_by_sage(metadata: bytes) -> None:
    result = described([], metadata=metadata)
    assert table_of(result)["key"] == ["id"]
    assert "inferred from the name: there are no rows" in result.stdout


@pytest.mark.parametrize(
    "metadata",
    [
        None,
        b"<edmx/>",
        b"",
        b"[]",
        b"3",
        b"[" * 100_000,
        b'[{"id": 1, "name": "A", "type": "B"}, {"id": 2, "name": "C", "type": "D"}]',
        b'{"name": {}, "type": []}',
    ],
)
def test_metadata_that_is_refused_or_ignored_does_no_harm(metadata: bytes | None) -> None:
    rows = [{"id": 1, "name": "A", "type": "B"}, {"id": 2, "name": "C", "type": "D"}]
    result = described(rows, metadata=metadata)
    assert table_of(result)["columns"] == {"id": "identifier", "name": "text", "type": "text"}


def test_at_most_50_rows_are_requested_and_used() -> None:
    rows = [{"id": number} for number in range(50)] + [{"id": 1, "late": 1}]
    with ReplyingSage(reply=lambda *_: response(as_json(rows))) as sage:
        result = sage200("describe", "/many", config=sage.settings())
        assert sage.asked[0] == {"$top": "50"}
    assert table_of(result)["columns"] == {"id": "identifier"}
    assert "unique in the 50 rows" in result.stdout


def test_one_object_is_no_table() -> None:
    result = described({"id": 1, "name": "A"})
    assert (result.exit_code, result.stdout) == (1, "")
    assert "/sop_returns returns one object and not a list of rows" in result.stderr


def test_a_table_without_rows_is_an_error() -> None:
    result = described([])
    assert (result.exit_code, result.stdout) == (1, "")
    assert "/sop_returns has no rows" in result.stderr


def test_no_value_of_a_row_is_shown() -> None:
    result = described([{"id": 1, "name": "Secretive Ltd"}, {"id": 2, "name": "Other Ltd"}])
    assert "Ltd" not in result.output


def test_a_table_of_the_tap_is_told_and_its_name_is_not_used_again() -> None:
    result = described([{"id": 1}, {"id": 2}], path="customers")
    assert result.stderr == (
        "The tap reads /customers as the table customers already. A custom table needs another name\n"
    )
    assert [*yaml.safe_load(result.stdout)["custom_tables"]] == ["custom_customers"]
    nested = described([{"id": 1}, {"id": 2}], path="/pop_orders/7/pop_order_lines")
    assert "as the table pop_linked_" in nested.stderr or "as the table pop_order_lines already" in nested.stderr


def test_the_sandbox_is_described(config: dict[str, Any], sage: Sandbox) -> None:
    sage.companies[1].replace("customers", customers(60))
    company = f"--company={sage.companies[1].site_id}/{sage.companies[1].company_id}"
    signed_in = config | {"refresh_token": sage.new_refresh_token()}
    table = table_of(sage200("describe", "/customers", company, config=signed_in))
    assert (table["key"], table["timestamps"], table["created"]) == (["id"], ["date_time_updated"], "date_time_created")


@pytest.mark.parametrize("options", [["--company=1"], ["--company=a/1"]])
def test_a_wrong_company_is_told_before_the_first_request(options: list[str]) -> None:
    with ReplyingSage() as sage:
        result = sage200("describe", "/a", *options, config=sage.settings())
        assert (result.exit_code, sage.received) == (1, [])
        assert result.stderr.startswith("Error: --company")


def test_a_resource_that_sage_does_not_have_is_one_line(config: dict[str, Any], sage: Sandbox) -> None:
    signed_in = config | {
        "refresh_token": sage.new_refresh_token(),
        "site_id": sage.companies[0].site_id,
        "company_id": 1,
    }
    result = sage200("describe", "/nothing", config=signed_in)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "(404)" in result.stderr
