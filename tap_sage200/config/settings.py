"""The settings of a run: a frozen, validated object, made from a Singer configuration.

`schema.py` has their names and meanings. `checks.py` finds problems.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tap_sage200 import problems, timestamps
from tap_sage200.config import checks
from tap_sage200.config.command_line import words_of
from tap_sage200.config.companies import Company
from tap_sage200.config.nested import nested_or_given
from tap_sage200.config.schema import CONFIG_JSONSCHEMA
from tap_sage200.config.secret_values import secret_values
from tap_sage200.errors import ConfigurationError
from tap_sage200.masking import SECRETS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

API = "https://api.columbus.sage.com/uk"
API_URLS = {"professional": f"{API}/sage200extra/accounts/v1", "standard": f"{API}/sage200/accounts/v1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of a run, checked, with defaults."""

    client_id: str | None
    client_secret: str | None = field(repr=False)
    refresh_token: str | None = field(repr=False)
    access_token: str | None = field(repr=False)
    token_file: Path | None
    token_command: tuple[str, ...] | None
    token_store: str | None = field(repr=False)
    sign_in_name: str
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
    window_step: timestamps.Step | None
    """The length of the parts into which a window is cut."""
    lookback_seconds: int
    page_size: int
    concurrency: int
    requests_per_minute: int | None
    request_timeout: int
    tables: Mapping[str, Mapping[str, Any]] | None
    """What is different for tables, by name or pattern."""
    views: Mapping[str, Mapping[str, Any]] | None
    """The views, by name."""
    custom_tables: Mapping[str, Mapping[str, Any]] | None
    """The custom tables, by name."""
    extra_columns: Mapping[str, Mapping[str, str]] | None
    """What further columns hold, by table and name."""
    decimals: str
    """How records hold numbers with decimal places."""
    on_unavailable: str
    on_bad_value: str
    on_unknown_field: str
    verify_ssl: bool
    ca_bundle: str | None
    client_certificate: str | None
    client_key: str | None
    proxy_url: str | None = field(repr=False)
    user_agent: str | None

    @property
    def keeps_tokens(self) -> bool:
        """Whether there is a store for the next refresh token."""
        return any(store is not None for store in (self.token_file, self.token_command, self.token_store))

    @classmethod
    def from_config(cls, config: Mapping[str, Any], *, for_sign_in: bool = False) -> Settings:
        """Make the settings of a run from a Singer configuration.

        Blanks and line ends around a text do not count: they come from copying. An empty text counts as not set, as for
        an empty environment variable.

        Args:
            config: The settings by name.
            for_sign_in: Whether a person is about to sign in. Then no token is required, but a store for it.

        Raises:
            ConfigurationError: Settings are missing or wrong. The message names all of them, without their values.
        """
        trimmed = {name: value.strip() if isinstance(value, str) else value for name, value in config.items()}
        SECRETS.add(*secret_values(trimmed))
        given = {name: nested_or_given(value) for name, value in trimmed.items() if value is not None and value != ""}
        wrong = (
            list(checks.not_text(given))
            or list(checks.malformed(given))
            or [
                *(checks.missing_for_sign_in(given) if for_sign_in else checks.missing(given)),
                *checks.contradictions(given),
                *checks.network_problems(given),
            ]
        )
        if wrong:
            raise ConfigurationError(problems.settings.INVALID, problems="; ".join(wrong))
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
                "companies": tuple(dict.fromkeys(Company(**company) for company in listed)),
                "token_file": Path(values["token_file"]).expanduser() if values["token_file"] else None,
                "token_command": tuple(words_of(values["token_command"])) if values["token_command"] else None,
                "start_date": timestamps.from_setting(values["start_date"]) if values["start_date"] else None,
                "end_date": timestamps.from_setting(values["end_date"]) if values["end_date"] else None,
                "window_step": timestamps.Step.from_setting(values["window_step"]) if values["window_step"] else None,
            }
        )
