"""How long a sign-in still serves: a refresh token ends so many days after it, whatever is refreshed between."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tap_sage200 import timestamps
from tap_sage200.errors import SIGN_IN_AGAIN

if TYPE_CHECKING:
    from datetime import datetime

    from tap_sage200.auth.grant import Grant

DAY = 86400

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SignInExpiry:
    """What Sage allows, and when to warn."""

    days: int = 90
    """How many days after the sign-in Sage wants another one."""
    warning_days: int = 14
    """How many days before that runs begin to warn."""

    def days_left(self, grant: Grant, now: datetime) -> int | None:
        """Count the whole days until Sage wants a new sign-in: below 0 when it is time, None when nobody knows."""
        if grant.signed_in_at is None:
            return None
        return int((self._end(grant.signed_in_at) - now).total_seconds() // DAY)

    def sentence(self, grant: Grant, now: datetime) -> str:
        """Say when Sage wants a new sign-in, and when the last one was."""
        left = self.days_left(grant, now)
        if left is None or grant.signed_in_at is None:
            return "When Sage ID wants a new sign-in is not known, as nobody saw the last one"
        day, earlier = f"{self._end(grant.signed_in_at):%Y-%m-%d}", " or earlier" if grant.signed_in_earlier else ""
        last = f"; the last one was on {grant.signed_in_at[:10]}{earlier}"
        if left < 0:
            return f"Sage ID wanted a new sign-in by {day}, and may end this access at any moment{last}"
        return f"Sage ID wants a new sign-in in {left} days, by {day}{last}"

    def tell(self, grant: Grant, now: datetime) -> None:
        """Log the days that are left, and warn in time."""
        left = self.days_left(grant, now)
        if left is None or left > self.warning_days:
            logger.info("%s.", self.sentence(grant, now))
        else:
            logger.warning("%s. %s", self.sentence(grant, now), SIGN_IN_AGAIN)

    def _end(self, signed_in_at: str) -> datetime:
        return timestamps.from_text(signed_in_at) + timedelta(days=self.days)
