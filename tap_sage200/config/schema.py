"""The schema of a Singer configuration: every setting with its title, meaning and default.

The README, `meltano.yml` and `.env.example` are held against it by tests.
"""

from __future__ import annotations

from typing import Any

from singer_sdk import typing as th

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
        default=5000,
        title="Page Size",
        description=(
            "Rows to ask for at once at most, up to 5000. Each table begins with 1000, and goes up or down as Sage "
            "bears it."
        ),
    ),
    th.Property(
        "concurrency",
        th.IntegerType(minimum=1, maximum=32),
        default=4,
        title="Concurrency",
        description=(
            "Requests under way at once at most, over all tables and companies. Fewer, where Sage asks for patience."
        ),
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
