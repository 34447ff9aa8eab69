"""How much the tap logs, as an option of its command: the SDK itself takes the level from the environment only."""

from __future__ import annotations

import logging
import os

import click

LEVELS = ("debug", "info", "warning", "error")
TOO_TALKATIVE = ("urllib3", "singer_sdk.singerlib.catalog")
"""Who would tell at debug every request a second time, or say a word about every column."""


def quieten_others() -> None:
    """Leave the level debug to what the tap itself has to say, where nobody has decided otherwise."""
    for logger in map(logging.getLogger, TOO_TALKATIVE):
        if logger.level == logging.NOTSET:
            logger.setLevel(logging.INFO)
    logging.getLogger("tap-sage200").addFilter(leave_out_deselected)


def leave_out_deselected(record: logging.LogRecord) -> bool:
    """Tell whether to log a line: not that a stream is not selected, of which there are hundreds in each run."""
    return not str(record.msg).startswith("Skipping deselected stream")


def _set(_context: click.Context, _option: click.Parameter, level: str | None) -> None:
    if level is not None:
        logging.getLogger().setLevel(level.upper())
        os.environ["TAP_SAGE200_LOGLEVEL"] = level  # the SDK's metrics have a level of their own, which it reads there


OPTION = click.Option(
    ["--log-level"],
    type=click.Choice(LEVELS, case_sensitive=False),
    help="How much to log: debug has a line for each request. TAP_SAGE200_LOGLEVEL says the same.",
    is_eager=True,
    expose_value=False,
    callback=_set,
)
