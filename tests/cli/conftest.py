"""A sandbox, a person who may sign in there, and a browser."""

from __future__ import annotations

import io
import os
import socket
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from sage200_sandbox import Sandbox

from tap_sage200.auth.authorization_code import begin
from tests.support.commanding import Browser, Typing, redirected, sage200

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from click.testing import Result

    from tap_sage200.auth.authorization_code import AuthorizationRequest
    from tap_sage200.config.settings import Settings
    from tests.support.fleet import Fleet


class Paste(Protocol):
    """Makes the input of a person who signs in on another machine."""

    def __call__(self, what: Callable[[str], str] = lambda address: address) -> IO[bytes]:
        """Paste a text that is made from the final address of the browser."""


@pytest.fixture(autouse=True)
def _nothing_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hide .env and the environment of the machine from the commands."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith(("MELTANO_", "TAP_SAGE200_")) or name in {"FORCE_COLOR", "TTY_COMPATIBLE"}:
            monkeypatch.delenv(name)


@pytest.fixture
def sage() -> Iterator[Sandbox]:
    """A sandbox with two companies without rows."""
    with Sandbox(companies=2) as sandbox:
        yield sandbox


@pytest.fixture
def redirect_uri() -> str:
    """A loopback address with a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://localhost:{probe.getsockname()[1]}/callback"


@pytest.fixture
def config(sage: Sandbox, redirect_uri: str, tmp_path: Path) -> dict[str, Any]:
    """The settings before the sign-in."""
    settings: dict[str, Any] = sage.settings()
    del settings["refresh_token"]
    return settings | {
        "authorize_url": sage.authorize_url,
        "redirect_uri": redirect_uri,
        "token_file": str(tmp_path / "secrets" / "token.json"),
    }


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """The browser of the person."""
    browser = Browser()
    monkeypatch.setattr(webbrowser, "open", browser.open)
    yield browser
    browser.close()


@pytest.fixture
def paste(monkeypatch: pytest.MonkeyPatch) -> Paste:
    """Makes the input of a person who opens the address shown on the terminal."""
    begun: list[AuthorizationRequest] = []

    def begin_and_note(settings: Settings) -> AuthorizationRequest:
        begun.append(begin(settings))
        return begun[-1]

    monkeypatch.setattr("tap_sage200.cli.login.begin", begin_and_note)

    def make(what: Callable[[str], str] = lambda address: address) -> IO[bytes]:
        return io.BufferedReader(Typing(lambda: what(redirected(begun[-1].address))))

    return make


@pytest.fixture
def signed_in(config: dict[str, Any], sage: Sandbox) -> dict[str, Any]:
    """Settings with a sign-in in the token file."""
    return config | {"refresh_token": sage.new_refresh_token()}


@pytest.fixture
def fleet(signed_in: dict[str, Any], sage: Sandbox) -> Fleet:
    """A Meltano project in the current folder, which takes the file in."""
    Path("meltano.yml").write_text('include_paths: ["./*.meltano.yml"]\n', encoding="utf-8")

    def run(*companies: tuple[Any, ...], options: str = "") -> Result:
        rows = [
            {
                "site_id": site_id,
                "company_id": number,
                "company_name": "".join(name) or f"Company {number}",
                "site_name": "Site",
            }
            for site_id, number, *name in companies
        ]
        sage.directory.replace("sites", rows)
        return sage200("companies", "--meltano", *options.split(), config=signed_in)

    return run
