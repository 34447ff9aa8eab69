"""The log level as an option of the command. The SDK itself takes the level only from the environment."""

from __future__ import annotations

import logging
import os

import click

LEVELS = ("debug", "info", "warning", "error")
TOO_TALKATIVE = ("urllib3", "singer_sdk.singerlib.catalog")
"""The loggers that repeat each request at level debug, or log a line for each column."""


def quieten_others() -> None:
    """Keep the level debug for the tap's own lines, unless a logger has a level already."""
    for logger in map(logging.getLogger, TOO_TALKATIVE):
        if logger.level == logging.NOTSET:
            logger.setLevel(logging.INFO)
    logging.getLogger("tap-sage200").addFilter(leave_out_deselected)


def leave_out_deselected(record: logging.LogRecord) -> bool:
    """Tell whether to log a line. Lines about deselected streams are left out: each run has hundreds of them."""
    return not str(record.msg).startswith("Skipping deselected stream")


def _set(_context: click.Context, _option: click.Parameter, level: str | None) -> None:
    if level is not None:
        logging.getLogger().setLevel(level.upper())
        os.environ["TAP_SAGE200_LOGLEVEL"] = level  # the SDK's metrics take their level from it


OPTION = click.Option(
    ["--log-level"],
    type=click.Choice(LEVELS, case_sensitive=False),
    help="The log level; debug logs each request. The variable TAP_SAGE200_LOGLEVEL does the same.",
    is_eager=True,
    expose_value=False,
    callback=_set,
)
