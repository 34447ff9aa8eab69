"""The end of a process while a thread of it is trading the token."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import time
from datetime import timedelta
from threading import Event, Thread
from tap_sage200.auth import SageId
from tap_sage200.token_endpoint import Tokens
from tap_sage200.token_store import MemoryStore

sent = Event()

class Slow:
    def trade(self, form):
        sent.set()
        time.sleep(0.3)
        return Tokens("access-1", "refresh-1", timedelta(minutes=8))

class Telling(MemoryStore):
    def save(self, grant):
        print(grant.refresh_token, flush=True)

Thread(target=SageId(Slow(), "refresh-0", Telling()).bearer, daemon=True).start()
sent.wait()
"""


def test_a_process_that_ends_while_a_thread_trades_the_token_keeps_the_new_one() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, timeout=30)
    assert done.stdout.split() == ["refresh-1"]
