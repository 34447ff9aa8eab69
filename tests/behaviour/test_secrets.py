"""Guarantee 8: no log line of any level shows a secret, in any failure."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault
from sage200_sandbox.sample_rows import customers

from tests.support.runs import run_tap

if TYPE_CHECKING:
    from pathlib import Path

    from sage200_sandbox import Sandbox

FAULTS = [
    None,
    Fault("400", table="customers"),
    Fault("401", table="customers", times=None),
    Fault("500", table="customers", times=None),
    Fault("html", table="customers", times=None),
    Fault("drop", table="customers", times=None),
    Fault("lost", on="token"),
    Fault("400", on="token", times=None),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.on}-{fault.kind}" if fault else "none")
def test_a_run_at_debug_level_tells_no_secret(
    sage: Sandbox,
    config: dict[str, Any],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    fault: Fault | None,
) -> None:
    sage.companies[0].replace("customers", customers(25))
    if fault:
        sage.fault(fault)
    file = tmp_path / "token.json"
    settings = config | {"token_file": str(file), "subscription_key": "sandbox-subscription-key"}
    with caplog.at_level(logging.DEBUG):
        result = run_tap(settings, "customers")
    secrets = [settings["client_secret"], settings["refresh_token"], settings["subscription_key"]]
    if file.exists():
        stored = json.loads(file.read_text())
        secrets += [stored["refresh_token"], stored["access_token"] or stored["refresh_token"]]
    told = "\n".join([caplog.text, str(result.error), json.dumps(result.messages, default=str)])
    assert not [secret for secret in secrets if secret in told]
