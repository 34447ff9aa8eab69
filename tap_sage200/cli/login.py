"""`sage200 login`: a person signs in to Sage ID. Later runs use this sign-in."""

from __future__ import annotations

import sys
import webbrowser
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from tap_sage200 import problems
from tap_sage200.auth import endpoint_for, store_for
from tap_sage200.auth.authorization_code import begin, code_from_address, code_from_paste, grant_for
from tap_sage200.cli.base_command import BaseCommand, json_option
from tap_sage200.cli.configuration import config_option, read
from tap_sage200.cli.connection import connect
from tap_sage200.cli.login_report import LoginReport
from tap_sage200.cli.redirect_listener import RedirectListener, is_loopback
from tap_sage200.clock import SYSTEM_CLOCK
from tap_sage200.config.settings import Settings
from tap_sage200.errors import ConfigurationError, SignInError
from tap_sage200.signals import SIGNALS, InterruptibleWaits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tap_sage200.auth.authorization_code import AuthorizationRequest


@dataclass(frozen=True, slots=True)
class Terminal:
    """The terminal of the person who signs in."""

    uses_stderr: bool
    """Whether messages go to stderr, because stdout is for a JSON document."""

    def say(self, text: str) -> None:
        """Print a message."""
        click.echo(text, err=self.uses_stderr)


@click.command(cls=BaseCommand)
@config_option
@click.option(
    "--no-browser",
    is_flag=True,
    help="Do not open a browser. Print the sign-in address, and read the address that you paste. Works over SSH.",
)
@click.option(
    "--timeout",
    default=300,
    show_default=True,
    type=click.IntRange(min=1),
    help="Seconds to wait for the sign-in in the browser.",
)
@json_option
def login(config_files: Sequence[Path], *, no_browser: bool, timeout: int, as_json: bool) -> None:
    """Sign in to Sage ID in a browser, store the sign-in, and list the companies to choose from.

    Requires client_id, redirect_uri, and token_file, token_command or token_store to store the sign-in. Also requires
    client_secret, unless the client is a public (desktop) client.
    """
    config = read(config_files)
    terminal = Terminal(uses_stderr=as_json)
    # Without this, the connection would use a bare access token instead of the sign-in.
    settings = replace(Settings.from_config(config, for_sign_in=True), access_token=None)
    connection = connect(settings)
    store = store_for(settings)
    with store.lock():  # a store that does not work is reported before the person signs in
        store.check(store.load())
    sign_in = begin(settings)
    code = _code(sign_in, terminal, by_browser=not no_browser, timeout=timeout)
    with SIGNALS.finishing():  # the code is used up with the first request
        clock = InterruptibleWaits(SYSTEM_CLOCK)
        grant = grant_for(code, sign_in, endpoint_for(settings, connection.session), clock=clock)
        with store.lock():
            store.save(grant.signed_in_after(store.load(), settings.refresh_token))
    terminal.say("You are signed in, and the sign-in is stored.")
    if config.get("access_token") and not config.get("refresh_token"):
        terminal.say(problems.sign_in.UNUSED_SIGN_IN.text())
    rows = list(connection.sites().rows.values())
    file = str(config_files[-1]) if config_files else "config.json"
    report = LoginReport(config, settings, grant, rows, file)
    click.echo(report.as_json() if as_json else "\n".join(report.lines()))
    if not rows:
        raise ConfigurationError(problems.settings.NO_COMPANY)


def _code(sign_in: AuthorizationRequest, terminal: Terminal, *, by_browser: bool, timeout: int) -> str:
    # Whole lines only: Meltano does not pass on a line before its end.
    terminal.say(f"Sign in at this address:\n\n{sign_in.address}\n")
    if by_browser and is_loopback(sign_in.redirect_uri):
        address = _address_from_browser(sign_in, terminal, timeout)
        if address is not None:
            return code_from_address(address, sign_in)
    elif by_browser:
        _open_browser(sign_in.address)
    terminal.say(
        f"After the sign-in, the browser goes to {sign_in.redirect_uri}. An error page there does not matter.\n"
        "Copy the whole address from its address bar, paste it here, and press Enter:"
    )
    return code_from_paste(_pasted(), sign_in)


def _pasted() -> str:
    try:
        return sys.stdin.readline()
    except UnicodeDecodeError as error:
        raise SignInError(problems.sign_in.NO_CODE_PASTED) from error


def _address_from_browser(sign_in: AuthorizationRequest, terminal: Terminal, timeout: int) -> str | None:
    """Return the address that the browser requested after the sign-in. None without a browser or a free port."""
    try:
        listener = RedirectListener(sign_in)
    except OSError as error:
        terminal.say(problems.sign_in.NO_PORT.text(redirect_uri=sign_in.redirect_uri, reason=error.strerror))
        return None
    with listener:
        if not _open_browser(sign_in.address):
            return None
        terminal.say("Your browser should now show the sign-in page. Waiting for the sign-in ...")
        return listener.wait(timeout)


def _open_browser(address: str) -> bool:
    try:
        return webbrowser.open(address)
    except webbrowser.Error:
        return False
