"""No command shows a secret or a control character, in its output or in a log, whatever the other side says."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qs, urlsplit

import pytest
from sage200_sandbox import Fault

from tap_sage200.masking.secrets import MASK
from tests.support.checking import catalog
from tests.support.commanding import sage200

if TYPE_CHECKING:
    from click.testing import Result
    from sage200_sandbox import Sandbox

    from tests.cli.conftest import Paste
    from tests.support.commanding import Browser

CATALOG = "--catalog=catalog.json"
FAILURES: dict[str, Fault | None] = {
    "well": None,
    "no API": Fault("404", table="sites", times=None),
    "no entry": Fault("401", table="sites", times=None),
    "no token": Fault("400", on="token", times=None),
    "lost": Fault("lost", on="token"),
}


@dataclass
class Told:
    """The output of a command, and the secrets that it used."""

    result: Result
    everything: str
    secrets: list[str]


class Telling(Protocol):
    """Runs commands and captures all their output."""

    def __call__(self, *arguments: str) -> Told:
        """Run one."""


@pytest.fixture
def telling(
    sage: Sandbox, config: dict[str, Any], browser: Browser, paste: Paste, caplog: pytest.LogCaptureFixture
) -> Telling:
    """Commands with every kind of secret."""
    config |= {
        "subscription_key": "sandbox-subscription-key",
        "refresh_token": sage.new_refresh_token(),
        "all_companies": True,
    }
    brought: list[str] = []

    def note(address: str) -> str:
        brought.extend(parse_qs(urlsplit(address).query)["code"])
        return address

    browser.on_the_way = note

    def tell(*arguments: str) -> Told:
        with caplog.at_level("DEBUG"):
            result = sage200(*arguments, config=config, typed=paste(note))
        browser.close()
        secrets = [*brought, *(config[name] for name in ("client_secret", "subscription_key", "refresh_token"))]
        if (file := Path(config["token_file"])).exists():
            grant = json.loads(file.read_text())
            secrets += filter(None, [grant["refresh_token"], grant["access_token"]])
        return Told(result, result.output + result.stderr + caplog.text, secrets)

    return tell


@pytest.mark.parametrize("options", [[], ["--json"], ["--no-browser"]], ids=["browser", "json", "pasted"])
@pytest.mark.parametrize("failure", FAILURES)
def test_login_shows_no_secret(telling: Telling, sage: Sandbox, failure: str, options: list[str]) -> None:
    if fault := FAILURES[failure]:
        sage.fault(fault)
    told = telling("login", *options)
    assert told.result.exit_code == (fault is not None)
    assert "sandbox-code-1" in told.secrets
    assert not [secret for secret in told.secrets if secret in told.everything]


@pytest.mark.parametrize(
    "command",
    [
        ["sites"],
        ["sites", "--json"],
        ["check", CATALOG],
        ["check", CATALOG, "--json"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("failure", FAILURES)
def test_sites_and_check_show_no_secret(telling: Telling, sage: Sandbox, failure: str, command: list[str]) -> None:
    catalog("banks", "customers")
    if fault := FAILURES[failure]:
        sage.fault(fault)
    told = telling(*command)
    assert told.result.exit_code == (fault is not None)
    assert not [secret for secret in told.secrets if secret in told.everything]


HOSTILE = "\x1b[2J\x9b1m\u202eLtd\nrm -rf ~\r"


@pytest.mark.parametrize(
    "command", [["sites"], ["check", CATALOG], ["login"], ["query", "banks"], ["describe", "/banks"]], ids=" ".join
)
def test_what_sage_names_reaches_no_terminal_as_it_is(telling: Telling, sage: Sandbox, command: list[str]) -> None:
    catalog("banks")
    rows = sage.directory.rows("sites")
    secret = "sandbox-subscription-key"
    named = [{**row, "company_name": f"{HOSTILE}{secret}", "site_name": f"{HOSTILE}{secret}"} for row in rows]
    sage.directory.replace("sites", named)

    told = telling(*command)

    assert secret not in told.everything
    assert MASK in told.everything
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]|^rm", told.everything, re.MULTILINE)


@pytest.mark.parametrize(
    "command",
    [["sites"], ["check", CATALOG], ["login", "--no-browser"], ["query", "banks"], ["describe", "/banks"]],
    ids=" ".join,
)
def test_what_sage_says_reaches_no_terminal_as_it_is(telling: Telling, sage: Sandbox, command: list[str]) -> None:
    catalog("banks")
    sage.fault(Fault("401", table="sites", times=None, message=f"{HOSTILE}sandbox-subscription-key"))

    told = telling(*command)

    assert told.result.exit_code == 1
    assert "sandbox-subscription-key" not in told.everything
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]|^rm", told.everything, re.MULTILINE)
