"""Airflow: its processes, its commands, and what its database says about tasks."""

from __future__ import annotations

import secrets
import socket
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg

from tools.demo import processes
from tools.demo.meltano import PROJECT
from tools.demo.ports import free_port
from tools.fleet.size import SLOTS, TASKS_PER_WORKER

if TYPE_CHECKING:
    from pathlib import Path

    from tools.demo.processes import Process
    from tools.fleet.project import Project

DAG = "sage200"
_NOTICED_DEAD = 120
"""Seconds without a sign of life after which Airflow gives a task up. Its own default is 300."""
_TASKS = """
    SELECT task_id, state, try_number FROM task_instance
    WHERE (dag_id, run_id) = (SELECT dag_id, run_id FROM dag_run WHERE dag_id = %s ORDER BY id LIMIT 1)
"""
CENTRAL = {
    "API server": ("api-server", "--host=127.0.0.1", "--port={port}", "--workers=1"),
    "scheduler": ("scheduler", "--skip-serve-logs"),
    "DAG processor": ("dag-processor",),
}
"""The commands of the central processes."""


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the round.

    Attributes:
        state: Its state in Airflow, such as running, up_for_retry, success, failed; None before it is scheduled.
        tries: The number of times that it was started.
    """

    state: str | None
    tries: int


@dataclass(frozen=True, slots=True)
class Airflow:
    """An Airflow with its Celery executor. The project's environment has its settings."""

    project: Project
    folder: Path
    database: str
    port: int

    def create_tables(self) -> Process:
        """Start the process that creates the tables of Airflow, and then ends."""
        return self._start("db-migrate", ["db", "migrate"])

    def create_pool(self) -> None:
        """Create the pool of the DAG.

        Raises:
            FleetError: The command failed.
        """
        self.project.run(["airflow", "pools", "set", DAG, str(SLOTS), "Sage 200"])

    def start(self, part: str) -> Process:
        """Start one of the central processes."""
        words = [word.format(port=self.port) for word in CENTRAL[part]]
        return self._start(words[0], words)

    def start_worker(self, name: str) -> Process:
        """Start a worker of Celery."""
        options = (f"--celery-hostname={name}@%h", f"--concurrency={TASKS_PER_WORKER}", "--skip-serve-logs")
        return self._start(name, ["celery", "worker", *options])

    def is_ready(self) -> bool:
        """Return whether the API server responds to tasks, and the DAG processor has read the DAG."""
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", self.port)):
            return self._knows_dag()
        return False

    def _knows_dag(self) -> bool:
        with psycopg.connect(self.database) as connection:
            return bool(connection.execute("SELECT FROM dag WHERE dag_id = %s", [DAG]).fetchall())

    def begin(self) -> None:
        """Let the DAG run. Airflow begins the round of the present hour at once.

        Raises:
            FleetError: A command failed.
        """
        self.project.run(["airflow", "dags", "unpause", "--yes", DAG])

    def tasks(self) -> dict[str, Task]:
        """Return the tasks of the first round."""
        with psycopg.connect(self.database) as connection:
            return {name: Task(state, tries) for name, state, tries in connection.execute(_TASKS, [DAG])}

    def log_of(self, task: str) -> str:
        """Return the logs of all tries of a task."""
        logs = sorted((self.folder / "logs").glob(f"dag_id={DAG}/run_id=*/task_id={task}/*.log"))
        return "\n".join(log.read_text(encoding="utf-8") for log in logs)

    def _start(self, name: str, arguments: list[str]) -> Process:
        program = str(PROJECT / ".venvs" / "fleet" / "bin" / "airflow")
        return processes.start([program, *arguments], log=self.folder / f"{name}.log", env=self.project.environment)


def make(project: Project, folder: Path, database: str, broker: str) -> Airflow:
    """Describe an Airflow, and add its settings to the environment of the project.

    Args:
        project: The project that its tasks run.
        folder: An empty folder for its logs.
        database: The address of the database for its tables and the results of Celery.
        broker: The address of Redis.
    """
    port, own = free_port(), database.replace("postgresql:", "postgresql+psycopg2:")
    project.environment.update(
        {
            "AIRFLOW_HOME": str(folder),
            "AIRFLOW__API__BASE_URL": f"http://127.0.0.1:{port}",
            "AIRFLOW__API__SECRET_KEY": secrets.token_hex(32),
            "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_hex(32),
            "AIRFLOW__CELERY__BROKER_URL": broker,
            "AIRFLOW__CELERY__RESULT_BACKEND": f"db+{own}",
            "AIRFLOW__CORE__DAGS_FOLDER": str(PROJECT / "orchestrate" / "airflow"),
            "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{port}/execution/",
            "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": own,
            "AIRFLOW__LOGGING__BASE_LOG_FOLDER": str(folder / "logs"),
            "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": str(_NOTICED_DEAD),
            "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
            "SAGE200_PROJECT": str(project.folder),
        }
    )
    return Airflow(project, folder, database, port)
