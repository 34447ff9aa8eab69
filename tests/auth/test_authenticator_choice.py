from __future__ import annotations

from typing import TYPE_CHECKING

from tap_sage200.auth import authenticator_for, store_for
from tap_sage200.auth.authenticator import FixedTokenAuthenticator, RefreshTokenAuthenticator
from tap_sage200.auth.command_store import CommandStore
from tap_sage200.auth.file_store import FileStore
from tap_sage200.auth.grant import Grant
from tap_sage200.auth.token_store import MemoryStore
from tap_sage200.config.settings import Settings
from tests.support.sage_id import ADDRESS, Forms
from tests.support.secret_manager import SecretManager

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.support.sage_id import SageIdServer

SIGNED_IN = {"client_id": "client-id", "refresh_token": "refresh-0", "token_url": ADDRESS}


def settings(**given: object) -> Settings:
    return Settings.from_config(SIGNED_IN | given)


def test_the_settings_decide_where_the_token_is_stored() -> None:
    assert isinstance(store_for(settings()), MemoryStore)
    assert isinstance(store_for(settings(token_file="/nowhere/token.json")), FileStore)
    assert isinstance(store_for(settings(token_command="keep")), CommandStore)


def test_a_bare_access_token_is_used_only_without_a_refresh_token() -> None:
    bare = Settings.from_config({"access_token": "access-0"})

    assert isinstance(authenticator_for(bare, Forms()), FixedTokenAuthenticator)
    assert isinstance(authenticator_for(settings(access_token="access-0"), Forms()), RefreshTokenAuthenticator)


def test_a_token_command_sees_no_secret_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    manager = SecretManager(tmp_path)
    secrets = {"refresh_token": "refresh-0", "access_token": "access-0", "client_secret": "client-secret"}
    for name, secret in secrets.items():
        monkeypatch.setenv(f"TAP_SAGE200_{name.upper()}", secret)
    store_for(settings(**secrets, token_command=" ".join(manager.words))).load()

    assert "PATH" in manager.seen
    for secret in secrets.values():
        assert secret not in manager.seen


def test_the_settings_decide_when_a_run_warns(
    server: SageIdServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = FileStore(tmp_path / "token.json")
    store.save(Grant("refresh-0", signed_in_at="2020-01-05T08:00:00.000000Z"))
    given = {"token_file": str(tmp_path / "token.json"), "refresh_token_days": 36500, "sign_in_warning_days": 36500}
    authenticator_for(settings(**given), Forms()).bearer()

    assert server.spent == ["refresh-0"]
    [message] = caplog.messages
    assert "on 2119-12-12" in message
