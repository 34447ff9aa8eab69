"""The schedule: run after run while people work, each looked at when it has ended."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from random import Random
from signal import Signals
from threading import Event
from typing import TYPE_CHECKING

from tools.soak.comparison import lost
from tools.soak.errors import SoakError
from tools.soak.history import History
from tools.soak.people import People
from tools.soak.report import line
from tools.soak.run import Files, Stop, catalog, run
from tools.soak.tables import TABLES
from tools.soak.weather import Weather

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sage200_sandbox import Sandbox
    from sage200_sandbox.companies import Company

    from tools.soak.run import Ended
    from tools.soak.target import Target

_PAGE = 250
_LOOK_BACK = 5
"""Seconds that runs read again; the default would hide for an hour what a bookmark misses."""
_PERSON = 3
"""The exit code that asks for a new sign-in: a run was killed, or its answer lost, while the token was replaced."""
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to be like.

    Attributes:
        companies: Which ones it reads.
        rough: Whether things go wrong meanwhile.
        stop: What ends it too early.
    """

    companies: tuple[Company, ...]
    rough: bool = False
    stop: Stop | None = None


class Soak:
    """Runs of the tap against one sandbox, into one target.

    Attributes:
        runs: How many there were.
        sign_ins: How often a person had to sign in again.
        successes: The runs that read all they should.
    """

    def __init__(self, sage: Sandbox, target: Target, folder: Path, *, seed: int, rows: int) -> None:
        """Prepare the first run.

        Args:
            sage: A sandbox with demo data, whose companies nobody else touches.
            target: Takes what the runs write; it is empty.
            folder: Where settings, token, state and log are kept.
            seed: What happens by chance follows from it; what meets in time does not.
            rows: How many rows the tables that grow have at the start, at least.
        """
        self._sage = sage
        self._random = Random(seed)
        self._history = History()
        self._people = People(sage.companies, self._history, Random(seed))
        self._people.fill(rows)
        self._weather = Weather(sage, Random(seed))
        self._target = target
        self._files = Files.of(folder)
        self._settings: dict[str, object] = {
            **sage.settings(),
            "token_file": str(folder / "token.json"),
            "page_size": _PAGE,
            "lookback_seconds": _LOOK_BACK,
            "on_unavailable": "fail",
        }
        self._rows = _PAGE
        self._troubled = False
        self.runs = 0
        self.sign_ins = 0
        self.successes: list[Ended] = []
        self._files.catalog.write_text(catalog(TABLES), encoding="utf-8")

    def soak(self, is_over: Callable[[int], bool]) -> None:
        """Run until it is over, then once more in quiet.

        Args:
            is_over: Tells, of the number of runs so far, whether there were enough.

        Raises:
            SoakError: Something was lost, or a run failed for no reason.
        """
        with _beside(self._people.work):
            while not is_over(self.runs):
                self._go(self._plan())
        quiet = Plan(tuple(self._sage.companies))
        if self._go(quiet).code == _PERSON:
            self._go(quiet)

    def _plan(self) -> Plan:
        one, both = tuple(self._sage.companies[:1]), tuple(self._sage.companies)
        stop = self._random.choices((None, Signals.SIGKILL, Signals.SIGTERM), (7, 2, 1))[0]
        return Plan(
            companies=self._random.choice((one, both, both)),
            rough=self._random.random() < 1 / 2,
            stop=Stop(stop, self._random.randrange(self._rows)) if stop else None,
        )

    def _go(self, plan: Plan) -> Ended:
        """Run once, and look whether all is there if all went well.

        Raises:
            SoakError: It is not; or the run failed though nothing went wrong.
        """
        self._settings["companies"] = [
            {"site_id": company.site_id, "company_id": company.company_id} for company in plan.companies
        ]
        self._files.config.write_text(json.dumps(self._settings), encoding="utf-8")
        self._files.state.write_text(json.dumps(self._target.state), encoding="utf-8")
        self._history.mark()
        with _beside(self._weather.blow) if plan.rough else nullcontext():
            ended = run(self._files, self._target.receive, plan.stop)
        self.runs += 1
        line(f"{self.runs:6,}  {_told(plan, ended)}")
        self._judge(plan, ended)
        return ended

    def _judge(self, plan: Plan, ended: Ended) -> None:
        if ended.code == _PERSON and (plan.rough or self._troubled):
            self._settings["refresh_token"] = self._sage.new_refresh_token()
            self.sign_ins += 1
            self._troubled = False
        elif ended.stopped or (ended.code and plan.rough):
            self._troubled = True
        elif ended.code:
            log = self._files.log.read_text(encoding="utf-8").splitlines()[-_SHOWN:]
            raise SoakError("\n".join(["A run failed though nothing went wrong. Its log ends with:", *log]))
        else:
            self._troubled = plan.rough
            self._rows = ended.rows + 1
            self.successes.append(ended)
            self._compare(plan)

    def _compare(self, plan: Plan) -> None:
        found = list(lost(plan.companies, self._history, self._target))
        if found:
            msg = f"A run succeeded, and yet {len(found)} rows are not as they ought to be, the first of them:"
            raise SoakError("\n".join([msg, *found[:_SHOWN]]))


def _told(plan: Plan, ended: Ended) -> str:
    weather = "rough" if plan.rough else "calm"
    stop = plan.stop.signal.name if plan.stop and ended.stopped else ""
    took = f"{ended.peak.memory / 2**20:4.0f} MiB  {ended.peak.files:3} files"
    where = " and ".join(str(company.number) for company in plan.companies)
    how = f"exit {ended.code:3}  {ended.rows:7,} rows  {ended.seconds:5.1f} s"
    return f"companies {where:7}  {weather:5}  {stop:7}  {how}  {took}"


@contextmanager
def _beside(work: Callable[[Event], None]) -> Iterator[None]:
    """Let something happen in another thread meanwhile; what it raises is raised at the end."""
    stop = Event()
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(work, stop)
        try:
            yield
        finally:
            stop.set()
    done.result()
