"""Two fleets that load the same companies with one sign-in, such as production and a test of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Sandbox
from sage200_sandbox.sample_rows import customers

from tap_sage200.api.request import Request
from tap_sage200.cli.connection import connect
from tap_sage200.config.settings import Settings
from tap_sage200.records.body import parse_rows
from tests.support.commanding import sage200
from tests.support.fleet import FILE, content
from tests.support.runs import catalog_of
from tests.support.tap_process import TapProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = 35
Config = dict[str, Any]


@pytest.fixture
def sage() -> Iterator[Sandbox]:
    """A Sage 200 with four companies. Its access tokens expire during each run."""
    with Sandbox(companies=4) as sandbox:
        for company in sandbox.companies:
            company.replace("customers", customers(ROWS))
        yield sandbox


def divided(folder: Path, config: Config, monkeypatch: pytest.MonkeyPatch) -> list[Config]:
    """Divide the companies into two shards in a project of its own. Return the settings of each shard."""
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("meltano.yml").write_text('include_paths: ["./*.meltano.yml"]\n', encoding="utf-8")
    done = sage200("companies", "--meltano", "--shard-size=2", config=config)
    assert done.exit_code == 0, done.output
    return [config | each["config"] for each in content()["plugins"]["extractors"]]


def started(folder: Path, config: Config) -> TapProcess:
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / "catalog.json").write_text(json.dumps(catalog_of("customers")), encoding="utf-8")
    return TapProcess(f"--config={folder / 'config.json'}", f"--catalog={folder / 'catalog.json'}")


def companies_loaded(run: TapProcess) -> list[tuple[str, int, int]]:
    """Wait for the end of a run, which must succeed. Return the key of each row."""
    with run:
        output, log = run.communicate()
        assert run.wait() == 0, log.decode()
    messages = map(json.loads, output.decode().splitlines())
    records = [message["record"] for message in messages if message["type"] == "RECORD"]
    return [(record["site_id"], record["company_id"], record["id"]) for record in records]


def test_two_fleets_with_one_token_store_load_everything_and_send_no_refresh_token_twice(
    sage: Sandbox, token_store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sage.access_token_seconds = 1
    config = sage.settings() | {"page_size": 5, "token_store": token_store}
    fleets = [divided(tmp_path / name, config, monkeypatch) for name in ("production", "test")]
    runs = [
        [started(tmp_path / f"{fleet}-{shard}", settings) for shard, settings in enumerate(shards)]
        for fleet, shards in enumerate(fleets)
    ]
    loaded = [sorted(key for run in shards for key in companies_loaded(run)) for shards in runs]

    sites = [company.site() for company in sage.companies]
    everything = sorted((site["site_id"], site["company_id"], row) for site in sites for row in range(1, ROWS + 1))
    assert loaded == [everything, everything]
    renewals = [request.status for request in sage.requests if request.path == "/oauth/token"]
    assert len(renewals) > 1
    assert set(renewals) == {200}


def test_a_fleet_with_a_copy_of_a_used_refresh_token_changes_nothing_and_says_so(
    sage: Sandbox, token_store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = sage.settings()
    divided(tmp_path / "production", config | {"token_store": token_store}, monkeypatch)
    (tmp_path / "copy").mkdir()
    monkeypatch.chdir(tmp_path / "copy")
    Path("meltano.yml").write_text('include_paths: ["./*.meltano.yml"]\n', encoding="utf-8")
    copied = config | {"token_file": str(tmp_path / "token.json")}
    done = sage200("companies", "--meltano", "--json", config=copied)

    assert (done.exit_code, done.stdout) == (3, "")
    (line,) = done.stderr.splitlines()
    assert "it was used before" in line
    assert not FILE.exists()


def test_a_run_gets_a_good_token_after_those_of_all_runs_have_ended_early(sage: Sandbox, tmp_path: Path) -> None:
    settings = Settings.from_config(sage.settings() | {"token_file": str(tmp_path / "token.json")})
    slow, quick = (connect(settings) for _ in range(2))
    (company, *_) = slow.sites().rows
    for run in (slow, quick, quick):
        sage.expire_access_tokens()
        run.client.get(Request("/customers", company), parse_rows)
    sage.expire_access_tokens()
    sage.forget_requests()

    slow.client.get(Request("/customers", company), parse_rows)
    assert sum(request.path == "/oauth/token" for request in sage.requests) == 1
