"""When a run began, on the clock of this machine and on Sage's.

Rows have timestamps of Sage's clock, and bookmarks are compared with them. If the clock of this machine is ahead, a
bookmark that is only limited by it can be later than a row that changes after it was read.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import Lock
from typing import TYPE_CHECKING

from tap_sage200 import problems, timestamps
from tap_sage200.api.request import OK
from tap_sage200.api.response_errors import NOTICEABLE_SKEW

if TYPE_CHECKING:
    from tap_sage200.api.request import Exchange

NO_DATE_BEFORE = datetime(2015, 1, 1, tzinfo=UTC)
"""A `Date` before this is not the time of a clock that runs: the API is younger (inferred)."""
NO_SKEW, SECOND = timedelta(), timedelta(seconds=1)

logger = logging.getLogger(__name__)


class RunStart:
    """The start of a run. It observes the `Date` of the responses."""

    def __init__(self) -> None:
        """Begin a run now, on the clock of this machine."""
        self.ours = timestamps.now()
        """The start on the clock of this machine."""
        self.has_moved = False
        """Whether a response has shown an earlier start than those before it; who acts on it sets it to false."""
        self._lock = Lock()
        self._behind = self._ahead = NO_SKEW
        self._has_warned = False
        self._last_date = ""

    @property
    def earliest(self) -> datetime:
        """The start on the clock of this machine or on Sage's, whichever is earlier."""
        return _moved(self.ours, self._behind)

    def latest_now(self) -> datetime:
        """Return the current time on the clock of this machine or on Sage's, whichever is later."""
        return _moved(timestamps.now(), self._ahead)

    def on_exchange(self, exchange: Exchange) -> None:
        """Compare the clocks. Any thread may call this.

        A `Date` has no fractions of a second, and Sage wrote it at any time between the request and the end of the
        response. A smaller difference than that shows nothing. After a greater one, the start may be too early by as
        much, and is not too late. The `Date` of a response from a cache tells how old its rows are: it counts as well.
        The same `Date` again tells nothing new.
        """
        text = exchange.headers.get("Date", "")
        if exchange.status != OK or text == self._last_date:
            return
        self._last_date = text
        if (date := _date(text)) is None:
            return
        skew = date - timestamps.now()
        at_most = skew + SECOND + timedelta(seconds=exchange.seconds)
        if skew <= NO_SKEW <= at_most:
            return
        with self._lock:
            self.has_moved = self.has_moved or skew < self._behind
            self._behind, self._ahead = min(self._behind, skew), max(self._ahead, at_most)
            is_noticeable = skew > NOTICEABLE_SKEW or at_most < -NOTICEABLE_SKEW
            if self._has_warned or not is_noticeable or "Age" in exchange.headers:
                return
            self._has_warned = True
        minutes, direction = round(abs(skew).total_seconds() / 60), "behind" if skew > NO_SKEW else "ahead of"
        logger.warning("%s", problems.run.CLOCKS_DIFFER.text(minutes=minutes, direction=direction))


def _date(text: str) -> datetime | None:
    """Return the time in a `Date` header; None if it is none that a clock can have shown."""
    try:
        date = parsedate_to_datetime(text)
        date = date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None
    return date if date >= NO_DATE_BEFORE else None


def _moved(instant: datetime, skew: timedelta) -> datetime:
    try:
        return instant + skew
    except OverflowError:
        return instant
