"""Threads of the pool take all work, stay for a moment, and then end."""

from __future__ import annotations

import random
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from tap_sage200.api.thread_pool import ThreadPool

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 10
ROUNDS = 1500


@pytest.fixture
def _hasty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Threads that wait for work only for half a millisecond, and take turns all the time."""
    monkeypatch.setattr("tap_sage200.api.thread_pool.MOMENT", 0.0005)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("_hasty")
def test_every_thread_ends_when_no_work_is_left() -> None:
    chance = random.Random(1)  # noqa: S311 - the same turns at each run
    before = set(threading.enumerate())
    pool, done = ThreadPool(), list[int]()

    def work() -> None:
        time.sleep(chance.random() / 5000)
        done.append(1)

    for _ in range(ROUNDS):
        for _ in range(chance.randint(1, 6)):
            pool.do(work)
        time.sleep(chance.random() / 1500)
    started = set(threading.enumerate()) - before
    for thread in started:
        thread.join(PATIENCE)
    assert not [thread for thread in started if thread.is_alive()]
    assert len(done) >= ROUNDS
