"""Streams that were added to the catalogue by hand, in runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200.errors import ConfigurationError
from tests.support.runs import run_tap
from tests.support.served_sage import ServedSage
from tests.support.simulated_sage import SimulatedSage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.runs import Result

Config = dict[str, Any]
LONG_AGO = datetime(2026, 3, 2, 9, tzinfo=UTC)
ENTRY: Config = {
    "tap_stream_id": "partners",
    "key_properties": ["id"],
    "replication_key": "date_time_updated",
    "schema": {
        "properties": {
            "id": {"type": "integer"},
            "version": {"type": ["string", "null"]},
            "date_time_updated": {"type": ["string", "null"], "format": "date-time"},
        }
    },
}


@pytest.fixture
def simulated() -> SimulatedSage:
    """A Sage with twenty-five partners, which the tap does not know."""
    sage = SimulatedSage()
    for number in range(1, 26):
        sage.write(number, LONG_AGO + timedelta(days=number), LONG_AGO)
    return sage


@pytest.fixture
def config(simulated: SimulatedSage) -> Iterator[Config]:
    """The settings for it."""
    with ServedSage(simulated, "/partners") as served:
        yield served.settings | {"page_size": 10, "on_unknown_field": "drop"}


def run_with(config: Config, *entries: object, state: Config | None = None) -> Result:
    def change(catalog: Config) -> None:
        catalog["streams"] += entries

    return run_tap(config, "banks", "partners", change_catalog=change, state=state)


def test_an_entry_is_read_with_the_types_that_it_gives(config: Config) -> None:
    result = run_with(config, ENTRY)
    [schema] = [m for m in result.messages if m["type"] == "SCHEMA" and m["stream"] == "partners"]
    assert schema["key_properties"] == ["site_id", "company_id", "id"]
    assert schema["bookmark_properties"] == ["date_time_updated"]
    assert schema["schema"]["properties"]["version"]["type"] == ["string", "null"]
    assert len(result.records("partners")) == 25
    assert result.records("partners")[2] == {
        "site_id": config["site_id"],
        "company_id": 1,
        "id": 3,
        "version": "1",
        "date_time_updated": "2026-03-05T09:00:00.000000Z",
    }


@pytest.mark.parametrize("decimals", ["number", "singer.decimal"])
@pytest.mark.parametrize("kind", ["number", "integer"])
def test_a_format_that_does_not_fit_the_type_fails_nothing(config: Config, kind: str, decimals: str) -> None:
    version = {"type": kind, "format": "x-singer.decimal"}
    columns = ENTRY["schema"]["properties"] | {"version": version}
    result = run_with(config | {"decimals": decimals}, ENTRY | {"schema": {"properties": columns}})
    assert result.error is None
    is_text = (kind, decimals) == ("number", "singer.decimal")
    assert result.records("partners")[2]["version"] == ("1" if is_text else 1)


def test_the_next_run_reads_only_what_has_changed(config: Config, simulated: SimulatedSage) -> None:
    first = run_with(config, ENTRY)
    simulated.write(4, LONG_AGO + timedelta(days=40), LONG_AGO)
    second = run_with(config, ENTRY, state=first.state)
    assert [record["id"] for record in second.records("partners")] == [4, 25]


def test_the_replication_method_of_an_entry_is_used(config: Config) -> None:
    whole = ENTRY | {"replication_method": "FULL_TABLE"}
    first = run_with(config, whole)
    assert len(run_with(config, whole, state=first.state).records("partners")) == 25


def test_columns_of_an_entry_can_be_deselected(config: Config, caplog: pytest.LogCaptureFixture) -> None:
    metadata = [
        {"breadcrumb": [], "metadata": {"selected": True}},
        {"breadcrumb": ["properties", "version"], "metadata": {"selected": False}},
    ]
    result = run_with(config, ENTRY | {"metadata": metadata})
    assert set(result.records("partners")[0]) == {"site_id", "company_id", "id", "date_time_updated"}
    assert "does not know: version" not in caplog.text


def test_tables_and_stream_maps_take_such_a_stream(config: Config) -> None:
    more = {"tables": {"partners": {"where": "id gt 20"}}, "stream_maps": {"partners": {"version": "'v' + version"}}}
    result = run_with(config | more, ENTRY)
    assert [record["version"] for record in result.records("partners")] == ["v1"] * 5


def test_an_entry_that_cannot_be_read_is_warned_about_and_fails_nothing(
    config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    result = run_with(config, ENTRY, {"tap_stream_id": "invoices"}, {"stream": "Old-Table", "schema": []})
    assert result.error is None
    assert len(result.records("partners")) == 25
    assert "The catalogue selects invoices, which is no table of the tap" in caplog.text
    assert "The catalogue selects Old-Table, which is no table of the tap" in caplog.text


def test_a_catalogue_with_nothing_else_selects_nothing(config: Config) -> None:
    def change(catalog: Config) -> None:
        catalog["streams"] = [{"tap_stream_id": "invoices"}]

    result = run_tap(config, "banks", change_catalog=change)
    assert isinstance(result.error, ConfigurationError)
    assert "No table is selected" in str(result.error)
