"""What a peer has in common with the others: names of its own, a port that it prints, and an end with its parent."""

from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

LOOPBACK = "127.0.0.1"


def know_test_names() -> None:
    """Resolve every name that ends with `.test` to loopback; to everybody else there is no such name (RFC 6761)."""
    ask: Callable[..., Any] = socket.getaddrinfo

    def known(host: Any, *given: Any, **more: Any) -> Any:  # noqa: ANN401 - whatever getaddrinfo takes
        name = host.decode() if isinstance(host, bytes) else host
        return ask(LOOPBACK if str(name).endswith(".test") else host, *given, **more)

    socket.getaddrinfo = known


def tell(port: int) -> None:
    """Say where the peer listens."""
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()


def wait_for_the_end() -> None:
    """Wait until the test closes the peer's input, or is no more."""
    sys.stdin.read()
