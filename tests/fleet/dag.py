"""The DAG as Airflow reads it, in Airflow's own environment."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from tests.loaders.project import ROOT
from tools.project_copy import plain_environment

if TYPE_CHECKING:
    from pathlib import Path

DAG = ROOT / "orchestrate" / "airflow" / "sage200.py"
PYTHON = ROOT / ".venvs" / "airflow" / "bin" / "python"
_READ = """
import json, sys
started = []
programs = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"}
sys.addaudithook(lambda event, _: started.append(event) if event in programs else None)
from airflow.dag_processing.dagbag import DagBag
before = len(started)
bag = DagBag(sys.argv[1])
read = {
    "errors": list(bag.import_errors.values()),
    "started": started[before:],
    "dags": {name: {"max_active_runs": dag.max_active_runs, "catchup": dag.catchup} for name, dag in bag.dags.items()},
    "tasks": {
        task.task_id: {
            "command": task.bash_command, "cwd": task.cwd, "pool": task.pool, "retries": task.retries,
            "retry_seconds": task.retry_delay.total_seconds(), "after": sorted(task.upstream_task_ids),
        }
        for dag in bag.dags.values() for task in dag.tasks
    },
}
print(json.dumps(read))
"""
_SECONDS = 300


def read_dag(project: Path, home: Path) -> dict[str, Any]:
    """Return what Airflow reads from the DAG that ships, with a project's companies.json.

    Args:
        project: The folder of the Meltano project.
        home: An empty folder for the configuration and the SQLite database of Airflow.
    """
    if not PYTHON.exists():
        pytest.fail("Airflow is not installed: make .venvs/airflow/.installed")
    own = {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "SAGE200_PROJECT": str(project),
    }
    result = subprocess.run(
        [PYTHON, "-c", _READ, DAG.parent],
        env=plain_environment() | own,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=True,
    )
    read: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return read
