"""The soak test: repeated runs while the source changes and fails. Each run is checked at its end."""

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
from tools.soak.fault_injector import FaultInjector
from tools.soak.report import line
from tools.soak.row_versions import RowVersions
from tools.soak.tables import TABLES
from tools.soak.tap_run import Files, Stop, catalog, run
from tools.soak.workload import Workload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sage200_sandbox import Sandbox
    from sage200_sandbox.companies import Company

    from tools.soak.tap_run import RunResult
    from tools.soak.target import Target

_PAGE = 250
_LOOK_BACK = 5
"""The lookback in seconds. The default of an hour would hide rows that a bookmark misses."""
_SIGN_IN_AGAIN = 3
"""The exit code for a required sign-in: a run was killed, or lost a response, while the token was replaced."""
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan of one run.

    Attributes:
        companies: The companies to read.
        with_faults: Whether the sandbox injects faults during the run.
        stop: The signal that ends the run early, if any.
    """

    companies: tuple[Company, ...]
    with_faults: bool = False
    stop: Stop | None = None


class Soak:
    """Runs of the tap against one sandbox, into one target.

    Attributes:
        runs: The number of runs.
        sign_ins: The number of new sign-ins that were needed.
        successes: The runs that ended with exit code 0.
    """

    def __init__(self, sage: Sandbox, target: Target, folder: Path, *, seed: int, rows: int) -> None:
        """Prepare the first run.

        Args:
            sage: A sandbox with demo data. Nothing else may change its companies.
            target: An empty target that receives the output of the runs.
            folder: The folder for settings, token, state and log.
            seed: The seed of all random choices. Timing still differs between runs.
            rows: The minimum number of rows in growing tables at the start.
        """
        self._sage = sage
        self._random = Random(seed)
        self._row_versions = RowVersions()
        self._workload = Workload(sage.companies, self._row_versions, Random(seed))
        self._workload.fill(rows)
        self._faults = FaultInjector(sage, Random(seed))
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
        self._was_disturbed = False
        self.runs = 0
        self.sign_ins = 0
        self.successes: list[RunResult] = []
        self._files.catalog.write_text(catalog(TABLES), encoding="utf-8")

    def soak(self, is_over: Callable[[int], bool]) -> None:
        """Run until `is_over`, then once more without changes and faults.

        Args:
            is_over: Takes the number of runs so far, and returns whether to stop.

        Raises:
            SoakError: Rows were lost, or a run failed without a fault.
        """
        with _in_background(self._workload.run):
            while not is_over(self.runs):
                self._run_once(self._plan())
        quiet = Plan(tuple(self._sage.companies))
        if self._run_once(quiet).code == _SIGN_IN_AGAIN:
            self._run_once(quiet)

    def _plan(self) -> Plan:
        one, both = tuple(self._sage.companies[:1]), tuple(self._sage.companies)
        stop = self._random.choices((None, Signals.SIGKILL, Signals.SIGTERM), (7, 2, 1))[0]
        return Plan(
            companies=self._random.choice((one, both, both)),
            with_faults=self._random.random() < 1 / 2,
            stop=Stop(stop, self._random.randrange(self._rows)) if stop else None,
        )

    def _run_once(self, plan: Plan) -> RunResult:
        """Run once, and compare source and target if the run succeeded.

        Raises:
            SoakError: Rows were lost, or the run failed without a fault.
        """
        self._settings["companies"] = [
            {"site_id": company.site_id, "company_id": company.company_id} for company in plan.companies
        ]
        self._files.config.write_text(json.dumps(self._settings), encoding="utf-8")
        self._files.state.write_text(json.dumps(self._target.state), encoding="utf-8")
        self._row_versions.mark()
        with _in_background(self._faults.run) if plan.with_faults else nullcontext():
            result = run(self._files, self._target.receive, plan.stop)
        self.runs += 1
        line(f"{self.runs:6,}  {_describe(plan, result)}")
        self._judge(plan, result)
        return result

    def _judge(self, plan: Plan, result: RunResult) -> None:
        if result.code == _SIGN_IN_AGAIN and (plan.with_faults or self._was_disturbed):
            self._settings["refresh_token"] = self._sage.new_refresh_token()
            self.sign_ins += 1
            self._was_disturbed = False
        elif result.stopped or (result.code and plan.with_faults):
            self._was_disturbed = True
        elif result.code:
            log = self._files.log.read_text(encoding="utf-8").splitlines()[-_SHOWN:]
            raise SoakError("\n".join(["A run failed without a fault. Its log ends with:", *log]))
        else:
            self._was_disturbed = plan.with_faults
            self._rows = result.rows + 1
            self.successes.append(result)
            self._compare(plan)

    def _compare(self, plan: Plan) -> None:
        found = list(lost(plan.companies, self._row_versions, self._target))
        if found:
            msg = f"A run succeeded, but {len(found)} rows are wrong. The first ones:"
            raise SoakError("\n".join([msg, *found[:_SHOWN]]))


def _describe(plan: Plan, result: RunResult) -> str:
    faults = "faults" if plan.with_faults else "quiet"
    stop = plan.stop.signal.name if plan.stop and result.stopped else ""
    took = f"{result.peak.memory / 2**20:4.0f} MiB  {result.peak.files:3} files"
    where = " and ".join(str(company.number) for company in plan.companies)
    how = f"exit {result.code:3}  {result.rows:7,} rows  {result.seconds:5.1f} s"
    return f"companies {where:7}  {faults:6}  {stop:7}  {how}  {took}"


@contextmanager
def _in_background(work: Callable[[Event], None]) -> Iterator[None]:
    """Run something in another thread, and raise its error at the end."""
    stop = Event()
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(work, stop)
        try:
            yield
        finally:
            stop.set()
    done.result()
