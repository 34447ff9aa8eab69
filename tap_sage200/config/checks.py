"""What is wrong with a Singer configuration: each problem names a setting, and quotes none, as it may be a secret."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jsonschema import Draft7Validator

from tap_sage200 import timestamps
from tap_sage200.config.schema import CONFIG_JSONSCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jsonschema import ValidationError

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_STORES = ("token_file", "token_command")
_FILES = ("ca_bundle", "client_certificate", "client_key")
_IN_HEADERS = ("access_token", "subscription_key", "user_agent", "site_id")
_PROXIES = {"http", "https", "socks5", "socks5h"}
_ADDRESSES = ("authorize_url", "token_url", "api_url")


def malformed(given: Mapping[str, Any]) -> Iterator[str]:
    """Say of each setting what is wrong with it alone."""
    for error in Draft7Validator(CONFIG_JSONSCHEMA).iter_errors(given):
        name = ".".join(str(part) for part in error.absolute_path) or "the configuration"
        yield f"{name} {_demand(error)}"
    for name in _IN_HEADERS:
        if isinstance(given.get(name), str) and not (given[name].isascii() and given[name].isprintable()):
            yield f"{name} holds a line end or another character that no header can hold"
    for name in ("start_date", "end_date"):
        if isinstance(given.get(name), str) and not _is_date(given[name]):
            yield f"{name} must be a date or date-time, as in 2026-01-31 or 2026-01-31T00:00:00Z"
    if isinstance(given.get("token_command"), str) and not _is_command(given["token_command"]):
        yield "token_command must be a command with its arguments, as a shell would read it"


def _demand(error: ValidationError) -> str:
    demand: Any = error.validator_value
    match error.validator:
        case "type":
            wanted = demand if isinstance(demand, list) else [demand]
            return "must be of type " + " or ".join(str(kind) for kind in wanted if kind != "null")
        case "enum":
            return "must be one of " + ", ".join(demand)
        case "minimum":
            return f"must be at least {demand}"
        case "maximum":
            return f"must be at most {demand}"
        case "required":
            return "must have " + " and ".join(demand)
        case _:
            return "has something that does not belong there"


def _is_command(text: str) -> bool:
    try:
        return bool(shlex.split(text))
    except ValueError:
        return False


def _is_date(text: str) -> bool:
    try:
        timestamps.from_person(text)
    except ValueError:
        return False
    return True


def missing(given: Mapping[str, Any]) -> Iterator[str]:
    """Say what a run cannot do without."""
    fixed = "access_token" in given and "refresh_token" not in given
    if not fixed and not any(name in given for name in ("refresh_token", *_STORES)):
        yield "refresh_token is missing: it comes from a person's sign-in to Sage ID"
    if not fixed and "client_id" not in given:
        yield "client_id is missing: Sage mails it to you on request"


def missing_for_sign_in(given: Mapping[str, Any]) -> Iterator[str]:
    """Say what a sign-in cannot do without: there need be no token yet, but a place for it."""
    if "client_id" not in given:
        yield "client_id is missing: Sage mails it to you on request"
    if "redirect_uri" not in given:
        yield "redirect_uri is missing: it is the one that you gave Sage when you asked for the client ID"
    if not any(name in given for name in _STORES):
        yield "token_file is missing: it is where the sign-in is kept, such as .secrets/tap-sage200.json"


def contradictions(given: Mapping[str, Any]) -> Iterator[str]:
    """Say which settings do not go together."""
    if all(name in given for name in _STORES):
        yield "token_file and token_command exclude each other: set one of them, and the other to an empty text"
    if ("site_id" in given) != ("company_id" in given):
        yield "site_id and company_id belong together: set both or none"
    ways = [name for name in ("site_id", "companies", "all_companies") if given.get(name)]
    if len(ways) > 1:
        yield f"{' and '.join(ways)} exclude each other: set one of them"
    if _is_after(given.get("start_date"), given.get("end_date")):
        yield "end_date must be later than start_date"


def wrong_ways_out(given: Mapping[str, Any]) -> Iterator[str]:
    """Say what is wrong with addresses, certificates and the proxy."""
    if "client_key" in given and "client_certificate" not in given:
        yield "client_key needs client_certificate"
    if "ca_bundle" in given and given.get("verify_ssl") is False:
        yield "ca_bundle and verify_ssl exclude each other: a bundle is for checking"
    for name in _FILES:
        if name in given and not Path(given[name]).is_file():
            yield f"{name} is no file that can be read"
    for name in _ADDRESSES:
        if name in given and not _is_safe(given[name]):
            yield f"{name} must begin with https://"
    if "redirect_uri" in given and not _may_come_back_to(given["redirect_uri"]):
        yield "redirect_uri must begin with https://, or with http://localhost or http://127.0.0.1"
    if "proxy_url" in given and _address(given["proxy_url"])[0] not in _PROXIES:
        yield "proxy_url must be an address, as in http://proxy.example:8080"


def _is_after(start: str | None, end: str | None) -> bool:
    return start is not None and end is not None and timestamps.from_person(start) >= timestamps.from_person(end)


def _is_safe(address: str) -> bool:
    scheme, host = _address(address)
    return scheme == "https" or (scheme == "http" and host in LOOPBACK)


def _may_come_back_to(address: str) -> bool:
    """Tell whether a code may be sent there; a desktop client may have a scheme of its own (RFC 8252)."""
    scheme = address.partition(":")[0]
    return "#" not in address and (_is_safe(address) or scheme not in {address, "", "http", "https"})


def _address(text: str) -> tuple[str, str]:
    """Return scheme and host of an address, both empty if it is none."""
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return "", ""
    return (parts.scheme, parts.hostname) if parts.hostname else ("", "")
