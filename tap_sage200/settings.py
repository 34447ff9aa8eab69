"""The settings: their schema, and the one frozen, validated object that is made from them.

Only this module knows the names of settings. A bad one is named, never quoted: it may be a secret.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from jsonschema import Draft7Validator
from singer_sdk import typing as th

from tap_sage200 import timestamps
from tap_sage200.companies import Company
from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from jsonschema import ValidationError

API = "https://api.columbus.sage.com/uk"
API_URLS = {"professional": f"{API}/sage200extra/accounts/v1", "standard": f"{API}/sage200/accounts/v1"}
LOOPBACK = {"localhost", "127.0.0.1", "::1"}

_SIGN_IN = (
    th.Property("client_id", th.StringType, title="Client ID", description="The client ID that Sage mailed you."),
    th.Property(
        "client_secret",
        th.StringType,
        secret=True,
        title="Client Secret",
        description="The client secret that Sage mailed you; a public (desktop) client has none.",
    ),
    th.Property(
        "refresh_token",
        th.StringType,
        secret=True,
        title="Refresh Token",
        description="The refresh token of a person's sign-in. Sage replaces it at every use: see token_file.",
    ),
    th.Property(
        "access_token",
        th.StringType,
        secret=True,
        title="Access Token",
        description="A bare access token, for a short run without a refresh token. It cannot be renewed.",
    ),
    th.Property(
        "token_file",
        th.StringType,
        title="Token File",
        description=(
            "The file that keeps the newest refresh token between runs. Without it or token_command, a token that Sage "
            "replaces is lost when the run ends, and somebody must sign in again."
        ),
    ),
    th.Property(
        "token_command",
        th.StringType,
        title="Token Command",
        description=(
            "In place of token_file, a command that keeps the token in a secret manager: it is called with load or "
            "save as its last argument."
        ),
    ),
    th.Property(
        "refresh_token_days",
        th.IntegerType(minimum=1),
        default=90,
        title="Refresh Token Days",
        description="Days after a sign-in until Sage wants another one, as chosen on its form for credentials.",
    ),
    th.Property(
        "sign_in_warning_days",
        th.IntegerType(minimum=0),
        default=14,
        title="Sign-in Warning Days",
        description="How many days before Sage wants a new sign-in every run begins to warn.",
    ),
    th.Property(
        "authorize_url",
        th.StringType,
        default="https://id.sage.com/authorize",
        title="Authorize URL",
        description="Where a person signs in to Sage ID.",
    ),
    th.Property(
        "token_url",
        th.StringType,
        default="https://id.sage.com/oauth/token",
        title="Token URL",
        description="Where Sage ID trades tokens.",
    ),
    th.Property(
        "audience",
        th.StringType,
        default="s200ukipd/sage200",
        title="Audience",
        description="The audience of the sign-in.",
    ),
    th.Property(
        "scopes",
        th.StringType,
        default="openid profile email offline_access",
        title="Scopes",
        description="The scopes of the sign-in, with a space between them; offline_access brings the refresh token.",
    ),
    th.Property(
        "redirect_uri",
        th.StringType,
        title="Redirect URI",
        description=(
            "Where Sage ID sends the browser after a sign-in: to the letter what Sage was told. Only login uses it."
        ),
    ),
)

_API = (
    th.Property(
        "edition",
        th.StringType,
        default="professional",
        allowed_values=["professional", "standard"],
        title="Edition",
        description="The edition of Sage 200; it decides the address of the API.",
    ),
    th.Property(
        "api_url",
        th.StringType,
        title="API URL",
        description="The address of the API, in place of the one that the edition decides.",
    ),
    th.Property(
        "subscription_key",
        th.StringType,
        secret=True,
        title="Subscription Key",
        description="The developer subscription key. Sage has not asked for one since August 2025; sent when given.",
    ),
)

_COMPANIES = (
    th.Property(
        "site_id",
        th.StringType,
        title="Site ID",
        description="The site of the company to read, together with company_id.",
    ),
    th.Property(
        "company_id",
        th.IntegerType,
        title="Company ID",
        description="The company to read, together with site_id.",
    ),
    th.Property(
        "companies",
        th.ArrayType(
            th.ObjectType(
                th.Property("site_id", th.StringType, required=True),
                th.Property("company_id", th.IntegerType, required=True),
                additional_properties=False,
            ),
        ),
        title="Companies",
        description="Several companies to read, each with its site_id and company_id.",
    ),
    th.Property(
        "all_companies",
        th.BooleanType,
        default=False,
        title="All Companies",
        description="Read every company that the user may see, also those that are added later.",
    ),
)

_WINDOW = (
    th.Property(
        "start_date",
        th.DateTimeType,
        title="Start Date",
        description="Read only rows that were created or changed since then. Without it, a first run reads all.",
    ),
    th.Property(
        "end_date",
        th.DateTimeType,
        title="End Date",
        description="Read only rows that were last changed before then, to load a past period on its own.",
    ),
    th.Property(
        "lookback_seconds",
        th.IntegerType(minimum=0),
        default=3900,
        title="Lookback Seconds",
        description=(
            "How far before the bookmark each run reads again. The default covers an hour of doubt about summer time, "
            "and five minutes."
        ),
    ),
)

_PACE = (
    th.Property(
        "page_size",
        th.IntegerType(minimum=1, maximum=5000),
        default=2000,
        title="Page Size",
        description="Rows to ask for at once, at most 5000; fewer are asked for where a table proves too slow.",
    ),
    th.Property(
        "concurrency",
        th.IntegerType(minimum=1, maximum=32),
        default=4,
        title="Concurrency",
        description="Requests under way at once, at most. This version asks one at a time.",
    ),
    th.Property(
        "requests_per_minute",
        th.IntegerType(minimum=1),
        title="Requests per Minute",
        description="A ceiling for the number of requests a minute; none by default, as Sage documents no limit.",
    ),
    th.Property(
        "request_timeout",
        th.IntegerType(minimum=1),
        default=120,
        title="Request Timeout",
        description="Seconds to wait for Sage's answer to one request.",
    ),
)

_SURPRISES = (
    th.Property(
        "on_unavailable",
        th.StringType,
        default="skip",
        allowed_values=["skip", "fail"],
        title="On Unavailable",
        description="What to do about a table that this user or this version of Sage does not have: skip it, or fail.",
    ),
    th.Property(
        "on_unknown_field",
        th.StringType,
        default="warn",
        allowed_values=["warn", "drop", "fail"],
        title="On Unknown Field",
        description="What to do about a field that is in no schema: warn and drop it, drop it silently, or fail.",
    ),
)

_WAY_OUT = (
    th.Property(
        "verify_ssl",
        th.BooleanType,
        default=True,
        title="Verify SSL",
        description="Check certificates. Turn this off only to find out what is wrong.",
    ),
    th.Property(
        "ca_bundle",
        th.StringType,
        title="CA Bundle",
        description="A PEM file of certificate authorities to trust, for networks that inspect TLS.",
    ),
    th.Property(
        "client_certificate",
        th.StringType,
        title="Client Certificate",
        description="A PEM file with a certificate to present.",
    ),
    th.Property(
        "client_key",
        th.StringType,
        title="Client Key",
        description="A PEM file with the key of the client certificate, where that file does not hold it.",
    ),
    th.Property(
        "proxy_url",
        th.StringType,
        secret=True,
        title="Proxy URL",
        description="The proxy to go through, with its credentials where it wants some.",
    ),
    th.Property(
        "user_agent",
        th.StringType,
        title="User Agent",
        description="How to introduce the tap; its name and version by default.",
    ),
)

CONFIG_JSONSCHEMA: dict[str, Any] = th.PropertiesList(
    *_SIGN_IN, *_API, *_COMPANIES, *_WINDOW, *_PACE, *_SURPRISES, *_WAY_OUT
).to_dict()

_STORES = ("token_file", "token_command")
_FILES = ("ca_bundle", "client_certificate", "client_key")
_IN_HEADERS = ("access_token", "subscription_key", "user_agent", "site_id")
_PROXIES = {"http", "https", "socks5", "socks5h"}
_ADDRESSES = ("authorize_url", "token_url", "api_url")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of a run, with their defaults, checked against each other."""

    client_id: str | None
    client_secret: str | None = field(repr=False)
    refresh_token: str | None = field(repr=False)
    access_token: str | None = field(repr=False)
    token_file: Path | None
    token_command: tuple[str, ...] | None
    refresh_token_days: int
    sign_in_warning_days: int
    authorize_url: str
    token_url: str
    audience: str
    scopes: str
    redirect_uri: str | None
    api_url: str
    subscription_key: str | None = field(repr=False)
    companies: tuple[Company, ...]
    all_companies: bool
    start_date: datetime | None
    end_date: datetime | None
    lookback_seconds: int
    page_size: int
    concurrency: int
    requests_per_minute: int | None
    request_timeout: int
    on_unavailable: str
    on_unknown_field: str
    verify_ssl: bool
    ca_bundle: str | None
    client_certificate: str | None
    client_key: str | None
    proxy_url: str | None = field(repr=False)
    user_agent: str | None

    @property
    def keeps_tokens(self) -> bool:
        """Tell whether there is a place for the refresh token that follows the present one."""
        return self.token_file is not None or self.token_command is not None

    @classmethod
    def from_config(cls, config: Mapping[str, Any], *, for_sign_in: bool = False) -> Settings:
        """Make the settings of a run from a Singer configuration.

        An empty text counts as not set, as an empty environment variable should.

        Args:
            config: The settings by their names.
            for_sign_in: Whether a person is about to sign in: then there need be no token yet, but a place for it.

        Raises:
            ConfigurationError: Something is missing or wrong; every such setting is named, none is quoted.
        """
        given = {name: value for name, value in config.items() if value is not None and value != ""}
        problems = list(_malformed(given)) or [
            *(_missing_for_sign_in(given) if for_sign_in else _missing(given)),
            *_contradictions(given),
            *_wrong_ways_out(given),
        ]
        if problems:
            raise ConfigurationError("; ".join(problems))
        known = CONFIG_JSONSCHEMA["properties"]
        values = {name: given.get(name, schema.get("default")) for name, schema in known.items()}
        site_id, company_id = values.pop("site_id"), values.pop("company_id")
        listed = values["companies"] or []
        if site_id is not None:
            listed = [{"site_id": site_id, "company_id": company_id}]
        edition = values.pop("edition")
        return cls(
            **values
            | {
                "api_url": (values["api_url"] or API_URLS[edition]).rstrip("/"),
                "companies": tuple(Company(**company) for company in listed),
                "token_file": Path(values["token_file"]).expanduser() if values["token_file"] else None,
                "token_command": tuple(shlex.split(values["token_command"])) if values["token_command"] else None,
                "start_date": timestamps.from_person(values["start_date"]) if values["start_date"] else None,
                "end_date": timestamps.from_person(values["end_date"]) if values["end_date"] else None,
            }
        )


def _malformed(given: Mapping[str, Any]) -> Iterator[str]:
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


def _missing(given: Mapping[str, Any]) -> Iterator[str]:
    fixed = "access_token" in given and "refresh_token" not in given
    if not fixed and not any(name in given for name in ("refresh_token", *_STORES)):
        yield "refresh_token is missing: it comes from a person's sign-in to Sage ID"
    if not fixed and "client_id" not in given:
        yield "client_id is missing: Sage mails it to you on request"


def _missing_for_sign_in(given: Mapping[str, Any]) -> Iterator[str]:
    if "client_id" not in given:
        yield "client_id is missing: Sage mails it to you on request"
    if "redirect_uri" not in given:
        yield "redirect_uri is missing: it is the one that you gave Sage when you asked for the client ID"
    if not any(name in given for name in _STORES):
        yield "token_file is missing: it is where the sign-in is kept, such as .secrets/tap-sage200.json"


def _contradictions(given: Mapping[str, Any]) -> Iterator[str]:
    if all(name in given for name in _STORES):
        yield "token_file and token_command exclude each other: set one of them, and the other to an empty text"
    if ("site_id" in given) != ("company_id" in given):
        yield "site_id and company_id belong together: set both or none"
    ways = [name for name in ("site_id", "companies", "all_companies") if given.get(name)]
    if len(ways) > 1:
        yield f"{' and '.join(ways)} exclude each other: set one of them"
    if _is_after(given.get("start_date"), given.get("end_date")):
        yield "end_date must be later than start_date"


def _wrong_ways_out(given: Mapping[str, Any]) -> Iterator[str]:
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
