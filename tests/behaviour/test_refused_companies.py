"""A fleet with companies that Sage lists, but does not open for its user."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault
from sage200_sandbox.sample_rows import customers

from tap_sage200 import timestamps
from tap_sage200.auth.grant import PAUSE_OF_ALL
from tests.support.runs import run_tap

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path

    from sage200_sandbox import Sandbox

Config = dict[str, Any]
REFUSED = range(101, 131)
"""The numbers of the companies that the user may not open."""


@pytest.fixture
def config(sage: Sandbox, tmp_path: Path) -> Config:
    """Settings for all companies: one that opens, and many that do not."""
    sage.companies[0].replace("customers", customers(5))
    (site,) = sage.directory.rows("sites")
    sage.directory.replace("sites", [site, *(site | {"company_id": number} for number in REFUSED)])
    everything = {
        "token_file": str(tmp_path / "token.json"),
        "site_id": None,
        "company_id": None,
        "all_companies": True,
    }
    return {name: value for name, value in (sage.settings() | everything).items() if value is not None}


def renewals(sage: Sandbox) -> int:
    """Return the number of token requests since this was last asked."""
    count = sum(request.path == "/oauth/token" for request in sage.requests)
    sage.forget_requests()
    return count


def company_of(config: Config, number: int) -> Config:
    """Return the settings of a shard with one company."""
    site_id = "5a9e0200-0000-4000-8000-000000000001"
    return config | {"all_companies": False, "companies": [{"site_id": site_id, "company_id": number}]}


def earlier_by(pause: timedelta, instant: str) -> str:
    return timestamps.to_text(timestamps.from_text(instant) - pause)


@pytest.mark.parametrize("concurrency", [1, 4])
def test_many_refused_companies_cost_one_renewal_in_the_first_run_and_none_later(
    sage: Sandbox, config: Config, concurrency: int
) -> None:
    counts = []
    for _ in range(3):
        result = run_tap(config | {"concurrency": concurrency}, "customers", "currencies")
        assert len(result.records("customers")) == 5
        assert f"{2 * len(REFUSED)} of {2 * len(REFUSED) + 2} tables failed" in str(result.error)
        counts.append(renewals(sage))

    assert counts == [2, 0, 0], "the first token, and one renewal"


@pytest.mark.parametrize("refused", [1, 2])
def test_a_good_company_gets_a_new_token_after_one_that_ended_early_whatever_a_refused_company_met_before(
    sage: Sandbox, config: Config, refused: int
) -> None:
    """The shard of the refused company is the first to meet a token that ended early, once or twice."""
    for _ in range(1 + refused):
        assert "Check site_id and company_id" in str(
            run_tap(company_of(config, REFUSED[0]), "customers", "currencies").error
        )
        sage.expire_access_tokens()
    renewals(sage)

    assert len(run_tap(company_of(config, 1), "customers").records("customers")) == 5
    assert renewals(sage) == 1


def test_a_token_is_renewed_again_ten_minutes_after_everything_refused_a_new_one(
    sage: Sandbox, config: Config, tmp_path: Path
) -> None:
    shard = company_of(config, 1)
    sage.fault(Fault("401", times=None))
    assert "Sage refuses a request for company 1" in str(run_tap(shard, "customers").error)
    sage.clear_faults()
    renewals(sage)

    sage.expire_access_tokens()
    file = tmp_path / "token.json"
    stored = json.loads(file.read_text())
    assert stored["in_vain_for"] == []
    file.write_text(json.dumps(stored | {"in_vain_at": earlier_by(PAUSE_OF_ALL, stored["in_vain_at"])}))

    assert len(run_tap(shard, "customers").records("customers")) == 5
    assert renewals(sage) == 1
