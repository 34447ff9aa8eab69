"""The files in orchestrate/ are what Airflow and Kubernetes accept, and run one command for each shard."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.fleet.dag import DAG, PYTHON, read_dag
from tests.loaders.project import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CRON_JOB = ROOT / "orchestrate" / "kubernetes" / "cronjob.yaml"
SECONDS = 30
SHARDS = [
    {"name": name, "command": ["meltano", "run", "--no-install", f"sage200--{name}"], "companies": []}
    for name in ("shard-1", "5a9e0200-0000-4000-8000-000000000001-2")
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with the list of shards."""
    folder = tmp_path / "project"
    folder.mkdir()
    write(folder, SHARDS)
    return folder


def write(folder: Path, shards: list[dict[str, Any]]) -> None:
    (folder / "companies.json").write_text(json.dumps({"companies": [], "shards": shards}), encoding="utf-8")


def cron_job() -> Any:  # noqa: ANN401 - the content of a YAML file
    return yaml.safe_load(CRON_JOB.read_text(encoding="utf-8"))["spec"]


def pod() -> Any:  # noqa: ANN401 - the content of a YAML file
    return cron_job()["jobTemplate"]["spec"]["template"]["spec"]


def test_without_shards_airflow_reports_the_dag_as_broken(project: Path, tmp_path: Path) -> None:
    write(project, [])
    read = read_dag(project, tmp_path / "airflow")
    assert read["dags"] == {}
    assert "companies.json has no shards" in read["errors"][0]


def test_airflow_reads_a_gate_and_a_task_for_each_shard_and_starts_no_program(project: Path, tmp_path: Path) -> None:
    read = read_dag(project, tmp_path / "airflow")
    assert read["errors"] == read["started"] == []
    assert read["dags"] == {"sage200": {"max_active_runs": 1, "catchup": False}}
    gate = read["tasks"].pop("sign_in")
    assert gate["after"] == []
    assert gate["command"].startswith("meltano invoke --no-install tap-sage200:companies --json")
    assert list(read["tasks"]) == [shard["name"] for shard in SHARDS]
    for shard in SHARDS:
        task = read["tasks"][shard["name"]]
        assert f" {' '.join(shard['command'])} " in task["command"]
        assert task["cwd"] == str(project)
        assert (task["after"], task["pool"], task["retries"]) == (["sign_in"], "sage200", 1)
        assert task["retry_seconds"] > 300, "Meltano refuses a run within five minutes of one that was killed"


MELTANO = """#!/bin/sh
trap 'echo saved; exit 143' TERM
echo "the first line"
echo "[error] tap-sage200--shard-1 1 of 5 tables failed in company 9" >&2
echo "$$" >number.new && mv number.new number
{then}
"""


def started(project: Path, then: str, tmp_path: Path) -> subprocess.Popen[str]:
    """Start a task as Airflow does: bash in a process group of its own, with a `meltano` that logs and goes on."""
    program = project / "meltano"
    program.write_text(MELTANO.format(then=then), encoding="utf-8")
    program.chmod(0o755)
    return subprocess.Popen(
        ["/bin/bash", "-c", read_dag(project, tmp_path / "airflow")["tasks"]["shard-1"]["command"]],
        cwd=project,
        env=os.environ | {"PATH": f"{project}:{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


@pytest.mark.parametrize("code", [0, 1])
def test_the_last_line_of_a_task_names_what_failed_and_the_exit_code_is_that_of_meltano(
    project: Path, tmp_path: Path, code: int
) -> None:
    with started(project, f"echo 'Run completed'; exit {code}", tmp_path) as task:
        output, _ = task.communicate()
    assert task.returncode == code
    failed = "[error] tap-sage200--shard-1 1 of 5 tables failed in company 9"
    assert output.splitlines() == ["the first line", failed, "Run completed", failed]


def test_the_last_line_of_a_task_is_the_error_of_a_loader_that_fails(project: Path, tmp_path: Path) -> None:
    error = "2026-11-29T02:29:23Z [error    ] target-postgres connection refused"
    with started(project, f"echo '{error}'; echo Traceback; exit 1", tmp_path) as task:
        output, _ = task.communicate()
    assert output.splitlines()[-2:] == ["Traceback", error]


def test_a_task_that_airflow_stops_ends_in_order(project: Path, tmp_path: Path) -> None:
    with started(project, "while :; do sleep 0.1; done", tmp_path) as task:
        assert task.stdout
        assert task.stdout.readline() == "the first line\n"  # now `sed` runs, and its trap is set
        while not (project / "number").exists():
            assert task.poll() is None
        os.killpg(task.pid, signal.SIGTERM)
        output, _ = task.communicate(timeout=SECONDS)
    assert task.returncode == 143
    assert "saved" in output.splitlines()


def test_the_dag_is_short() -> None:
    assert len(DAG.read_text(encoding="utf-8").splitlines()) <= 60


@pytest.mark.parametrize("version", ["1.31", "1.37"])
def test_the_cron_job_is_valid_for_kubernetes(version: str) -> None:
    command = [str(PYTHON.with_name("kubernetes-validate")), "--strict", "--kubernetes-version", version, str(CRON_JOB)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "passed" in checked.stdout + checked.stderr


def test_the_cron_job_does_what_the_dag_does() -> None:
    job = cron_job()["jobTemplate"]["spec"]
    assert cron_job()["concurrencyPolicy"] == "Forbid"
    assert job["backoffLimitPerIndex"] == 1
    (gate,) = pod()["initContainers"]
    (shard,) = pod()["containers"]
    (rule,) = job["podFailurePolicy"]["rules"]
    assert rule == {
        "action": "FailJob",
        "onExitCodes": {"containerName": gate["name"], "operator": "In", "values": [3]},
    }
    in_dag = re.search(r'GATE = "(.+?) >', DAG.read_text(encoding="utf-8"))
    assert in_dag is not None
    assert " ".join(gate["command"]) == in_dag[1]
    assert {"name": "COMPLETIONS", "value": str(job["completions"])} in shard["env"]
    assert shard["terminationMessagePolicy"] == "FallbackToLogsOnError"
    assert gate["image"] == shard["image"]
    assert gate["envFrom"] == shard["envFrom"]


@pytest.mark.parametrize(
    ("index", "completions", "code", "said"),
    [
        (0, 2, 0, "run --no-install sage200--shard-1"),
        (1, 2, 0, "run --no-install sage200--5a9e0200-0000-4000-8000-000000000001-2"),
        (2, 3, 0, ""),
        (0, 1, 1, "companies.json has 2 shards: set completions and COMPLETIONS to more than 1"),
    ],
)
def test_each_pod_runs_the_shard_of_its_index(
    project: Path, index: int, completions: int, code: int, said: str
) -> None:
    done = run_pod(project, index, completions)
    assert done.returncode == code
    assert (done.stdout + done.stderr).strip() == said


def test_without_shards_a_pod_fails(project: Path) -> None:
    write(project, [])
    done = run_pod(project, index=0, completions=2)
    assert done.returncode == 1
    assert done.stderr.startswith("companies.json has no shards")


def test_a_pod_waits_before_its_retry(project: Path) -> None:
    began = time.monotonic()
    done = run_pod(project, index=0, completions=2, FAILURES="1", RETRY_SECONDS="1")
    assert done.stdout.strip() == "run --no-install sage200--shard-1"
    assert time.monotonic() - began > 1
    declared = {each["name"]: each for each in pod()["containers"][0]["env"]}
    assert int(declared["RETRY_SECONDS"]["value"]) > 300, "Meltano refuses a run within five minutes of a killed one"
    assert "job-index-failure-count" in declared["FAILURES"]["valueFrom"]["fieldRef"]["fieldPath"]


def run_pod(project: Path, index: int, completions: int, **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command of the pod with this index, with a `meltano` that prints its arguments."""
    program = project / "meltano"
    program.write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    own = {
        "PATH": f"{project}:{os.environ['PATH']}",
        "COMPLETIONS": str(completions),
        "JOB_COMPLETION_INDEX": str(index),
    }
    return subprocess.run(
        [sys.executable, *pod()["containers"][0]["command"][1:]],
        cwd=project,
        env=os.environ | own | more,
        capture_output=True,
        text=True,
        check=False,
    )
