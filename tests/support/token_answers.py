"""Responses of Sage ID to a refresh token, for the simulated network."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.network_trouble import Answers

GOOD = {"json": {"access_token": "access-1", "refresh_token": "refresh-1", "expires_in": 3600}}
BUSY: Answers = {str(status): {"status_code": status} for status in (425, 429)}
"""Sage ID does not handle the form now."""
REFUSED: Answers = {
    "invalid_grant": {
        "status_code": 403,
        "json": {"error": "invalid_grant", "error_description": "refresh-0"},
    },
    "invalid_client": {"status_code": 401, "json": {"error": "invalid_client"}},
    "unauthorized_client": {"status_code": 403, "json": {"error": "unauthorized_client"}},
    "unsupported_grant_type": {"status_code": 400, "json": {"error": "unsupported_grant_type"}},
}
"""OAuth errors: the token stays as it was."""
OPEN: Answers = {
    "a page for people": {"status_code": 200, "text": "<html>Welcome to our Wi-Fi</html>"},
    "a redirect": {"status_code": 302, "headers": {"Location": "https://elsewhere.test"}},
    "not found": {"status_code": 404, "text": "Not found"},
    "not available": {"status_code": 503},
}
"""It is open whether Sage ID has replaced the token. `test_token_answers.py` has many more."""
