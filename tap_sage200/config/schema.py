"""The JSON Schema of the configuration: every setting with title, description and default.

`make docs` writes docs/settings.md from it. Tests compare `meltano.yml` and `.env.example` with it.
"""

from __future__ import annotations

from typing import Any

from tap_sage200.config.reading_schema import LOADERS, PAGE_SIZE, SURPRISES, TABLES, WINDOW
from tap_sage200.config.setting import boolean, integer, setting, text

_LARGEST_ID = 2**63 - 1
"""The largest integer of a column with 64 bits."""


_SIGN_IN = (
    text("client_id", title="Client ID", description="The client ID that Sage sent you by e-mail."),
    text(
        "client_secret",
        secret=True,
        title="Client Secret",
        description="The client secret that Sage sent you by e-mail. A public (desktop) client has none.",
    ),
    text(
        "refresh_token",
        secret=True,
        title="Refresh Token",
        description=(
            "The refresh token of a sign-in. Sage ID replaces it at every use. Set token_file, token_command or "
            "token_store to store the next one."
        ),
    ),
    text(
        "access_token",
        secret=True,
        title="Access Token",
        description="An access token, for a short run without a refresh token. The tap cannot renew it.",
    ),
    text(
        "token_file",
        title="Token File",
        description=(
            "The file in which the tap stores the newest refresh token between runs. Without token_file, "
            "token_command and token_store, the newest token is lost when the run ends, and a person must sign in "
            "again."
        ),
    ),
    text(
        "token_command",
        title="Token Command",
        description=(
            "A command that stores the refresh token in a secret manager, instead of token_file. The tap calls it "
            "with load or save as its last argument."
        ),
    ),
    text(
        "token_store",
        secret=True,
        title="Token Store",
        description=(
            "The address of a PostgreSQL database that stores the refresh token for runs on several machines, instead "
            "of token_file: postgresql://user:password@host:5432/database. Requires the extra fleet."
        ),
    ),
    text(
        "sign_in_name",
        default="default",
        title="Sign-in Name",
        description=(
            "The name of the sign-in in token_store. Set it if several users sign in with one client ID: each name "
            "has its own row."
        ),
    ),
    integer(
        "refresh_token_days",
        minimum=1,
        maximum=36_500,  # a hundred years
        default=90,
        title="Refresh Token Days",
        description=(
            "The number of days after which a sign-in expires. You chose it on Sage's form for API credentials."
        ),
    ),
    integer(
        "sign_in_warning_days",
        minimum=0,
        maximum=36_500,  # a hundred years
        default=14,
        title="Sign-in Warning Days",
        description="Runs log a warning when the sign-in expires in this number of days or fewer.",
    ),
    text(
        "authorize_url",
        default="https://id.sage.com/authorize",
        title="Authorize URL",
        description="The sign-in page of Sage ID.",
    ),
    text(
        "token_url",
        default="https://id.sage.com/oauth/token",
        title="Token URL",
        description="The token endpoint of Sage ID.",
    ),
    text(
        "audience",
        default="s200ukipd/sage200",
        title="Audience",
        description="The OAuth audience that the sign-in requests.",
    ),
    text(
        "scopes",
        default="openid profile email offline_access",
        title="Scopes",
        description=(
            "The OAuth scopes that the sign-in requests, separated by spaces. offline_access requests a refresh token."
        ),
    ),
    text(
        "redirect_uri",
        title="Redirect URI",
        description=(
            "The address to which Sage ID sends the browser after a sign-in. It must be exactly the one that you gave "
            "Sage. Only sage200 login uses it."
        ),
    ),
)

_API = (
    text(
        "edition",
        default="professional",
        enum=["professional", "standard"],
        title="Edition",
        description="The edition of Sage 200. It decides the URL of the API, unless api_url is set.",
    ),
    text(
        "api_url",
        title="API URL",
        description="The URL of the API. By default, the URL of the edition.",
    ),
    text(
        "subscription_key",
        secret=True,
        title="Subscription Key",
        description=(
            "The developer subscription key. Sage has not required one since August 2025. The tap sends it if it is "
            "set."
        ),
    ),
)

_COMPANIES = (
    text(
        "site_id",
        title="Site ID",
        description="The site of the company to read. Set it together with company_id.",
    ),
    integer(
        "company_id",
        maximum=_LARGEST_ID,
        title="Company ID",
        description="The company to read. Set it together with site_id.",
    ),
    setting(
        "companies",
        kind="array",
        title="Companies",
        description="Several companies to read, each with its site_id and company_id.",
        items={
            "type": "object",
            "properties": {
                "site_id": {"type": ["string"]},
                "company_id": {"type": ["integer"], "maximum": _LARGEST_ID},
            },
            "required": ["site_id", "company_id"],
            "additionalProperties": False,
        },
    ),
    boolean(
        "all_companies",
        default=False,
        title="All Companies",
        description="Read all companies that the user has access to, including those that are added later.",
    ),
)

_PACE = (
    integer(
        "page_size",
        **PAGE_SIZE,
        default=5000,
        title="Page Size",
        description=(
            "The largest number of rows per request, up to 5000. Each table starts with 1000 rows, or with page_size "
            "if it is smaller. The tap then raises or lowers the number, depending on how fast Sage responds."
        ),
    ),
    integer(
        "concurrency",
        minimum=1,
        maximum=32,
        default=4,
        title="Concurrency",
        description=(
            "The largest number of concurrent requests, across all tables and companies. The tap sends fewer while "
            "Sage limits the rate."
        ),
    ),
    integer(
        "requests_per_minute",
        minimum=1,
        maximum=100_000,
        title="Requests per Minute",
        description=(
            "The largest number of requests per minute of a run, across all tables and companies. By default, there is "
            "no limit, because Sage documents no rate limit."
        ),
    ),
    integer(
        "request_timeout",
        minimum=1,
        maximum=86_400,  # a day
        default=120,
        title="Request Timeout",
        description="Seconds to wait for the complete response to a request.",
    ),
)

_NETWORK = (
    boolean(
        "verify_ssl",
        default=True,
        title="Verify SSL",
        description="Check TLS certificates. Turn this off only to diagnose a problem.",
    ),
    text(
        "ca_bundle",
        title="CA Bundle",
        description=(
            "A PEM file with the certificate authorities to trust, for networks that inspect TLS. By default, the tap "
            "uses the operating system's trust store."
        ),
    ),
    text(
        "client_certificate",
        title="Client Certificate",
        description="A PEM file with the client certificate, if the server or the network requires one.",
    ),
    text(
        "client_key",
        title="Client Key",
        description=(
            "A PEM file with the private key of the client certificate. Set it if the file of client_certificate does "
            "not contain the key."
        ),
    ),
    text(
        "proxy_url",
        secret=True,
        title="Proxy URL",
        description="The proxy for all requests, with user and password if it requires them.",
    ),
    text(
        "user_agent",
        title="User Agent",
        description="The User-Agent header. By default, the name and version of the tap.",
    ),
)

_PROPERTIES = dict((*_SIGN_IN, *_API, *_COMPANIES, *WINDOW, *_PACE, *TABLES, *LOADERS, *SURPRISES, *_NETWORK))
SECRET_SETTINGS = tuple(name for name, schema in _PROPERTIES.items() if schema.get("secret"))
"""The names of the settings that are secret."""

CONFIG_JSONSCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": _PROPERTIES,
    "$schema": "https://json-schema.org/draft/2020-12/schema",
}
