"""Random faults of the sandbox: its API, its sign-in and its connections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sage200_sandbox import Fault

from tools.soak.tables import TABLES

if TYPE_CHECKING:
    from random import Random
    from threading import Event

    from sage200_sandbox import Sandbox

_PAUSE = 1.0
"""Seconds until the next fault, on average."""
_BUSY = ("429", "503")
_TRANSIENT = ("429", "503", "500", "502", "504", "html", "cut", "drop", "not-json", "object", "wrapped")
_WRONG = ("400", "401", "403", "404", "ignore-skip", "ignore-orderby", "ignore-filter")
"""Each of these faults may fail a table, or the run."""
_AT_SIGN_IN = ("429", "500", "503", "html", "drop", "lost")
_KINDS = {"transient": 6, "slow": 3, "wrong": 1, "tokens": 2, "sign-in": 1, "cap": 2, "none": 2}
"""The weight of each kind of fault; `none` injects none."""
_CAPS = (120, 200, 5000)
"""Page size limits of the server: a short page is then not the last one. The tap trusts pages below 100 rows."""


class FaultInjector:
    """Injects faults into a sandbox."""

    def __init__(self, sage: Sandbox, random: Random) -> None:
        """Start without a fault."""
        self._sage = sage
        self._random = random

    def run(self, stop: Event) -> None:
        """Inject faults until told to stop, then clear them."""
        while not stop.wait(self._random.expovariate(1 / _PAUSE)):
            self._sage.clear_faults()
            self._inject()
        self._sage.clear_faults()
        self._sage.top_limit = max(_CAPS)
        self._sage.access_token_seconds = 3600

    def _inject(self) -> None:
        match self._random.choices(tuple(_KINDS), tuple(_KINDS.values())):
            case ["transient"]:
                kind = self._random.choice(_TRANSIENT)
                self._sage.fault(Fault(kind, self._table(), self._times(), retry_after=self._retry_after(kind)))
            case ["slow"]:
                self._sage.fault(Fault("latency", self._table(), 20, seconds=self._random.uniform(0.01, 0.2)))
            case ["wrong"]:
                self._sage.fault(Fault(self._random.choice(_WRONG), self._table()))
            case ["tokens"]:
                self._sage.expire_access_tokens()
                self._sage.access_token_seconds = self._random.choice((1, 5, 3600))
            case ["sign-in"]:
                kind = self._random.choice(_AT_SIGN_IN)
                self._sage.fault(Fault(kind, on="token", retry_after=self._retry_after(kind)))
            case ["cap"]:
                self._sage.top_limit = self._random.choice(_CAPS)

    def _table(self) -> str | None:
        return self._random.choice((None, *(table.name for table in TABLES)))

    def _times(self) -> int:
        return self._random.choice((1, 1, 2, 3))

    def _retry_after(self, kind: str) -> int | None:
        return self._random.choice((None, 0, 1)) if kind in _BUSY else None
