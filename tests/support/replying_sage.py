"""A Sage whose responses a test writes, with the query options of each request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from tests.support.echo import MOST_REQUESTS, EchoServer, as_json, response

if TYPE_CHECKING:
    from collections.abc import Callable

Options = dict[str, str]


@dataclass
class ReplyingSage(EchoServer):
    """Answers each request by a function of its path and its query options."""

    reply: Callable[[str, Options], bytes] = lambda _path, _options: response(as_json([]))
    """Returns the response to a request."""
    asked: list[Options] = field(default_factory=list)
    """The query options of all requests so far."""

    def answer(self, target: str) -> bytes:
        """Answer a request."""
        if len(self.asked) == MOST_REQUESTS:
            return response(status="410 Gone")  # the same rows for ever would be a table without end
        parts = urlsplit(target)
        self.asked.append(dict(parse_qsl(parts.query)))
        return self.reply(parts.path, self.asked[-1])

    def settings(self) -> dict[str, Any]:
        """The settings of a command that needs no other server."""
        return {
            "access_token": "of-a-test",
            "api_url": self.url,
            "site_id": "5a9e0200-0000-4000-8000-000000000001",
            "company_id": 1,
        }


def page(rows: list[dict[str, Any]], options: Options) -> bytes:
    """Return the rows that `$skip` and `$top` choose."""
    skip, top = int(options.get("$skip", 0)), int(options.get("$top", 500))
    return response(as_json(rows[skip : skip + top]))


def refusal(status: str, message: str) -> bytes:
    """Return a response without rows."""
    return response(as_json({"Message": message}), status=status)
