"""`sage200 login` and `sage200 check` with a token store in PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tap_sage200.auth.database import Database
from tap_sage200.auth.database_store import DatabaseStore, SignInKey
from tests.support.checking import check, of_step, wrong
from tests.support.commanding import sage200

if TYPE_CHECKING:
    from sage200_sandbox import Sandbox

    from tap_sage200.auth.grant import Grant
    from tests.support.commanding import Browser
    from tests.support.postgres import Server

pytestmark = pytest.mark.posix
Config = dict[str, Any]


@pytest.fixture
def config(config: Config, token_store: str) -> Config:
    return config | {"token_file": "", "token_store": token_store, "all_companies": True}


def stored(config: Config, name: str = "default") -> Grant | None:
    key = SignInKey(config["token_url"], config["client_id"], name)
    return DatabaseStore(Database(config["token_store"]), key).load()


def test_a_person_signs_in_and_a_check_then_finds_nothing_wrong(
    config: Config, browser: Browser, sage: Sandbox
) -> None:
    result = sage200("login", config=config)
    assert result.exit_code == 0, result.output
    assert browser.opened
    grant = stored(config)
    assert grant
    assert grant.signed_in_at
    for secret in (config["token_store"], str(urlsplit(config["token_store"]).password), grant.refresh_token):
        assert secret not in result.output

    found = check(config, "customers")
    assert wrong(found) == []
    [token] = of_step(found, "token")
    assert "valid until" in token.says
    assert len([asked for asked in sage.requests if asked.method == "POST"]) == 1


def test_two_users_with_one_client_keep_both_sign_ins(config: Config, browser: Browser) -> None:
    for name in ("north", "south"):
        assert sage200("login", config=config | {"sign_in_name": name}).exit_code == 0
    browser.close()
    north, south = stored(config, "north"), stored(config, "south")

    assert stored(config) is None
    assert north
    assert south
    assert north.refresh_token != south.refresh_token


def test_a_store_that_is_down_is_told_before_a_person_signs_in(
    config: Config, browser: Browser, postgres_server: Server
) -> None:
    with postgres_server.stopped():
        result = sage200("login", config=config)
        found = check(config, "customers")

    assert result.exit_code == 1
    assert browser.opened == []
    told = [line for line in result.stderr.splitlines() if "The database of token_store cannot be used" in line]
    [of_check] = of_step(found, "token")
    assert of_check.is_wrong
    assert len(told) == 1
    for text in (result.output, of_check.says):
        assert "Connection refused" in text
        assert str(urlsplit(config["token_store"]).password) not in text
