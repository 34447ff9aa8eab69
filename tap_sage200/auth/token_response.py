"""Reads the body of a response of the token endpoint, whatever it contains."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tap_sage200.masking import SECRETS

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_LIFE = 1800
"""Seconds that an access token counts as valid if Sage ID does not say. All sources name longer lives."""
LONGEST_LIFE = 90 * 86400
"""Longer lives are not believed, in seconds."""
_TOKENS = ("access_token", "refresh_token", "id_token")
"""The secrets in a response of Sage ID."""
_VISIBLE = re.compile(r"[\x21-\x7e]+")
"""The characters of a token in a header or a form (RFC 6749, without the blank)."""
_ERROR_CODE = re.compile(r"\w{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens in a response of Sage ID. There is at least one."""

    access_token: str | None = field(repr=False)
    refresh_token: str | None = field(repr=False)
    """None if Sage ID sent none: the one that was used stays valid."""
    life: timedelta
    """How long the access token is valid."""
    is_readable: bool = True
    """Whether the refresh token can be read. If not, the next one is unknown."""


def as_token(value: object) -> str | None:
    """Return a token without the blanks and line ends around it. None if the value is not a token."""
    text = value.strip() if isinstance(value, str) else ""
    return text if _VISIBLE.fullmatch(text) else None


def content(body: bytes) -> Mapping[str, Any]:
    """Return the JSON object in a body. It is empty if there is none. Its tokens are masked in all output."""
    try:
        # What is wrong with another field must not lose a token: a damaged byte, a tab, 5,000 digits.
        found = json.loads(body.decode("utf-8", "replace"), strict=False, parse_int=float)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    SECRETS.add(*(value for name, value in found.items() if name in _TOKENS and isinstance(value, str)))
    return found


def tokens(content: Mapping[str, Any]) -> Tokens | None:
    """Return the tokens of a response. None if it has none."""
    access_token, refresh_token = as_token(content.get("access_token")), as_token(content.get("refresh_token"))
    if access_token is None and refresh_token is None:
        return None
    is_readable = refresh_token is not None or not content.get("refresh_token")
    return Tokens(access_token, refresh_token, _life(content.get("expires_in")), is_readable)


def described(body: bytes, content: Mapping[str, Any]) -> str:
    """Describe a body without tokens, without quoting it: it may contain secrets."""
    error = content.get("error")
    if isinstance(error, str) and _ERROR_CODE.fullmatch(error):
        return f"error {error}"
    if content:
        return "JSON without tokens"
    if not body.strip():
        return "an empty body"
    return "a web page" if body.lstrip()[:1] == b"<" else "a body that is not a JSON object"


def _life(expires_in: object) -> timedelta:
    try:
        seconds = int(float(str(expires_in)))
    except (ValueError, OverflowError):
        seconds = 0
    return timedelta(seconds=seconds if 0 < seconds <= LONGEST_LIFE else DEFAULT_LIFE)
