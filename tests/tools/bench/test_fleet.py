"""The cost of a company in a shard, from the runs of the shard."""

from __future__ import annotations

from tools.bench.measurements.fleet import Cost
from tools.bench.meltano_project import ProcessorTime


def test_the_cost_of_a_company_is_its_share_of_the_run_in_the_middle() -> None:
    runs = [ProcessorTime(all=total, tap=total / 2, loader=total / 4, wall=total) for total in (100.0, 50.0, 75.0)]
    cost = Cost("quiet run", companies=25, runs=runs, requests=3600, rows=50_000)
    assert cost.per_company == 3.0
    assert cost.cells() == ("25", "quiet run", "3.0", "1.5", "0.8", "0.8", "144", "2,000")
