"""The command `sandbox`."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import requests

from tests.asking import SECONDS

COMMAND = "from sage200_sandbox.cli import sandbox; sandbox()"


def test_it_tells_its_settings_serves_and_stops_when_told() -> None:
    arguments = [sys.executable, "-W", "error", "-c", COMMAND, "--latency", "0.01"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:  # our own
        assert process.stdout is not None
        settings, control, company = (json.loads(process.stdout.readline()) for _ in range(3))
        overview = requests.get(control["control"], timeout=SECONDS).json()
        process.send_signal(signal.SIGTERM)
        assert process.wait(SECONDS) == 0
    assert settings["settings"]["api_url"] == overview["api_url"]
    assert company["company"]["name"] == overview["companies"][0]["name"]
    assert overview["companies"][0]["tables"]["customers"] > 0
