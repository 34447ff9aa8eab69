"""Authentication with Sage ID: make the authenticator and the token store for the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200.auth.authenticator import FixedTokenAuthenticator, RefreshTokenAuthenticator
from tap_sage200.auth.command_store import CommandStore
from tap_sage200.auth.file_store import FileStore
from tap_sage200.auth.sign_in_expiry import SignInExpiry
from tap_sage200.auth.token_endpoint import OAuthClient, TokenEndpoint
from tap_sage200.auth.token_store import MemoryStore
from tap_sage200.clock import SYSTEM_CLOCK, Clock

if TYPE_CHECKING:
    from tap_sage200.auth.token_endpoint import FormPoster
    from tap_sage200.auth.token_store import TokenStore
    from tap_sage200.config.settings import Settings


def store_for(settings: Settings) -> TokenStore:
    """Make the store for the newest refresh token. Without a file or command, it lasts only for this run."""
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
