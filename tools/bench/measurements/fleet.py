"""The processor time of a company in a shard: with Meltano, the tap, the loader and PostgreSQL."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sage200_sandbox import Demo, Sandbox

from tools.bench.measurements.quiet import EACH_RUN
from tools.bench.measurements.warehouse import empty_database
from tools.bench.meltano_project import MeltanoProject, ProcessorTime
from tools.bench.report import Section, at_most, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.bench.environment import Environment

TITLE = "A shard of companies"
COMPANIES = 25
"""The companies of a shard."""
FIRST, QUIET, DAY = "first load", "quiet run", "first run of a day"
ALL_DUE = json.dumps(EACH_RUN["tables"])
"""The setting `tables` with which everything is due, as in the first run of a day."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a kind of run costs."""

    name: str
    companies: int
    runs: Sequence[ProcessorTime]
    requests: int
    rows: int

    @property
    def per_company(self) -> float:
        """The processor time of a company in seconds."""
        return median(run.all for run in self.runs) / self.companies

    def cells(self) -> tuple[str, ...]:
        """Return the cells of the table row."""
        shares = [
            median(getattr(run, part) for run in self.runs) / self.companies for part in ("tap", "loader", "meltano")
        ]
        return (
            f"{self.companies}",
            self.name,
            f"{self.per_company:.1f}",
            *(f"{share:.1f}" for share in shares),
            f"{self.requests / self.companies:,.0f}",
            f"{self.rows / self.companies:,.0f}",
        )


def measure(environment: Environment, *, rounds: int) -> Section:
    """Measure a company alone, and in a shard: the first load, quiet runs, and the first run of a day."""
    del environment  # the sandbox serves the companies
    costs = [cost for companies in (1, COMPANIES) for cost in measured(companies, rounds=rounds)]
    (quiet,) = (cost.per_company for cost in costs if cost.companies == COMPANIES and cost.name == QUIET)
    head = ("companies", "run", "CPU, s", "tap, s", "target-postgres, s", "Meltano, s", "requests", "rows")
    return Section(
        TITLE,
        "`meltano run tap-sage200 target-postgres` over all tables that are selected by default, against companies of "
        "the sandbox. Processor time is the sum of Meltano, the tap, the loader and what they start, without the "
        "servers. All figures are per company. The *first load* was run once. A *quiet run* follows on the same day, "
        "without changes in between: it reads the tables that have no timestamps. In the *first run of a day*, the "
        "fixed lists are due too.",
        [at_most(f"quiet run of {COMPANIES} companies: processor time of a company", quiet, 5, "s")],
        [table(head, [cost.cells() for cost in costs])],
    )


def measured(companies: int, *, rounds: int) -> list[Cost]:
    """Measure each kind of run with a number of companies."""
    with (
        TemporaryDirectory(prefix="sage200-bench-fleet-") as name,
        empty_database() as database,
        Sandbox(Demo(), companies=companies) as sage,
    ):
        folder = Path(name)
        settings = sage.settings() | {"token_file": f"{folder / 'token.json'}", "all_companies": "true"}
        project = MeltanoProject.make(folder / "project", settings, database.url)

        def cost(name: str, runs: int, **settings: str) -> Cost:
            sage.forget_requests()
            took = [project.run(**settings) for _ in range(runs)]
            rows = sum(request.rows or 0 for request in sage.requests)
            return Cost(name, companies, took, len(sage.requests) // runs, rows // runs)

        return [
            cost(FIRST, 1),
            cost(QUIET, rounds),
            cost(DAY, rounds, tables=ALL_DUE),
        ]
