"""Responses of Sage ID to a refresh token, for the simulated network."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.network_trouble import Answers

GOOD = {"json": {"access_token": "access-1", "refresh_token": "refresh-1", "expires_in": 3600}}
BUSY: Answers = {str(status): {"status_code": status} for status in (429, 500, 502, 503, 504)}
REFUSED: Answers = {
    "invalid_grant": {
        "status_code": 403,
        "json": {"error": "invalid_grant", "error_description": "refresh-0"},
    },
    "invalid_client": {"status_code": 401, "json": {"error": "invalid_client"}},
    "unauthorized_client": {"status_code": 403, "json": {"error": "unauthorized_client"}},
    "unsupported_grant_type": {"status_code": 400, "json": {"error": "unsupported_grant_type"}},
    "a page for people": {"status_code": 200, "text": "<html>Welcome to our Wi-Fi</html>"},
    "no token": {"status_code": 200, "json": {"expires_in": 3600}},
    "an array": {"status_code": 200, "json": []},
    "a redirect": {"status_code": 302, "headers": {"Location": "https://elsewhere.test"}},
    "not found": {"status_code": 404, "text": "Not found"},
    "an error that brings a token": {"status_code": 400, "json": {"access_token": "access-1"}},
    "an error that is no text": {"status_code": 400, "json": {"error": {"code": 7}}},
}
