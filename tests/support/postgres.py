"""A real PostgreSQL server for tests, which can be stopped and started again."""

from __future__ import annotations

import gc
import os
import secrets
import shutil
import subprocess
import tempfile
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString, cast
from urllib.parse import urlsplit

import psycopg

from tools.demo import postgres
from tools.demo.postgres import PROGRAMS, UNPRIVILEGED_USER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.demo.postgres import Postgres


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server for the time of a `with` block. Its folder is not below `tmp_path`, which only root can read."""
    folder = Path(tempfile.mkdtemp(prefix="sage200-postgres-"))
    try:
        with warnings.catch_warnings():
            # The demo's server may outlive the process that starts it, so nothing there waits for its end.
            warnings.simplefilter("ignore", ResourceWarning)
            running = postgres.start(folder)
            gc.collect()
        _, options = (folder / "data" / "postmaster.opts").read_text(encoding="utf-8").split(maxsplit=1)
        (folder / "options").write_text(options.strip(), encoding="utf-8")
        server = Server(folder, running)
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


@dataclass(frozen=True)
class Server:
    """The server, and the programs that control it."""

    folder: Path
    demo: Postgres

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Stop the server for the time of a `with` block."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def new_database(self) -> Iterator[str]:
        """Make an empty database for the time of a `with` block, and yield its address."""
        name = cast("LiteralString", f"test_{secrets.token_hex(4)}")
        self._execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(self.url)._replace(path=f"/{name}").geturl()
        finally:
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _execute(self, statement: LiteralString) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)

    @property
    def url(self) -> str:
        """The address of the database, with its password."""
        return self.demo.url

    def stop(self) -> None:
        """Stop the server, unless it has stopped. All connections break, and nothing is written in order."""
        self._control("stop", "--mode=immediate")

    def start(self) -> None:
        """Start the server again unless it runs, on the same port and with its data."""
        options = (self.folder / "options").read_text(encoding="utf-8")
        self._control("start", f"--log={self.folder / 'log-again'}", f"--options={options}")

    def _control(self, operation: str, *options: str) -> None:
        user = UNPRIVILEGED_USER if os.geteuid() == 0 else None
        command = [
            str(self.folder / PROGRAMS / "pg_ctl"),
            operation,
            f"--pgdata={self.folder / 'data'}",
            "--wait",
            *options,
        ]
        subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
        )
