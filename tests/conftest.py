"""What all tests share: an environment in which nothing decides whom to trust or where to go, until a test says so."""

from __future__ import annotations

import pytest

from tap_sage200.certificates import BUNDLES

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def a_plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what this machine says of certificates and proxies."""
    for name in (*BUNDLES, *PROXIES):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
