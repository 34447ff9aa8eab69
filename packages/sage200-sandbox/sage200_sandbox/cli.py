"""The command `sandbox`: a Sage 200 of our own until Ctrl-C."""

from __future__ import annotations

import json
import signal
from threading import Event

import click

from sage200_sandbox.companies import Demo
from sage200_sandbox.control import PATH
from sage200_sandbox.faults import Fault
from sage200_sandbox.sandbox import Sandbox


@click.command()
@click.option("--port", default=0, show_default="a free one", help="Where to listen on loopback.")
@click.option("--seed", default=1, show_default=True, help="Which demo data.")
@click.option("--scale", default=1, show_default=True, help="How much of it.")
@click.option("--companies", default=1, show_default=True, help="How many companies.")
@click.option("--postings", default=0, help="How many postings each company has at least, by earlier years.")
@click.option("--latency", default=0.0, show_default=True, help="Seconds before each answer with rows.")
def sandbox(*, port: int, companies: int, latency: float, **data: int) -> None:
    """Serve a Sage 200 of our own on this machine, until Ctrl-C.

    Prints one JSON object a line: the settings for the tap, where to look inside, and each company.
    """
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with Sandbox(Demo(**data), companies=companies, port=port) as sage:
        if latency:
            sage.fault(Fault("latency", times=None, seconds=latency))
        click.echo(json.dumps({"settings": sage.settings()}))
        click.echo(json.dumps({"control": f"{sage.url}{PATH}/"}))
        for company in sage.companies:
            names = {"site_id": company.site_id, "company_id": company.company_id, "name": company.name}
            click.echo(json.dumps({"company": names}))
        stop.wait()
