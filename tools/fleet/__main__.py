"""`make fleet`."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
import psycopg

from tools.demo import postgres
from tools.demo.errors import DemoError
from tools.demo.report import heading, line
from tools.demo.warehouse import Warehouse
from tools.fleet import airflow, descendants, project, redis, source
from tools.fleet.errors import FleetError
from tools.fleet.scenario import Scenario

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import FrameType

    from tools.demo.postgres import Postgres
    from tools.demo.processes import Process

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_DATABASES = ("airflow", "meltano", "tokens")


@click.command()
@click.option("--logs", type=click.Path(file_okay=False, path_type=Path), help="Keep the logs in this new folder.")
def fleet(*, logs: Path | None) -> None:
    """Load 20 companies with Airflow, Celery, Redis and PostgreSQL while a worker dies, and compare all values."""
    for number in _SIGNALS:
        signal.signal(number, _interrupt)
    descendants.adopt()
    began = time.monotonic()
    try:
        with ExitStack() as end:
            folder = Path(tempfile.mkdtemp(prefix="sage200-fleet-"))
            end.callback(shutil.rmtree, folder)
            if logs:
                end.callback(_keep_logs, folder, logs)
            end.callback(descendants.end)
            _run(folder, end)
    except KeyboardInterrupt:
        sys.exit("\nStopped. No process and no folder of the fleet is left.")
    except (DemoError, FleetError) as error:
        kept = f"The logs are in {logs}." if logs else "make fleet LOGS=folder keeps the logs."
        sys.exit(f"\n{error}\n\nThe fleet failed. No process of it is left. {kept}")
    heading(f"Done in {(time.monotonic() - began) / 60:.0f} minutes")
    line("All processes have ended.")


def _run(folder: Path, end: ExitStack) -> None:
    database_folder = Path(tempfile.mkdtemp(prefix="sage200-fleet-postgres-"))
    end.callback(shutil.rmtree, database_folder)
    end.callback(descendants.end)
    sage = source.start(folder / "sandbox.log")
    database = postgres.start(database_folder)
    end.callback(database.process.stop)
    broker = redis.start(folder)
    end.callback(broker.process.stop)
    for name in _DATABASES:
        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
    places = {name: folder / name for name in ("project", "airflow")}
    for place in places.values():
        place.mkdir()
    sage.wait()
    runs = project.make(
        places["project"],
        sage.settings(),
        warehouse=database.url,
        tokens=_called(database, "tokens"),
        states=_called(database, "meltano").replace("postgresql:", "postgresql+psycopg2:"),
    )
    scheduler = airflow.make(runs, places["airflow"], _called(database, "airflow"), broker.url)
    servers = {"sandbox": sage.process, "PostgreSQL": database.process, "Redis": broker.process}
    parts = dict(servers)
    end.callback(_kill_airflow, parts, servers)
    Scenario(sage, Warehouse(database.url), scheduler, parts).run()


def _called(database: Postgres, name: str) -> str:
    """Return the address of another database of the server."""
    return f"{database.url.rpartition('/')[0]}/{name}"


def _kill_airflow(parts: Mapping[str, Process], servers: Mapping[str, Process]) -> None:
    """End the processes of Airflow with their tasks before the servers, which then stop in order."""
    for name in parts.keys() - servers.keys():
        descendants.kill(parts[name].pid)


def _keep_logs(folder: Path, logs: Path) -> None:
    logs.mkdir(parents=True, exist_ok=True)
    for log in folder.rglob("*.log"):
        place = logs / log.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(log, place)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    """Stop at the first signal, and ignore further signals while stopping."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


fleet()
