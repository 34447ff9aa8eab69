"""Authentication with Sage ID: make the authenticator and the token store for the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200 import problems
from tap_sage200.auth.authenticator import FixedTokenAuthenticator, RefreshTokenAuthenticator
from tap_sage200.auth.command_store import CommandStore
from tap_sage200.auth.file_store import FileStore
from tap_sage200.auth.sign_in_expiry import SignInExpiry
from tap_sage200.auth.token_endpoint import OAuthClient, TokenEndpoint
from tap_sage200.auth.token_store import MemoryStore
from tap_sage200.clock import SYSTEM_CLOCK, Clock
from tap_sage200.errors import ConfigurationError
from tap_sage200.masking import one_line

if TYPE_CHECKING:
    from tap_sage200.auth.token_endpoint import FormPoster
    from tap_sage200.auth.token_store import TokenStore
    from tap_sage200.config.settings import Settings


def store_for(settings: Settings) -> TokenStore:
    """Make the store for the newest refresh token. If no setting names one, it lasts only for this run.

    Raises:
        ConfigurationError: The packages for `token_store` are not installed.
    """
    if settings.token_store:
        return _database_store(settings, settings.token_store)
    if settings.token_command:
        secrets = (
            settings.refresh_token,
            settings.access_token,
            settings.client_secret,
            settings.subscription_key,
            settings.proxy_url if settings.proxy_url and "@" in settings.proxy_url else None,
        )
        return CommandStore(settings.token_command, secrets=secrets)
    return FileStore(settings.token_file) if settings.token_file else MemoryStore()


def _database_store(settings: Settings, address: str) -> TokenStore:
    try:
        from tap_sage200.auth.database import Database  # noqa: PLC0415 - optional packages, which take long to import
        from tap_sage200.auth.database_store import DatabaseStore, SignInKey  # noqa: PLC0415 - needs SQLAlchemy too
    except ImportError as error:
        reason = one_line(str(error))
        raise ConfigurationError(problems.token_stores.STORE_WITHOUT_PACKAGES, reason=reason) from error
    key = SignInKey(settings.token_url, settings.client_id or "", settings.sign_in_name)
    return DatabaseStore(Database(address), key)


def expiry_for(settings: Settings) -> SignInExpiry:
    """Make the rule for when a sign-in expires and when to warn."""
    return SignInExpiry(settings.refresh_token_days, settings.sign_in_warning_days)


def endpoint_for(settings: Settings, session: FormPoster) -> TokenEndpoint:
    """Make the token endpoint of Sage ID."""
    client = OAuthClient(settings.token_url, settings.client_id or "", settings.client_secret)
    return TokenEndpoint(client, session)


def authenticator_for(
    settings: Settings,
    session: FormPoster,
    *,
    clock: Clock = SYSTEM_CLOCK,
) -> FixedTokenAuthenticator | RefreshTokenAuthenticator:
    """Make the authenticator of a run. A bare access token is used only if there is no refresh token."""
    if settings.access_token and not settings.refresh_token:
        return FixedTokenAuthenticator(settings.access_token)
    endpoint = endpoint_for(settings, session)
    return RefreshTokenAuthenticator(
        endpoint, settings.refresh_token, store_for(settings), expiry=expiry_for(settings), clock=clock
    )
