"""Shared parts of these servers: they resolve test names, print their port, and end with the test."""

from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

LOOPBACK = "127.0.0.1"


def know_test_names() -> None:
    """Resolve every name that ends with `.test` to loopback. Nothing else resolves these names (RFC 6761)."""
    ask: Callable[..., Any] = socket.getaddrinfo

    def known(host: Any, *given: Any, **more: Any) -> Any:  # noqa: ANN401 - whatever getaddrinfo takes
        name = host.decode() if isinstance(host, bytes) else host
        return ask(LOOPBACK if str(name).endswith(".test") else host, *given, **more)

    socket.getaddrinfo = known


def tell(port: int) -> None:
    """Print the port."""
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()


def wait_for_the_end() -> None:
    """Wait until the test closes stdin, or ends."""
    sys.stdin.read()
