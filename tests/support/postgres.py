"""A real PostgreSQL server for tests, which can be stopped and started again."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
import tempfile
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
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

    def without_sign_ins(self) -> str:
        """Return the address of a database for tokens, which has no table yet."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            if not connection.execute("SELECT FROM pg_database WHERE datname = 'tokens'").fetchall():
                connection.execute("CREATE DATABASE tokens")
        address = urlsplit(self.url)._replace(path="/tokens").geturl()
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = 'tokens' AND pid <> pg_backend_pid()"
            )
            connection.execute("DROP TABLE IF EXISTS sage200_sign_ins")
        return address

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
