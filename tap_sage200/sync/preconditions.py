"""Checks before the first request: whether a run can read what the settings ask for."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from tap_sage200 import problems, timestamps
from tap_sage200.errors import ConfigurationError, RunFailedError
from tap_sage200.sync.query_length import LONGEST_QUERY, longest_query

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from tap_sage200.config.settings import Settings
    from tap_sage200.sync.context import RunContext
    from tap_sage200.sync.table import ResourceTable

logger = logging.getLogger(__name__)


def check(run: RunContext, state: Mapping[str, Any], *, selected: int, append_only: Collection[str]) -> None:
    """Check that a run can read something.

    Args:
        run: The run.
        state: The state of all tables.
        selected: The number of selected tables.
        append_only: The names of the tables to which the dates in the settings do not apply.

    Raises:
        ConfigurationError: No table is selected, or the state cannot be used with `end_date`.
    """
    if not selected:
        raise ConfigurationError(problems.settings.NO_TABLE_SELECTED)
    if run.settings.end_date is not None:
        _refuse_other_bookmarks(state, timestamps.to_text(run.settings.end_date), append_only)
    if _starts_in_future(run):
        logger.warning("%s", _start_in_future(run.settings))


def check_conditions(tables: Iterable[ResourceTable]) -> None:
    """Check that Sage accepts the length of the conditions of the tables that a run reads.

    Raises:
        ConfigurationError: A condition is too long.
    """
    for table in tables:
        if table.options.where is None or not table.is_wanted:
            continue
        if (length := longest_query(table)) > LONGEST_QUERY:
            raise ConfigurationError(
                problems.tables.QUERY_TOO_LONG, table=table.name, length=length, most=LONGEST_QUERY
            )


def warn_of_changing_columns(tables: Iterable[ResourceTable]) -> None:
    """Log a warning for each table that a run reads whose rows can stop meeting the condition."""
    for table in tables:
        if table.is_wanted and (changing := ", ".join(sorted(table.options.changing))):
            logger.warning("%s", problems.tables.ROWS_MAY_LEAVE.text(table=table.name, columns=changing))


def raise_if_nothing_was_read(run: RunContext) -> None:
    """Check that a setting did not keep a run from reading anything.

    Raises:
        RunFailedError: No row was read, and none could be.
    """
    if _starts_in_future(run) and not any(result.rows for result in run.results.all):
        raise RunFailedError(problems.settings.START_IN_FUTURE, start_date=_text(run.settings))


def _refuse_other_bookmarks(state: Mapping[str, Any], until: str, append_only: Collection[str]) -> None:
    for name, table in state.get("bookmarks", {}).items():
        for partition in table.get("partitions", ()):
            if name not in append_only and not _is_of_window(partition, until):
                raise ConfigurationError(problems.state.WINDOW_ON_BOOKMARKS, table=name)


def _is_of_window(partition: Mapping[str, Any], until: str) -> bool:
    """Return whether nothing but runs with this `end_date` has made a state."""
    walk = partition.get("walk")
    is_begun = isinstance(walk, dict) and walk.get("until") == until
    return (walk is None or is_begun) and (
        "replication_key_value" not in partition or partition.get("end_date") == until
    )


def _starts_in_future(run: RunContext) -> bool:
    return run.settings.start_date is not None and run.settings.start_date > run.start.ours


def _start_in_future(settings: Settings) -> str:
    return problems.settings.START_IN_FUTURE.text(start_date=_text(settings))


def _text(settings: Settings) -> str:
    return timestamps.to_text(settings.start_date) if settings.start_date else ""
