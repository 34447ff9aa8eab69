"""Windows in states of earlier versions, and in damaged ones."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

from tests.behaviour.windows import WINDOW, config, ids, live, rows_
from tests.support.runs import run_tap

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

Config = dict[str, Any]
pytestmark = pytest.mark.both_ways
__all__ = ["config", "rows_"]


def earlier(sage: Sandbox, **parts: object) -> dict[str, Any]:
    """Return a state of a run with `end_date` of an earlier version."""
    company = sage.companies[0]
    context = {"site_id": company.site_id, "company_id": company.company_id}
    own = {"context": context, "replication_key": "date_time_updated", "highest_key": -1, **parts}
    return {
        "bookmarks": {"customers": {"partitions": [{name: value for name, value in own.items() if value is not None}]}}
    }


def test_a_window_of_an_earlier_version_counts_and_the_next_live_run_reads_everything(
    sage: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    own = config | {"lookback_seconds": 5}
    state = earlier(
        sage,
        replication_key_value="2026-03-02T09:00:19.000000Z",
        start_date="2026-03-02T09:00:05.000000Z",
        end_date="2026-03-02T09:00:20.000000Z",
    )
    again = run_tap(own | WINDOW, "customers", state=state)
    first = run_tap(own, "customers", state=state)

    assert ids(again) == [14, 15, 16, 17, 18, 19], "what the bookmark does not prove"
    assert ids(first) == list(range(1, 26))
    assert caplog.text.count("an earlier version has read a window until 2026-03-02T09:00:20.000000Z") == 2
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_an_interrupted_window_of_an_earlier_version_is_resumed(sage: Sandbox, config: Config) -> None:
    walk = {
        "started": "2026-04-01T00:00:00.000000Z",
        "since": "2026-03-02T09:00:05.000000Z",
        "until": "2026-03-02T09:00:20.000000Z",
        "above": None,
        "after": 12,
        "changed": "2026-03-02T09:00:12.000000Z",
    }
    state = earlier(sage, walk=walk, highest_key=None)
    result = run_tap(config | WINDOW, "customers", state=state)
    other = run_tap(config, "customers", state=state)

    assert ids(result) == list(range(13, 20))
    assert ids(other) == list(range(1, 26))


def test_what_is_damaged_in_a_state_does_not_concern_a_table_that_every_run_reads_whole(
    sage: Sandbox, config: Config
) -> None:
    state = earlier(sage, walk=["x"], end_date="x", windows=7)
    whole = config | {"tables": {"customers": {"replication": "full"}}}

    assert ids(run_tap(whole, "customers", state=state)) == list(range(1, 26))
    assert run_tap(whole | WINDOW, "customers", "currencies", state=state).error is None


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "x",
        7,
        {},
        {"complete": []},
        {"replication_key": "date_time_updated", "complete": {}},
        {"replication_key": "date_time_updated", "complete": [["2026-03-01T00:00:00.000000Z"]]},
        {"replication_key": "date_time_updated", "complete": [[None, None]]},
        {"replication_key": "date_time_updated", "complete": [[None, "2026-03-09"]]},
        {"replication_key": "date_time_updated", "complete": [[None, "2099-01-01T00:00:00.000000Z"]]},
        {
            "replication_key": "date_time_updated",
            "complete": [["2026-03-09T00:00:00.000000Z", "2026-03-01T00:00:00.000000Z"]],
        },
        {"replication_key": "date_time_updated", "complete": [], "unfinished": [{"after": 12}]},
        {"replication_key": "date_time_updated", "complete": [], "had_rows": 1},
        {"replication_key": "date_time_updated", "complete": [], "more": 1},
        {"replication_key": 3, "complete": []},
    ],
)
def test_damaged_windows_are_read_again_and_one_line_says_so(
    config: Config, value: object, caplog: pytest.LogCaptureFixture
) -> None:
    state = run_tap(config, "customers").state
    state["bookmarks"]["customers"]["partitions"][0]["windows"] = value
    result = run_tap(config | WINDOW, "customers", state=state)

    assert result.error is None
    assert ids(result) == list(range(5, 20))
    [said] = [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]
    assert "the part windows of the state" in said
    assert live(result.bookmark("customers")) == live(state["bookmarks"]["customers"]["partitions"][0])
