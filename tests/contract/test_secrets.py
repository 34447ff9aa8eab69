"""Secret settings are marked as secret, which hides them everywhere."""

from __future__ import annotations

from tap_sage200.config.schema import CONFIG_JSONSCHEMA


def test_every_credential_is_marked_as_secret() -> None:
    marked = {name for name, schema in CONFIG_JSONSCHEMA["properties"].items() if schema.get("secret")}
    assert marked == {"client_secret", "refresh_token", "access_token", "subscription_key", "proxy_url", "token_store"}
