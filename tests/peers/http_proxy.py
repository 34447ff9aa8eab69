"""An HTTP proxy that resolves names that nothing else resolves."""

from __future__ import annotations

import sys

import proxy

from tests.peers.process import know_test_names, tell, wait_for_the_end

if __name__ == "__main__":
    know_test_names()
    arguments = ["--hostname=127.0.0.1", "--port=0", "--num-acceptors=1", "--threaded", "--log-level=ERROR"]
    with proxy.Proxy([*arguments, *sys.argv[1:]]) as running:
        tell(running.flags.port)
        wait_for_the_end()
