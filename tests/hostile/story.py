"""A faulty run and a healthy one, and what must hold after them."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200 import timestamps
from tap_sage200.errors import NetworkError, Sage200Error
from tests.hostile.deviation import Start
from tests.hostile.server import MOST_REQUESTS, SITE
from tests.hostile.source import PAGE_SIZE, Kind, Source
from tests.hostile.target import Target
from tests.support.runs import Output, QuietTap, Stop, catalog_of, dying

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.hostile.deviation import Deviation
    from tests.hostile.server import HostileServer


class Story:
    """Runs of the tap against one source, into one target."""

    companies: Sequence[int] = (1,)
    """The companies that are read."""

    def __init__(self, server: HostileServer, kind: Kind, **settings: object) -> None:
        """Open Sage with its first rows; the settings are those that differ from the usual ones."""
        self._server = server
        self._kind = kind
        self._given = settings
        self.source = Source(kind)
        self.target = Target()
        self.warnings: list[str] = []
        """What the last run warned of."""

    def run(self, deviations: Sequence[Deviation] = (), *, dies_at: int | None = None) -> Sage200Error | Stop | None:
        """Run the tap while deviations interfere, load what it writes, and return the error that it ended with.

        Args:
            deviations: What interferes.
            dies_at: The record at which the run is killed; None lets it live.
        """
        log = _Notes()
        for deviation in deviations:
            deviation.begin(self.source)
        api_url = self._server.begin(self.source, deviations)
        patience = min([one.request_timeout for one in deviations], default=60)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(timestamps, "now", self.source.time_of_the_tap)
            logging.getLogger().addHandler(log)
            try:
                error = self._run(api_url, patience, dying(dies_at))
            finally:
                logging.getLogger().removeHandler(log)
        for deviation in reversed(deviations):
            deviation.end(self.source)
        assert self._server.requests <= MOST_REQUESTS, "the run does not end by itself"
        self.warnings = log.warnings
        assert not log.tracebacks, f"a traceback: {log.tracebacks}"
        return error

    def _run(
        self, api_url: str, patience: float, on_message: Callable[[dict[str, Any]], None]
    ) -> Sage200Error | Stop | None:
        output = Output(on_message)
        error: Sage200Error | Stop | None = None
        tap_type = type("HostileTap", (QuietTap,), {"clock": self.source.clock, "tables": self._kind.selected})
        tap = tap_type(
            config=settings_for(self._server, api_url, self.companies) | self._given,
            catalog=catalog_of(*self._kind.selected),
            state=json.loads(json.dumps(self.target.state)),
            message_writer=output,
        )
        tap.settings = replace(tap.settings, request_timeout=patience)  # the setting has a minimum of a second
        try:
            tap.sync_all()
        except (Sage200Error, Stop) as raised:
            error = raised
        self.target.load(output.messages)
        return error


def settings_for(server: HostileServer, api_url: str, companies: Sequence[int] = (1,)) -> dict[str, Any]:
    """Return the settings of a run."""
    return {
        "api_url": api_url,
        "token_url": f"{server.url}/token",
        "client_id": "of-a-test",
        "refresh_token": "of-a-test",
        "access_token": "of-a-test",
        "page_size": PAGE_SIZE,
        "concurrency": 1,
        "companies": [{"site_id": SITE, "company_id": company} for company in companies],
    }


def begin(server: HostileServer, kind: Kind, start: Start) -> Story:
    """Open Sage, and let the tap have read it once, unless the first load is what comes next."""
    story = Story(server, kind)
    if start is Start.INCREMENTAL:
        source, target = _after_a_first_load(server, kind)
        story.source, story.target = source.copy(), target.copy()
        story.source.pass_time()
    return story


def play(story: Story, deviations: Sequence[Deviation], *, dies_at: int | None = None) -> Sage200Error | Stop | None:
    """Play a faulty run and a healthy one, see that no row is lost in silence, and return how the faulty run ended."""
    error = interfere(story, deviations, dies_at=dies_at)
    recover(story)
    return error


def interfere(
    story: Story, deviations: Sequence[Deviation], *, dies_at: int | None = None
) -> Sage200Error | Stop | None:
    """Play a faulty run, see that an error has an exit code and a table, and return it.

    Args:
        story: What came before.
        deviations: What interferes with the run.
        dies_at: The record at which it is killed; None lets it live.
    """
    error = story.run(deviations, dies_at=dies_at)
    if isinstance(error, Sage200Error):
        assert error.exit_code != 0
        # That there is no way to Sage concerns all tables alike.
        tables = story.source.kind.selected
        assert isinstance(error, NetworkError) or any(name in str(error) for name in tables), (
            f"no table is named: {error}"
        )
    return error


def recover(story: Story) -> None:
    """Play a healthy run, and see that the target then holds what Sage holds."""
    story.source.pass_a_quiet_time()
    assert story.run() is None, "the healthy run fails"
    for company in story.companies:
        assert not (lacks := story.target.lacks(story.source, company)), f"lost in silence: {lacks}"


@cache
def _after_a_first_load(server: HostileServer, kind: Kind) -> tuple[Source, Target]:
    story = Story(server, kind)
    assert story.run() is None
    assert not story.target.lacks(story.source)
    return story.source, story.target


class _Notes(logging.Handler):
    """Keeps the warnings that a run logs, and the errors that it logs with a traceback."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.warnings: list[str] = []
        self.tracebacks: list[BaseException | None] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what a record says."""
        self.warnings.append(record.getMessage())
        if record.exc_info:
            self.tracebacks.append(record.exc_info[1])
