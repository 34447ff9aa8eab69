"""The end of a process during a token request."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.posix
TRADE = """
import os, signal, sys, time
from datetime import timedelta
from threading import Event, Thread
from tap_sage200.auth.authenticator import RefreshTokenAuthenticator
from tap_sage200.auth.token_response import Tokens
from tap_sage200.auth.token_store import MemoryStore

sent = Event()

class Slow:
    def request_tokens(self, form, *, clock):
        sent.set()
        time.sleep(0.6)
        return Tokens("access-1", "refresh-1", timedelta(minutes=8))

class Telling(MemoryStore):
    def save(self, grant):
        print(grant.refresh_token, flush=True)

access = RefreshTokenAuthenticator(Slow(), "refresh-0", Telling())

def ended_by(number):
    def end():
        sent.wait()
        time.sleep(0.2)  # until the main thread waits: Python may oversee a signal that comes just before
        os.kill(os.getpid(), number)

    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets what runs in its background ignore it
    Thread(target=end, daemon=True).start()
"""
BY_A_THREAD = """
Thread(target=access.bearer, daemon=True).start()
sent.wait()
"""
BY_THE_MAIN_THREAD = """
ended_by(int(sys.argv[1]))
access.bearer()
print("not ended")
"""
BETWEEN_TWO_TRIES = """
class Down:
    def request_tokens(self, form, *, clock):
        sent.set()
        clock.sleep(60)

ended_by(signal.SIGTERM)
RefreshTokenAuthenticator(Down(), "refresh-0", MemoryStore()).bearer()
"""
BEHIND_ANOTHER_RUN = """
class Locked(MemoryStore):
    def lock(self, seconds=0):
        sent.set()
        time.sleep(60)

ended_by(signal.SIGTERM)
RefreshTokenAuthenticator(Slow(), "refresh-0", Locked()).bearer()
"""


def kept(program: str, *arguments: str) -> list[str]:
    """Return the refresh tokens that the program stores, which it prints."""
    command = [sys.executable, "-c", TRADE + program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30).stdout.split()


def test_a_process_that_ends_during_the_token_request_of_a_thread_stores_the_new_token() -> None:
    assert kept(BY_A_THREAD) == ["refresh-1"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_during_the_token_request_ends_the_process_after_the_new_token_is_stored(number: int) -> None:
    assert kept(BY_THE_MAIN_THREAD, str(int(number))) == ["refresh-1"]


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(BETWEEN_TWO_TRIES, id="until the next attempt"),
        pytest.param(BEHIND_ANOTHER_RUN, id="for the lock of another run"),
    ],
)
def test_a_process_that_only_waits_ends_at_once(program: str) -> None:
    began = time.monotonic()
    assert kept(program) == []
    assert time.monotonic() - began < 10
