"""Deviations of statuses: the table breaks off in its middle, once or for ever."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.hostile.deviation import LATER_PAGES, Deviation, Moment, Reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.hostile.odata import Query


@dataclass(frozen=True, kw_only=True)
class Status(Deviation):
    """A response has another status."""

    status: int
    headers: Mapping[str, str] | None = None
    body: bytes = b'{"Message": "It is so."}'
    moment: Moment = LATER_PAGES

    def reply(self, query: Query, reply: Reply) -> Reply:
        """Give that status."""
        if not self.moment.includes(query):
            return reply
        headers = {"Content-Type": "application/json", **(self.headers or {})}
        # A response with one of these statuses has no body.
        body = b"" if self.status in {204, 205, 304} else self.body
        return Reply(status=self.status, headers=headers, body=body)
