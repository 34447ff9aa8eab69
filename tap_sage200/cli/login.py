"""`sage200 login`: a person signs in to Sage ID, and the tap may use that from then on."""

from __future__ import annotations

import sys
import webbrowser
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import click

from tap_sage200.auth import endpoint_for, store_for
from tap_sage200.auth.authorization_code import begin, code_from_address, code_from_paste, grant_for
from tap_sage200.cli.base_command import BaseCommand, json_option
from tap_sage200.cli.configuration import config_option, read
from tap_sage200.cli.connection import connect
from tap_sage200.cli.login_report import LoginReport
from tap_sage200.cli.redirect_listener import RedirectListener, is_loopback
from tap_sage200.config.companies import NO_COMPANY
from tap_sage200.config.settings import Settings
from tap_sage200.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tap_sage200.auth.authorization_code import AuthorizationRequest

Tell: TypeAlias = "Callable[[str], None]"
"""Says something to the person who signs in."""


@click.command(cls=BaseCommand)
@config_option
@click.option("--no-browser", is_flag=True, help="Print the address, and take what you paste: works over SSH.")
@click.option(
    "--timeout",
    default=300,
    show_default=True,
    type=click.IntRange(min=1),
    help="Seconds to wait for the browser to come back.",
)
@json_option
def login(config_files: Sequence[Path], *, no_browser: bool, timeout: int, as_json: bool) -> None:
    """Sign in to Sage ID in a browser, keep the sign-in, and list the companies to choose from.

    Needs client_id, redirect_uri, and token_file or token_command to keep the sign-in; client_secret too, unless the
    client is a public (desktop) one.
    """
    config = read(config_files)
    tell = partial(click.echo, err=as_json)
    # A bare access token would go before the sign-in.
    settings = replace(Settings.from_config(config, for_sign_in=True), access_token=None)
    connection = connect(settings)
    store = store_for(settings)
    with store.lock():  # what is wrong with the store shows before somebody has signed in for nothing
        store.check(store.load())
    sign_in = begin(settings)
    code = _code(sign_in, tell, by_browser=not no_browser, timeout=timeout)
    grant = grant_for(code, sign_in, endpoint_for(settings, connection.session.post))
    with store.lock():
        store.save(grant.signed_in_after(store.load(), settings.refresh_token))
    tell("You are signed in, and the sign-in is kept.")
    if config.get("access_token") and not config.get("refresh_token"):
        tell("But access_token is set too, and runs would use that alone: remove it.")
    rows = connection.sites()
    signed_in = LoginReport(config, settings, grant, rows)
    click.echo(signed_in.as_json() if as_json else "\n".join(signed_in.lines()))
    if not rows:
        raise ConfigurationError(NO_COMPANY)


def _code(sign_in: AuthorizationRequest, tell: Tell, *, by_browser: bool, timeout: int) -> str:
    # In whole lines: within Meltano, no others pass before their end.
    tell(f"Sign in at this address:\n\n{sign_in.address}\n")
    if by_browser and is_loopback(sign_in.redirect_uri):
        arrived = _arrived(sign_in, tell, timeout)
        if arrived is not None:
            return code_from_address(arrived, sign_in)
    elif by_browser:
        _is_opened(sign_in.address)
    tell(
        f"The browser will end at {sign_in.redirect_uri}, perhaps with an error page, which does not matter.\n"
        "Copy the whole address from its address bar, paste it here, and press Enter:"
    )
    return code_from_paste(sys.stdin.readline(), sign_in)


def _arrived(sign_in: AuthorizationRequest, tell: Tell, timeout: int) -> str | None:
    """Let the browser do it, and return the address that it came back to; None where that is not possible."""
    try:
        listener = RedirectListener(sign_in.redirect_uri)
    except OSError as error:
        tell(f"Nobody can listen at {sign_in.redirect_uri} ({error.strerror}).")
        return None
    with listener:
        if not _is_opened(sign_in.address):
            return None
        tell("Your browser should have opened it. Waiting for it to come back ...")
        return listener.wait(timeout)


def _is_opened(address: str) -> bool:
    try:
        return webbrowser.open(address)
    except webbrowser.Error:
        return False
