"""A SOCKS5 proxy that resolves names that nothing else resolves."""

from __future__ import annotations

import asyncio
import sys

import anyio
from tiny_proxy import Socks5ProxyHandler  # type: ignore[import-untyped] # it has types, and does not say so

from tests.peers.process import LOOPBACK, know_test_names, tell, wait_for_the_end


async def serve(username: str | None, password: str | None) -> None:
    """Serve until the input ends."""
    listener = await anyio.create_tcp_listener(local_host=LOOPBACK)
    tell(listener.extra(anyio.abc.SocketAttribute.local_port))  # noqa: S610 - nothing of Django's
    serving = asyncio.ensure_future(listener.serve(Socks5ProxyHandler(username, password).handle))
    await asyncio.get_running_loop().run_in_executor(None, wait_for_the_end)
    serving.cancel()


if __name__ == "__main__":
    know_test_names()
    asyncio.run(serve(*(sys.argv[1:] or (None, None))))
