"""The command `sage200-sandbox`."""

from __future__ import annotations

import json
import signal
import sys
from threading import Event

import click

from sage200_sandbox.companies import Demo
from sage200_sandbox.control.endpoints import PATH
from sage200_sandbox.faults import Fault
from sage200_sandbox.sandbox import Sandbox

_PORT = click.IntRange(0, 65_535)
_COUNT = click.IntRange(min=1)
_POSTINGS = click.IntRange(min=0)
_SECONDS = click.FloatRange(min=0)


@click.command(context_settings={"show_default": True})
@click.option("--port", type=_PORT, default=0, show_default="a free port", help="Port on 127.0.0.1.")
@click.option("--seed", type=int, default=1, help="Seed of the demo data. Another seed gives other rows.")
@click.option("--scale", type=_COUNT, default=1, help="Size of the demo data. 2 gives about twice the rows.")
@click.option("--companies", type=_COUNT, default=1, help="Number of companies.")
@click.option(
    "--postings",
    type=_POSTINGS,
    default=0,
    help="Minimum number of postings per company. The sandbox adds earlier years.",
)
@click.option("--latency", type=_SECONDS, default=0.0, help="Seconds to wait before each API response.")
@click.version_option(package_name="sage200-sandbox")
def sandbox(*, port: int, companies: int, latency: float, **data: int) -> None:
    """Run a sandbox for Sage 200 on 127.0.0.1 until Ctrl-C or SIGTERM.

    Prints one JSON object per line: the settings for a client, the address of the control path, and each company. The
    server is ready when the first line is printed.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))
    sage = Sandbox(Demo(**data), companies=companies, port=port)
    if latency:
        sage.fault(Fault("latency", times=None, seconds=latency))
    try:
        _start(sage, port)
        click.echo(json.dumps({"settings": sage.settings()}))
        click.echo(json.dumps({"control": f"{sage.url}{PATH}/"}))
        for company in sage.companies:
            names = {"site_id": company.site_id, "company_id": company.company_id, "name": company.name}
            click.echo(json.dumps({"company": names}))
        ended = Event()
        while not ended.wait(1):  # on Windows, Ctrl-C does not end a wait without a limit
            pass
    finally:
        sage.stop()


def _start(sage: Sandbox, port: int) -> None:
    try:
        sage.start()
    except OSError as error:
        msg = f"Cannot listen on port {port}: another program may use it. Choose another --port, or omit --port."
        raise click.ClickException(msg) from error
