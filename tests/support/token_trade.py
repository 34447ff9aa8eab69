"""A Sage ID that gives one odd answer, before or after it has replaced the refresh token, and then works well."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import requests

from tap_sage200.auth.authenticator import RefreshTokenAuthenticator
from tap_sage200.auth.file_store import FileStore
from tap_sage200.auth.token_endpoint import TokenEndpoint
from tests.support.clock import Clock
from tests.support.sage_id import CLIENT, GRANTED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NEXT = "refresh-next"
"""The refresh token that replaces the first one."""


@dataclass(frozen=True)
class Answer:
    """A response of the token endpoint."""

    status: int = 200
    content: object = None
    """The JSON of the body, or the body itself."""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        """The bytes of the body."""
        return self.content if isinstance(self.content, bytes) else json.dumps(self.content).encode()


@dataclass
class TradingSageId:
    """Sends forms to itself. The first one gets the odd answer."""

    odd: Answer | Exception
    has_rotated: bool
    """Whether the refresh token is already replaced when the odd answer comes."""
    times: int = 1
    """How many forms get the odd answer."""
    received: list[str] = field(default_factory=list)
    """The refresh tokens that were sent, in order."""
    good: set[str] = field(default_factory=lambda: {GRANTED})

    def post(self, _: str, *, data: Mapping[str, str]) -> tuple[requests.Response, bytes]:
        """Receive a form."""
        sent = data["refresh_token"]
        self.received.append(sent)
        if len(self.received) > self.times:
            return _response(self._regular(sent))
        if self.has_rotated:
            self.good = {NEXT}
        if isinstance(self.odd, Exception):
            raise self.odd
        return _response(self.odd)

    def _regular(self, sent: str) -> Answer:
        if sent not in self.good:
            return Answer(400, {"error": "invalid_grant"})
        self.good = {f"refresh-{len(self.received)}"}
        [newest] = self.good
        return Answer(200, {"access_token": f"access-{len(self.received)}", "refresh_token": newest})


def _response(answer: Answer) -> tuple[requests.Response, bytes]:
    response = requests.Response()
    response.status_code = answer.status
    response.headers.update(answer.headers)
    return response, answer.body


def run(sage_id: Any, file: Path, *, clock: Clock | None = None) -> RefreshTokenAuthenticator:  # noqa: ANN401 - anything that takes forms
    """Begin a run with a token file, which waits for nothing."""
    endpoint = TokenEndpoint(CLIENT, sage_id)
    return RefreshTokenAuthenticator(endpoint, GRANTED, FileStore(file), clock=clock or Clock())
