"""The settings that a sign-in requires, and the redirect URIs that it accepts."""

from __future__ import annotations

import pytest

from tap_sage200.config.settings import Settings
from tap_sage200.errors import ConfigurationError

CONFIG = {"client_id": "client-id", "redirect_uri": "http://localhost/callback", "token_file": "token.json"}


@pytest.mark.parametrize("missing", CONFIG)
def test_a_sign_in_names_a_missing_setting(missing: str) -> None:
    config = {name: value for name, value in CONFIG.items() if name != missing}
    with pytest.raises(ConfigurationError, match=f": {missing} is missing"):
        Settings.from_config(config, for_sign_in=True)


def test_a_sign_in_requires_no_token_yet() -> None:
    settings = Settings.from_config(CONFIG, for_sign_in=True)
    assert settings.refresh_token is None
    assert settings.keeps_tokens


def test_a_command_may_store_the_sign_in_too() -> None:
    config = {**CONFIG, "token_file": "", "token_command": "keep-it --for-me"}
    assert Settings.from_config(config, for_sign_in=True).keeps_tokens


def test_a_token_that_is_only_in_the_settings_is_not_stored() -> None:
    assert not Settings.from_config({"client_id": "client-id", "refresh_token": "one"}).keeps_tokens


@pytest.mark.parametrize(
    "address",
    [
        "https://sage.example/callback",
        "https://localhost/",
        "http://localhost:8400/callback",
        "http://127.0.0.1:8400",
        "http://[::1]:8400/",
        "com.example.desk:/callback",
    ],
)
def test_a_code_may_be_sent_to_such_an_address(address: str) -> None:
    assert Settings.from_config(CONFIG | {"redirect_uri": address}, for_sign_in=True).redirect_uri == address


@pytest.mark.parametrize(
    "address",
    ["http://sage.example/callback", "localhost/callback", "https://", "https://sage.example/#callback", "://x"],
)
def test_a_code_may_not_be_sent_to_such_an_address(address: str) -> None:
    with pytest.raises(ConfigurationError, match="redirect_uri must begin with https://"):
        Settings.from_config(CONFIG | {"redirect_uri": address}, for_sign_in=True)
