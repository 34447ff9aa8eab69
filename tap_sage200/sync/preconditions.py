"""Checks before the first request: whether a run can read what the settings ask for."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tap_sage200 import problems, timestamps
from tap_sage200.errors import ConfigurationError, RunFailedError
from tap_sage200.sync import window_run
from tap_sage200.sync.query_length import LONGEST_QUERY, longest_query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tap_sage200.config.settings import Settings
    from tap_sage200.sync.context import RunContext
    from tap_sage200.sync.table import ResourceTable

NAMED = 5
"""How many tables a line names."""

logger = logging.getLogger(__name__)


def check(run: RunContext, *, selected: int) -> None:
    """Check that a run can read something.

    Args:
        run: The run.
        selected: The number of selected tables.

    Raises:
        ConfigurationError: No table is selected.
    """
    if not selected:
        raise ConfigurationError(problems.settings.NO_TABLE_SELECTED)
    if _starts_in_future(run):
        logger.warning("%s", _start_in_future(run.settings))


def warn_of_starts_in_future(run: RunContext, tables: Iterable[ResourceTable]) -> None:
    """Log a warning for each table that a run reads and whose own `start_date` leaves it without rows."""
    for table in tables:
        start_date = table.options.start_date
        if not table.is_wanted or not table.timestamps or start_date == run.settings.start_date:
            continue
        if start_date is not None and start_date > run.start.ours:
            text = timestamps.to_text(start_date)
            logger.warning("%s", problems.tables.START_IN_FUTURE.text(table=table.name, start_date=text))


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
                problems.tables.QUERY_TOO_LONG, name=table.options.where_from, length=length, most=LONGEST_QUERY
            )


def warn_of_changing_columns(tables: Iterable[ResourceTable]) -> None:
    """Log a warning for each table that a run reads whose rows can stop meeting the condition."""
    for table in tables:
        if table.is_wanted and (changing := ", ".join(sorted(table.options.changing))):
            logger.warning("%s", problems.tables.ROWS_MAY_LEAVE.text(name=table.options.where_from, columns=changing))


def note_window(run: RunContext, tables: Iterable[ResourceTable], *, selected: int) -> None:
    """Log what a run with `end_date` does not read: tables without windows, and the end of a window that is not over.

    Args:
        run: The run.
        tables: The resources, with what is selected of them.
        selected: The number of selected tables.
    """
    settings = run.settings
    if settings.end_date is None:
        return
    without = [table.name for root in tables for table in window_run.without_windows(root)]
    if without:
        named = ", ".join(without[:NAMED]) + (f" and {len(without) - NAMED} more" if len(without) > NAMED else "")
        level = logging.WARNING if len(without) == selected else logging.INFO
        logger.log(level, "%s", problems.run.NO_WINDOWS.text(count=len(without), tables=named))
    certain = timestamps.back(run.start.ours, settings.lookback_seconds)
    if certain < settings.end_date:
        logger.info("%s", problems.run.WINDOW_NOT_OVER.text(certain=timestamps.to_text(certain)))


def raise_if_nothing_was_read(run: RunContext) -> None:
    """Check that a setting did not keep a run from reading anything.

    Raises:
        RunFailedError: No row was read, and none could be.
    """
    if _starts_in_future(run) and not any(result.rows for result in run.results.all):
        raise RunFailedError(problems.settings.START_IN_FUTURE, start_date=_text(run.settings))


def _starts_in_future(run: RunContext) -> bool:
    return run.settings.start_date is not None and run.settings.start_date > run.start.ours


def _start_in_future(settings: Settings) -> str:
    return problems.settings.START_IN_FUTURE.text(start_date=_text(settings))


def _text(settings: Settings) -> str:
    return timestamps.to_text(settings.start_date) if settings.start_date else ""
