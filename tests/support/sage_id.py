"""A Sage ID for tests, behind a simulated network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import requests

from tap_sage200.auth.token_endpoint import OAuthClient

if TYPE_CHECKING:
    from collections.abc import Mapping

    from requests_mock.request import Request

ADDRESS = "https://id.sage.test/oauth/token"
CLIENT = OAuthClient(ADDRESS, "client-id", "client-secret")
GRANTED = "refresh-0"
"""The first refresh token of a sign-in."""


class Forms:
    """Sends forms, and follows no redirect."""

    def __init__(self) -> None:
        self._session = requests.Session()

    def post(self, url: str, *, data: Mapping[str, str]) -> tuple[requests.Response, bytes]:
        """Send a form."""
        response = self._session.post(url, data=data, allow_redirects=False, timeout=10)
        return response, response.content


@dataclass
class SageIdServer:
    """Exchanges each refresh token once, for an access token and the next refresh token."""

    good: set[str] = field(default_factory=lambda: {GRANTED})
    rotates: bool = True
    also: dict[str, Any] = field(default_factory=lambda: {"expires_in": 3600})
    """More fields of each response."""
    forms: list[dict[str, str]] = field(default_factory=list)
    journal: list[str] = field(default_factory=list)
    """The requests, in order. A store may add its calls."""

    @property
    def spent(self) -> list[str]:
        """The refresh tokens that were received, in order."""
        return [form["refresh_token"] for form in self.forms]

    def answer(self, request: Request, context: Any) -> dict[str, Any]:  # noqa: ANN401 - the library's stubs name no type
        """Respond to a form."""
        self.forms.append(form := dict(parse_qsl(request.text)))
        spent = form["refresh_token"]
        self.journal.append(f"request {spent}")
        if spent not in self.good:
            context.status_code = 403
            return {
                "error": "invalid_grant",
                "error_description": f"Unknown refresh token {spent}.",
            }
        granted = {"access_token": f"access-{len(self.forms)}", "token_type": "Bearer", **self.also}
        if not self.rotates:
            return granted
        rotated = f"{spent.partition('-')[0]}-{len(self.forms)}"
        self.good = self.good - {spent} | {rotated}
        return {"refresh_token": rotated, **granted}
