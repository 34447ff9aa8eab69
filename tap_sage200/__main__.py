"""Lets `python -m tap_sage200` run the tap."""

from __future__ import annotations

from tap_sage200.tap import TapSage200

TapSage200.cli()
