"""What all tests share: an environment in which nothing decides whom to trust or where to go, until a test says so."""

from __future__ import annotations

import pytest
from hypothesis import Phase, settings

from tap_sage200.certificates import BUNDLES

# The same examples at each run; `pytest --hypothesis-profile=thorough` plays many others.
PHASES = (
    Phase.explicit,
    Phase.reuse,
    Phase.generate,
    Phase.shrink,
)  # to explain a failure takes longer than to find it
settings.register_profile("steady", derandomize=True, deadline=None, phases=PHASES)
settings.register_profile("thorough", max_examples=3000, deadline=None, phases=PHASES, print_blob=True)
settings.load_profile("steady")

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")


@pytest.fixture(autouse=True)
def a_plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out what this machine says of certificates and proxies."""
    for name in (*BUNDLES, *PROXIES):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
