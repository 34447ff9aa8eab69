"""The files in orchestrate/ are what Airflow and Kubernetes accept, and run one command for each shard."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.fleet.dag import DAG, PYTHON, read_dag
from tests.loaders.project import ROOT

if TYPE_CHECKING:
    from pathlib import Path

CRON_JOB = ROOT / "orchestrate" / "kubernetes" / "cronjob.yaml"
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
        assert task["command"] == " ".join(shard["command"])
        assert task["cwd"] == str(project)
        assert (task["after"], task["pool"], task["retries"]) == (["sign_in"], "sage200", 1)
        assert task["retry_seconds"] > 300, "Meltano refuses a run within five minutes of one that was killed"


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


def run_pod(project: Path, index: int, completions: int) -> subprocess.CompletedProcess[str]:
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
        env=os.environ | own,
        capture_output=True,
        text=True,
        check=False,
    )
