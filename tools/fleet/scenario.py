"""The steps of the fleet, in order."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar
from urllib.parse import urlsplit

import psutil

from tools.demo.report import heading, line, table
from tools.fleet import contents, descendants, findings
from tools.fleet.airflow import CENTRAL
from tools.fleet.errors import FleetError
from tools.fleet.meter import Meter, shard_of
from tools.fleet.size import (
    COMPANIES,
    CONCURRENCY,
    LONGEST,
    REFUSED,
    ROWS,
    SHARD_SIZE,
    SLOTS,
    TASKS_PER_WORKER,
    WORKERS,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tools.demo.processes import Process
    from tools.demo.warehouse import Warehouse
    from tools.fleet.airflow import Airflow
    from tools.fleet.meter import Measured
    from tools.fleet.source import Sage

T = TypeVar("T")
CompanyId: TypeAlias = tuple[str, int]
"""The IDs of the site and of the company."""
_WORKERS = tuple(f"worker {number}" for number in range(1, WORKERS + 1))
_ENDED = {"success", "failed", "upstream_failed", "skipped", "removed"}
_PAUSE = 1.0
_MINUTES = 60
"""The time after which a step has failed."""
_EXPIRED = 2
"""How often all access tokens expire."""
_REFUSED_COMPANIES = 1
_SHOWN = 5
_LAST_CHARACTERS = 3000
_MEBIBYTE = 2**20


@dataclass(slots=True)
class Scenario:
    """A round over all companies, during which a worker is killed.

    Attributes:
        sage: The source.
        warehouse: Where the rows go.
        airflow: The scheduler.
        parts: All processes by name, the servers included. Those of Airflow are added.
    """

    sage: Sage
    warehouse: Warehouse
    airflow: Airflow
    parts: dict[str, Process]

    def run(self) -> None:
        """Run all steps.

        Raises:
            DemoError: A part of the fleet did not start.
            FleetError: A step failed, or something is wrong after the round.
        """
        heading(f"A Sage 200 sandbox with {COMPANIES + 1} companies, one of them refused")
        preparing = self.airflow.create_tables()
        with _timed("sage200 companies --meltano --json"):
            shards = self.airflow.project.divide()
        members = {
            shard["name"]: [(company["site_id"], company["company_id"]) for company in shard["companies"]]
            for shard in shards
        }
        refused = next(name for name, ids in members.items() if any(number == REFUSED for _, number in ids))
        line(f"{len(shards)} shards of {SHARD_SIZE}. The refused company is in {refused}.")
        heading(f"Airflow with {WORKERS} workers, {SLOTS} slots, and {CONCURRENCY} requests in flight for each run")
        self._start_airflow(preparing)
        with _timed("the first shard alone, which creates the tables"):
            self.airflow.project.run(shards[0]["command"])
        with _timed("the pool, and waiting for Airflow"):
            self.airflow.create_pool()
            self._wait("Airflow", self.airflow.is_ready)
        self.sage.expire_access_tokens()
        self.sage.forget_requests()
        heading("The round")
        with Meter(self.parts, SLOTS).measuring() as measured:
            self.airflow.begin()
            began = time.monotonic()
            killed = self._kill_a_worker(members, refused, loaded=shards[0]["name"])
            self.sage.expire_access_tokens()
            line("All access tokens have expired.")
            self._wait("the other shards", self._are_tried)
            line(f"All other shards are loaded after {time.monotonic() - began:.0f} s.")
        self._wait("the retries", self._have_ended)
        line(f"The round has ended after {time.monotonic() - began:.0f} s, with the wait before each retry.")
        _show(measured)
        self._check(refused, killed)

    def _start_airflow(self, preparing: Process) -> None:
        """Start the parts of Airflow when its tables are there. They need some time, which nobody waits for here."""
        self._wait("the tables of Airflow", preparing.has_ended)
        for name in CENTRAL:
            self.parts[name] = self.airflow.start(name)
        for name in _WORKERS:
            self.parts[name] = self.airflow.start_worker(name.replace(" ", "-"))

    def _kill_a_worker(self, members: Mapping[str, Sequence[CompanyId]], refused: str, loaded: str) -> set[str]:
        """Kill a worker in the middle of a first load, and return its shards. The other worker goes on alone."""
        first_loads = {name: ids for name, ids in members.items() if name != loaded}
        worker, shards = self._wait("a shard that is half read", lambda: self._half_read(first_loads, refused))
        descendants.kill(self.parts.pop(worker).pid)
        for shard in sorted(shards):
            read, held = self._rows_read(members[shard]), contents.rows_of(members[shard], self.warehouse)
            line(f"Killed: {worker} with {shard}. {read:,} rows of it were read, {held:,} were in the warehouse.")
        return shards

    def _half_read(self, members: Mapping[str, Sequence[CompanyId]], refused: str) -> tuple[str, set[str]] | None:
        """Return a worker with a shard of which some rows were read, and all its shards.

        The refused company is read by the other worker, so that it fails as often as without the end of a worker.
        """
        running = {
            worker: set(filter(None, map(shard_of, descendants.tree(self.parts[worker].pid)))) for worker in _WORKERS
        }
        if not any(refused in shards for shards in running.values()):
            return None
        for worker, shards in running.items():
            if refused not in shards and any(
                0 < self._rows_read(members[shard]) < ROWS * len(members[shard]) for shard in shards & members.keys()
            ):
                return worker, shards
        return None

    def _rows_read(self, companies: Sequence[CompanyId]) -> int:
        """Return how many rows of the longest table were sent."""
        return sum(
            request["rows"]
            for request in self.sage.requests()
            if request["table"] == LONGEST and (request["site_id"], request["company_id"]) in companies
        )

    def _are_tried(self) -> bool:
        """Return whether all shards have ended once. Those that were killed are noticed some time later."""
        return all(task.state in {*_ENDED, "up_for_retry"} for task in self.airflow.tasks().values())

    def _have_ended(self) -> bool:
        return all(task.state in _ENDED for task in self.airflow.tasks().values())

    def _wait(self, what: str, ask: Callable[[], T | None]) -> T:
        """Ask until the answer is true, and return it.

        Raises:
            FleetError: A part has ended, or it takes too long.
        """
        end = time.monotonic() + _MINUTES * 60
        while time.monotonic() < end:
            if answer := ask():
                return answer
            for name, process in self.parts.items():
                if process.has_ended():
                    msg = f"{name} has ended:\n{process.log.read_text(encoding='utf-8')[-_LAST_CHARACTERS:]}"
                    raise FleetError(msg)
            time.sleep(_PAUSE)
        msg = f"Waited {_MINUTES} minutes for {what}."
        raise FleetError(msg)

    def _check(self, refused: str, killed: set[str]) -> None:
        heading("What must be true")
        tasks, most = self.airflow.tasks(), self.sage.most_requests_at_once()
        renewals = findings.renewals(self.sage.requests(), urlsplit(self.sage.settings()["token_url"]).path)
        found = [
            *findings.of_tasks(tasks, refused=refused, killed=killed, at_most=TASKS_PER_WORKER),
            *findings.of_failed_companies(self.airflow.log_of(refused), refused=REFUSED),
            *findings.of_renewals(renewals, expired=_EXPIRED, refused=_REFUSED_COMPANIES),
            *findings.of_requests_at_once(most, slots=SLOTS, concurrency=CONCURRENCY),
        ]
        compared = contents.compare(self.sage.companies(), self.warehouse)
        found += compared.differences
        if found:
            shown = "\n".join(found[:_SHOWN])
            msg = f"{len(found)} statements are wrong. The first ones:\n{shown}"
            raise FleetError(msg)
        line(f"All {compared.values:,} values of {compared.rows:,} rows of {COMPANIES} companies are equal, each once.")
        line(f"The refused company failed alone, in both tries. The {len(killed)} killed shards are whole.")
        in_vain = renewals.total() - _EXPIRED
        line("No refresh token was sent twice.")
        line(f"Renewals of the token: {_EXPIRED} after it had expired, {in_vain} for the refused company.")
        line(f"At most {most} requests were in flight: {SLOTS} slots × {CONCURRENCY} = {SLOTS * CONCURRENCY}.")


def _show(measured: Measured) -> None:
    heading("What it took, until all other shards were loaded")
    sizes = [(name, round(size / _MEBIBYTE)) for name, size in measured.peaks.items()]
    table(["peak memory", "MiB"], [*sizes, ("all together", round(measured.total / _MEBIBYTE))])
    cores = psutil.cpu_count() or 1
    share = measured.own / cores / measured.seconds
    line(f"{measured.own:.0f} s of processor time in {measured.seconds:.0f} s: {share:.0%} of {cores} processors.")
    line(f"The processors were {measured.busy:.0%} busy, with other work too. All slots in use: {measured.full:.0%}.")
    line(f"Bound by {measured.bound}.")


@contextmanager
def _timed(what: str) -> Iterator[None]:
    """Print how long a step took."""
    began = time.monotonic()
    yield
    line(f"{what}: {time.monotonic() - began:.0f} s")
