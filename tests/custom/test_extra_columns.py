"""Wrong extra columns are one line that says where and what is right, before any request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200.errors import ConfigurationError
from tap_sage200.tap import TapSage200
from tests.support.runs import QuietTap
from tests.support.tap_process import run_tap_process

if TYPE_CHECKING:
    from pathlib import Path


def complaint(extra_columns: Any, *, validate_config: bool = True) -> str:  # noqa: ANN401 - what a person may write
    """Return the error for a setting, in a run or in discovery."""
    with pytest.raises(ConfigurationError) as raised:
        _ = TapSage200(
            config={"access_token": "access-0", "extra_columns": extra_columns}, validate_config=validate_config
        ).streams
    message = str(raised.value)
    assert "\n" not in message
    assert raised.value.exit_code == 1
    return message


@pytest.mark.parametrize("validate_config", [True, False], ids=["run", "discovery"])
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"custmers": {"x": "text"}}, "extra_columns.custmers matches no table. The nearest is customers"),
        ({"sop_*": {"x": "text"}}, "extra_columns.sop_* matches no table. The nearest is sop_"),
        ({"customers": {"x": "mony"}}, "extra_columns.customers.x must be one of identifier, text"),
        ({"customers": {"x": "mony"}}, "the nearest is money"),
        ({"customers": {"x": ""}}, "extra_columns.customers.x must be one of identifier, text"),
        ({"customers": {"name": "text"}}, "extra_columns.customers.name is not extra: the table has name already"),
        ({"customers": {"Name": "text"}}, "extra_columns.customers.Name is not extra: the table has name already"),
        ({"customers": {"SITE_id": "text"}}, "the table has site_id already"),
        ({"customers": {"main_address": "text"}}, "the table has main_address already"),
        ({"customers": {"status": "text"}}, "the table has status already"),
        ({"pop_order_lines": {"pop_order_id": "text"}}, "the table has pop_order_id already"),
        ({"customers": {"x": "text", "X": "money"}}, "extra_columns.customers.X is not extra: the table has x already"),
        ({"customers": {"my field": "text"}}, "extra_columns.customers.my field cannot be a column"),
        ({"customers": {"_sdc_x": "text"}}, "extra_columns.customers._sdc_x cannot be a column"),
        ({"customers": "text", "customers.x": "text"}, "extra_columns.customers must be of type object"),
        ({"customers": {"x": 5}}, "extra_columns.customers.x must be of type string"),
        ({"customers": {"x": None}}, "extra_columns.customers.x must be of type string"),
        ({"customers": ["x"]}, "extra_columns.customers must be of type object"),
        ({"customers": "x"}, "extra_columns.customers must be of type object"),
        (["customers"], "extra_columns must be of type object"),
        ("customers", "extra_columns must be of type object"),
        ({"nothing": {"x": "text"}, "banks": {"id": "enum"}}, "nothing matches no table"),
        ({"nothing": {"x": "text"}, "banks": {"id": "enum"}}, "; extra_columns.banks.id is not extra"),
    ],
)
def test_a_wrong_extra_column_is_named_with_what_is_right(given: object, said: str, *, validate_config: bool) -> None:
    assert said in complaint(given, validate_config=validate_config)


@pytest.mark.parametrize("given", [None, {}, {"customers": {}}])
def test_no_extra_column_changes_nothing(given: object) -> None:
    tap = type("OneTable", (QuietTap,), {"tables": ("customers",)})(
        config={"access_token": "access-0", "extra_columns": given}
    )
    assert tap.streams["customers"].schema == type(tap.streams["customers"]).schema


@pytest.mark.parametrize("validate_config", [True, False], ids=["run", "discovery"])
def test_the_form_that_meltano_passes_in_variables_is_the_same(*, validate_config: bool) -> None:
    flat = {"access_token": "access-0", "extra_columns": {"customers.tier": "whole", "customers.since": "timestamp"}}
    tap = type("OneTable", (QuietTap,), {"tables": ("customers",)})(config=flat, validate_config=validate_config)
    columns = tap.streams["customers"].schema["properties"]
    assert columns["tier"]["type"] == ["integer", "null"]
    assert columns["since"]["format"] == "date-time"


def test_discovery_says_what_is_wrong_in_its_last_line(tmp_path: Path) -> None:
    config = tmp_path / "config.json"
    config.write_text('{"extra_columns": {"customers": {"x": "mony"}}}')
    process = run_tap_process("--config", str(config), "--discover")
    assert process.returncode == 1
    assert process.stdout == ""
    assert "the nearest is money" in process.stderr.splitlines()[-1]
