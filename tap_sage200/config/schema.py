"""The schema of a Singer configuration: every setting with its title, meaning and default.

The README, `meltano.yml` and `.env.example` are held against it by tests.
"""

from __future__ import annotations

from functools import partial
from typing import Any

_Property = tuple[str, dict[str, Any]]
"""The name of a setting and its JSON Schema."""


def _property(name: str, *, kind: str, title: str, description: str, secret: bool = False, **more: object) -> _Property:
    hidden = {"secret": True, "writeOnly": True} if secret else {}
    return name, {"type": [kind, "null"], "title": title, "description": description, **hidden, **more}


_text = partial(_property, kind="string")
_date_time = partial(_property, kind="string", format="date-time")
_integer = partial(_property, kind="integer")
_boolean = partial(_property, kind="boolean")

_SIGN_IN = (
    _text("client_id", title="Client ID", description="The client ID that Sage mailed you."),
    _text(
        "client_secret",
        secret=True,
        title="Client Secret",
        description="The client secret that Sage mailed you; a public (desktop) client has none.",
    ),
    _text(
        "refresh_token",
        secret=True,
        title="Refresh Token",
        description="The refresh token of a person's sign-in. Sage replaces it at every use: see token_file.",
    ),
    _text(
        "access_token",
        secret=True,
        title="Access Token",
        description="A bare access token, for a short run without a refresh token. It cannot be renewed.",
    ),
    _text(
        "token_file",
        title="Token File",
        description=(
            "The file that keeps the newest refresh token between runs. Without it or token_command, a token that Sage "
            "replaces is lost when the run ends, and somebody must sign in again."
        ),
    ),
    _text(
        "token_command",
        title="Token Command",
        description=(
            "In place of token_file, a command that keeps the token in a secret manager: it is called with load or "
            "save as its last argument."
        ),
    ),
    _integer(
        "refresh_token_days",
        minimum=1,
        default=90,
        title="Refresh Token Days",
        description="Days after a sign-in until Sage wants another one, as chosen on its form for credentials.",
    ),
    _integer(
        "sign_in_warning_days",
        minimum=0,
        default=14,
        title="Sign-in Warning Days",
        description="How many days before Sage wants a new sign-in every run begins to warn.",
    ),
    _text(
        "authorize_url",
        default="https://id.sage.com/authorize",
        title="Authorize URL",
        description="Where a person signs in to Sage ID.",
    ),
    _text(
        "token_url",
        default="https://id.sage.com/oauth/token",
        title="Token URL",
        description="Where Sage ID trades tokens.",
    ),
    _text(
        "audience",
        default="s200ukipd/sage200",
        title="Audience",
        description="The audience of the sign-in.",
    ),
    _text(
        "scopes",
        default="openid profile email offline_access",
        title="Scopes",
        description="The scopes of the sign-in, with a space between them; offline_access brings the refresh token.",
    ),
    _text(
        "redirect_uri",
        title="Redirect URI",
        description=(
            "Where Sage ID sends the browser after a sign-in: to the letter what Sage was told. Only login uses it."
        ),
    ),
)

_API = (
    _text(
        "edition",
        default="professional",
        enum=["professional", "standard"],
        title="Edition",
        description="The edition of Sage 200; it decides the address of the API.",
    ),
    _text(
        "api_url",
        title="API URL",
        description="The address of the API, in place of the one that the edition decides.",
    ),
    _text(
        "subscription_key",
        secret=True,
        title="Subscription Key",
        description="The developer subscription key. Sage has not asked for one since August 2025; sent when given.",
    ),
)

_COMPANIES = (
    _text(
        "site_id",
        title="Site ID",
        description="The site of the company to read, together with company_id.",
    ),
    _integer(
        "company_id",
        title="Company ID",
        description="The company to read, together with site_id.",
    ),
    _property(
        "companies",
        kind="array",
        title="Companies",
        description="Several companies to read, each with its site_id and company_id.",
        items={
            "type": "object",
            "properties": {"site_id": {"type": ["string"]}, "company_id": {"type": ["integer"]}},
            "required": ["site_id", "company_id"],
            "additionalProperties": False,
        },
    ),
    _boolean(
        "all_companies",
        default=False,
        title="All Companies",
        description="Read every company that the user may see, also those that are added later.",
    ),
)

_WINDOW = (
    _date_time(
        "start_date",
        title="Start Date",
        description="Read only rows that were created or changed since then. Without it, a first run reads all.",
    ),
    _date_time(
        "end_date",
        title="End Date",
        description="Read only rows that were last changed before then, to load a past period on its own.",
    ),
    _integer(
        "lookback_seconds",
        minimum=0,
        default=3900,
        title="Lookback Seconds",
        description=(
            "How far before the bookmark each run reads again. The default covers an hour of doubt about summer time, "
            "and five minutes."
        ),
    ),
)

_PACE = (
    _integer(
        "page_size",
        minimum=1,
        maximum=5000,
        default=5000,
        title="Page Size",
        description=(
            "Rows to ask for at once at most, up to 5000. Each table begins with 1000, and goes up or down as Sage "
            "bears it."
        ),
    ),
    _integer(
        "concurrency",
        minimum=1,
        maximum=32,
        default=4,
        title="Concurrency",
        description=(
            "Requests under way at once at most, over all tables and companies. Fewer, where Sage asks for patience."
        ),
    ),
    _integer(
        "requests_per_minute",
        minimum=1,
        title="Requests per Minute",
        description="A ceiling for the number of requests a minute; none by default, as Sage documents no limit.",
    ),
    _integer(
        "request_timeout",
        minimum=1,
        default=120,
        title="Request Timeout",
        description="Seconds to wait for Sage's answer to one request.",
    ),
)

_SURPRISES = (
    _text(
        "on_unavailable",
        default="skip",
        enum=["skip", "fail"],
        title="On Unavailable",
        description="What to do about a table that this user or this version of Sage does not have: skip it, or fail.",
    ),
    _text(
        "on_unknown_field",
        default="warn",
        enum=["warn", "drop", "fail"],
        title="On Unknown Field",
        description="What to do about a field that is in no schema: warn and drop it, drop it silently, or fail.",
    ),
)

_NETWORK = (
    _boolean(
        "verify_ssl",
        default=True,
        title="Verify SSL",
        description="Check certificates. Turn this off only to find out what is wrong.",
    ),
    _text(
        "ca_bundle",
        title="CA Bundle",
        description="A PEM file of certificate authorities to trust, for networks that inspect TLS.",
    ),
    _text(
        "client_certificate",
        title="Client Certificate",
        description="A PEM file with a certificate to present.",
    ),
    _text(
        "client_key",
        title="Client Key",
        description="A PEM file with the key of the client certificate, where that file does not hold it.",
    ),
    _text(
        "proxy_url",
        secret=True,
        title="Proxy URL",
        description="The proxy to go through, with its credentials where it wants some.",
    ),
    _text(
        "user_agent",
        title="User Agent",
        description="How to introduce the tap; its name and version by default.",
    ),
)

CONFIG_JSONSCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": dict((*_SIGN_IN, *_API, *_COMPANIES, *_WINDOW, *_PACE, *_SURPRISES, *_NETWORK)),
    "$schema": "https://json-schema.org/draft/2020-12/schema",
}
