"""When a sign-in expires: a fixed number of days after it, however often its tokens are refreshed (seen)."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil, floor
from typing import TYPE_CHECKING

from tap_sage200 import problems, timestamps

if TYPE_CHECKING:
    from tap_sage200.auth.grant import Grant

DAY = 86400

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SignInExpiry:
    """How long a sign-in lasts, and when to warn."""

    days: int = 90
    """The number of days from a sign-in to its expiry."""
    warning_days: int = 14
    """The number of days before the expiry on which runs begin to warn."""

    def days_left(self, grant: Grant, now: datetime) -> int | None:
        """Return the days until the sign-in expires. Negative if it has expired, None if its date is unknown.

        A part of a day counts as a day: a sign-in of this minute has all of its days left.
        """
        if grant.signed_in_at is None:
            return None
        days = (self._end(grant.signed_in_at) - now).total_seconds() / DAY
        return ceil(days) if days > 0 else floor(days)

    def sentence(self, grant: Grant, now: datetime) -> str:
        """Return a sentence with the day of expiry and the day of the sign-in, or with that of a refusal."""
        if grant.refused_at is not None:
            until = f"{(grant.expires_at or grant.refused_at)[:16]}Z"
            return problems.tokens.REFUSED_EARLIER.text(day=grant.refused_at[:10], until=until)
        left = self.days_left(grant, now)
        if left is None or grant.signed_in_at is None:
            return problems.tokens.SIGN_IN_DATE_UNKNOWN.text()
        day = f"{self._end(grant.signed_in_at):%Y-%m-%d}"
        last = grant.signed_in_at[:10] + (" or earlier" if grant.signed_in_earlier else "")
        if left < 0:
            return problems.tokens.SIGN_IN_EXPIRED.text(day=day, last=last)
        return problems.tokens.SIGN_IN_EXPIRES.text(days=left, day=day, last=last)

    def log(self, grant: Grant, now: datetime) -> None:
        """Log the remaining days, as a warning if there are few."""
        left = self.days_left(grant, now)
        if grant.refused_at is None and (left is None or left > self.warning_days):
            logger.info("%s.", self.sentence(grant, now))
        else:
            logger.warning("%s. %s", self.sentence(grant, now), problems.tokens.SIGN_IN_EXPIRED.action)

    def _end(self, signed_in_at: str) -> datetime:
        try:
            return timestamps.from_text(signed_in_at) + timedelta(days=self.days)
        except OverflowError:
            return datetime.max.replace(tzinfo=UTC)
