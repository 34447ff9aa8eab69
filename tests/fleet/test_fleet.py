"""A fleet without Airflow: the commands of the DAG, two at a time, into one database."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import time
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from sage200_sandbox import Fault, Sandbox
from sage200_sandbox.sample_rows import row

from tests.fleet.dag import DAG, read_dag
from tests.loaders.held_by_sage import source_rows
from tests.loaders.loaded import PostgresTables
from tests.loaders.project import MELTANO, ROOT, Project
from tests.support.runs import catalog_of
from tools.demo.comparison import differences
from tools.demo.warehouse import Warehouse
from tools.fleet import descendants

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.demo.postgres import Postgres

FLEET = ROOT / "docs" / "fleet.md"
SAGE200 = ROOT / ".venv" / "bin" / "sage200"
TABLES = ("currencies", "customers")
KEY = ("site_id", "company_id", "id")
ROWS = 25
REFUSED = 9
"""The number of a company that Sage lists, and refuses."""
SLOTS, CONCURRENCY = 2, 2
SECONDS = 1800
HEARTBEAT = timedelta(minutes=6)
"""Meltano refuses to run a shard within five minutes of the last sign of life of a killed run."""
BASH, XARGS = "/bin/bash", "/usr/bin/xargs"


@pytest.fixture
def sage() -> Iterator[Sandbox]:
    """A Sage 200 with two companies on each of two sites. It lists one more, which it refuses."""
    with Sandbox(companies=4) as sandbox:
        for company in sandbox.companies:
            for table in TABLES:
                names = [f"{table} {number} of company {company.number}" for number in range(ROWS)]
                company.replace(table, [row(table, number, name=name) for number, name in enumerate(names, 1)])
        listed = sandbox.directory.rows("sites")
        refused = listed[0] | {"site_id": sandbox.companies[0].site_id, "company_id": REFUSED}
        sandbox.directory.replace("sites", [*listed, refused])
        yield sandbox


@pytest.fixture
def project(sage: Sandbox, database: Postgres, tmp_path: Path) -> Project:
    """A Meltano project that loads this Sage into this database."""
    if not MELTANO.exists():
        pytest.fail("Meltano and its plugins are not installed: make .meltano/.installed")
    (tmp_path / "catalog.json").write_text(json.dumps(catalog_of(*TABLES)), encoding="utf-8")
    own = {
        "token_file": str(tmp_path / "token.json"),
        "page_size": "10",
        "concurrency": str(CONCURRENCY),
        "_catalog": "catalog.json",
    }
    return Project.make(
        tmp_path,
        "target-postgres",
        {f"TAP_SAGE200_{name.upper()}": value for name, value in (sage.settings() | own).items()}
        | {
            "TARGET_POSTGRES_SQLALCHEMY_URL": database.url.replace("postgresql:", "postgresql+psycopg:"),
            "PATH": f"{MELTANO.parent}:{os.environ['PATH']}",
        },
    )


def generate(project: Project, *options: str) -> None:
    """Run `sage200 companies --meltano`, and save the list of shards."""
    done = subprocess.run(
        [SAGE200, "companies", "--meltano", "--json", *options],
        cwd=project.folder,
        env=project.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (project.folder / "companies.json").write_text(done.stdout, encoding="utf-8")


def ended_in(project: Project, command: str) -> int:
    """Run a command of the DAG as Airflow does. Return its exit code."""
    done = subprocess.run([BASH, "-c", command], cwd=project.folder, env=project.environment(), check=False)
    return done.returncode


def run_two_at_a_time(project: Project, commands: dict[str, str]) -> dict[str, tuple[int, str]]:
    """Run commands with xargs. Return the exit code and the log of each."""
    logs = project.folder / "logs"
    logs.mkdir(exist_ok=True)
    run = 'bash -c "$2" >"$0/$1.log" 2>&1; echo $? >"$0/$1.code"'  # as Airflow: each task is a command for bash
    words = [word for name, command in commands.items() for word in (name, command)]
    subprocess.run(
        [XARGS, "--null", f"--max-procs={SLOTS}", "--max-args=2", BASH, "-c", run, logs],
        input="\0".join(words),
        cwd=project.folder,
        env=project.environment(),
        text=True,
        timeout=SECONDS,
        check=True,
    )
    return {name: (int((logs / f"{name}.code").read_text()), (logs / f"{name}.log").read_text()) for name in commands}


def states_of(project: Project) -> dict[str, str]:
    """Return the state of each shard, by its ID in Meltano."""
    with closing(sqlite3.connect(project.folder / ".meltano" / "meltano.db")) as database:
        return dict(database.execute("SELECT state_id, completed_state FROM state").fetchall())


def companies_in(state: str) -> set[tuple[str, int]]:
    """Return the companies that a state names."""
    tables = json.loads(state)["singer_state"]["bookmarks"].values()
    contexts = [partition["context"] for table in tables for partition in table["partitions"]]
    return {(context["site_id"], context["company_id"]) for context in contexts}


def not_loaded(sage: Sandbox, loaded: PostgresTables) -> list[str]:
    """Describe each difference between the database and Sage."""
    rows = [(source_rows(sage, loaded, table, KEY), loaded.rows(table, KEY)) for table in TABLES]
    return [found for source, stored in rows for found in differences(source, stored, ())]


def rows_sent(sage: Sandbox) -> int:
    """Return how many customers Sage has sent."""
    return sum(request.rows or 0 for request in sage.requests if request.path.endswith("/customers"))


def age_the_killed_run(project: Project) -> None:
    """Let the time pass after which Meltano gives up a run without a sign of life."""
    with closing(sqlite3.connect(project.folder / ".meltano" / "meltano.db")) as database, database:
        (seen,) = database.execute("SELECT last_heartbeat_at FROM runs WHERE state = 'RUNNING'").fetchone()
        aged = f"{datetime.fromisoformat(seen) - HEARTBEAT}"
        database.execute("UPDATE runs SET last_heartbeat_at = ? WHERE state = 'RUNNING'", [aged])


def token_requests(sage: Sandbox) -> int:
    return sum(request.path == "/oauth/token" for request in sage.requests)


def test_the_tasks_of_the_dag_load_each_company_once_and_a_refused_one_fails_alone(
    project: Project, sage: Sandbox, database: Postgres, tmp_path: Path
) -> None:
    first, second, third, fourth = sage.companies
    listed = sage.directory.rows("sites")
    sage.directory.replace("sites", [company.site() for company in (first, second)])
    generate(project)
    sage.directory.replace("sites", listed)
    generate(project, "--shard-size=2")
    members = {
        f"{first.site_id}-1": {(first.site_id, 1)},
        f"{first.site_id}-2": {(second.site_id, 2)},
        "shard-1": {(first.site_id, REFUSED), (third.site_id, 1)},
        "shard-2": {(fourth.site_id, 2)},
    }
    assert token_requests(sage) == 1
    sage.expire_access_tokens()
    sage.forget_requests()

    tasks: dict[str, Any] = read_dag(project.folder, tmp_path / "airflow")["tasks"]
    commands = {name: task["command"] for name, task in tasks.items()}
    gate = commands.pop("sign_in")
    assert ended_in(project, gate) == 0
    # The first load creates the tables. The loader cannot do that twice at the same time.
    assert run_two_at_a_time(project, {"shard-1": commands["shard-1"]})["shard-1"][0] == 1
    sage.expire_access_tokens()
    ended = run_two_at_a_time(project, commands)

    assert {name: code for name, (code, _) in ended.items()} == dict.fromkeys(members, 0) | {"shard-1": 1}
    last_line = ended["shard-1"][1].splitlines()[-1]
    assert f"tables failed. {len(TABLES)} tables of company {REFUSED} of site" in last_line
    # The gate, once the company that refuses a good token, and the runs together. Sage ID ends a sign-in if a refresh
    # token comes twice, so none did.
    assert token_requests(sage) == 3
    assert 0 < sage.most_requests_at_once <= SLOTS * CONCURRENCY
    loaded = PostgresTables(Warehouse(database.url))
    assert not_loaded(sage, loaded) == []
    folders = {each.name for each in (project.folder / ".meltano" / "run").glob("tap-sage200*")}
    assert folders - {"tap-sage200"} == {f"tap-sage200--{name}" for name in members}
    states = states_of(project)
    assert {name: companies_in(state) for name, state in states.items()} == {
        f"dev:tap-sage200--{name}-to-target-postgres": each for name, each in members.items()
    }

    with psycopg.connect(database.url) as connection:
        connection.execute("DELETE FROM sage200.customers WHERE site_id = %s AND company_id = 1", [first.site_id])
    (recipe,) = re.findall(r"```sh\n(TAP_SAGE200_SITE_ID.+?)```", FLEET.read_text(encoding="utf-8"), re.DOTALL)
    assert ended_in(project, recipe) == 0
    assert not_loaded(sage, loaded) == []
    assert states_of(project).items() >= states.items()


def test_a_shard_whose_worker_dies_is_whole_after_its_retry(
    project: Project, sage: Sandbox, database: Postgres, tmp_path: Path
) -> None:
    sage.directory.replace("sites", [company.site() for company in sage.companies])
    generate(project, "--shard-size=4")
    command = read_dag(project.folder, tmp_path / "airflow")["tasks"]["shard-1"]["command"]
    sage.fault(Fault("latency", seconds=0.3, times=None))
    task = subprocess.Popen(
        [BASH, "-c", command],
        cwd=project.folder,
        env=project.environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while not 0 < rows_sent(sage) < ROWS * len(sage.companies):
        assert task.poll() is None
        time.sleep(0.05)
    descendants.kill(task.pid)
    task.wait()
    sage.clear_faults()
    sage.expire_access_tokens()
    sage.forget_requests()

    assert ended_in(project, command) == 1, "Meltano takes the killed run for one that is under way"
    age_the_killed_run(project)
    assert ended_in(project, command) == 0
    assert not_loaded(sage, PostgresTables(Warehouse(database.url))) == []
    assert token_requests(sage) == 1


def test_after_the_end_of_a_sign_in_the_gate_alone_fails_with_exit_code_3(project: Project, sage: Sandbox) -> None:
    generate(project)
    sage.revoke()
    sage.expire_access_tokens()
    gate = re.search(r'GATE = "(.+)"', DAG.read_text(encoding="utf-8"))
    assert gate is not None
    sage.forget_requests()
    assert ended_in(project, gate[1]) == 3
    assert token_requests(sage) == 1
