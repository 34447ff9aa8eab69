from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING

import pytest

from tap_sage200 import problems
from tap_sage200.api.prefetch import STALE, Prefetcher, PrefetchQueue
from tap_sage200.api.prefetch_plan import PlannedTable, PrefetchPlan
from tap_sage200.api.rate_limit import UnwantedError
from tap_sage200.api.request import ApiResponse, Request
from tap_sage200.api.thread_pool import ThreadPool
from tap_sage200.errors import StreamError
from tests.support.requests_to_sage import NORTH
from tests.support.simulated_sage import at_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.clock import Clock

PATIENCE = 5.0


def page(number: int) -> Request:
    return Request("/customers", NORTH, {"$top": 5, "$skip": number})


def first(table: str) -> Request:
    return Request(f"/{table}", NORTH, {"$top": 5})


@dataclass
class Server:
    """Notes what it is asked for, and answers at once; or not before somebody lets it."""

    asked: list[Request] = field(default_factory=list)
    failing: list[tuple[Request, Exception]] = field(default_factory=list)

    def ask(self, request: Request, is_wanted: Callable[[], bool]) -> ApiResponse[bytes]:
        del is_wanted  # it answers at once
        self.asked.append(request)
        for asked, error in self.failing:
            if asked == request:
                raise error
        return ApiResponse(str(len(self.asked)).encode(), request)


@dataclass
class SlowServer(Server):
    """Answers when it is let, and knows how much is under way at once."""

    free: Event = field(default_factory=Event)
    most: int = 0
    _under_way: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def ask(self, request: Request, is_wanted: Callable[[], bool]) -> ApiResponse[bytes]:
        with self._lock:
            self._under_way += 1
            self.most = max(self.most, self._under_way)
        self._arrived.release()
        self.free.wait(PATIENCE)
        with self._lock:
            self._under_way -= 1
        return super().ask(request, is_wanted)

    def wait_for(self, requests: int) -> None:
        for _ in range(requests):
            assert self._arrived.acquire(timeout=PATIENCE)


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def slow() -> Iterator[SlowServer]:
    slow = SlowServer()
    yield slow
    slow.free.set()


@pytest.fixture
def ahead(server: Server, clock: Clock) -> Prefetcher:
    return Prefetcher(server.ask, 3, start=at_once, clock=clock)


def test_what_was_asked_for_ahead_is_not_asked_for_again(server: Server, ahead: Prefetcher) -> None:
    line = PrefetchQueue(ahead)
    line.expect([page(1), page(2)])

    assert line.get(page(1)).content == b"1"
    assert line.get(page(2)).content == b"2"
    assert server.asked == [page(1), page(2)]


def test_an_answer_is_given_once(server: Server, ahead: Prefetcher) -> None:
    line = PrefetchQueue(ahead)
    line.expect([page(1)])

    assert [line.get(page(1)).content for _ in range(2)] == [b"1", b"2"]
    assert server.asked == [page(1)] * 2


def test_what_is_no_longer_expected_is_forgotten(server: Server, ahead: Prefetcher) -> None:
    line = PrefetchQueue(ahead)
    line.expect([page(1), page(2)])
    line.expect([page(2), page(3)])
    line.get(page(1))

    assert server.asked == [page(1), page(2), page(3), page(1)]


def test_lines_do_not_forget_what_others_expect(server: Server, ahead: Prefetcher) -> None:
    walk, other = PrefetchQueue(ahead), PrefetchQueue(ahead)
    other.expect([first("products")])
    walk.expect([page(1)])
    walk.expect(())

    assert other.get(first("products")).content == b"1"
    assert len(server.asked) == 2


def test_a_failure_is_raised_where_the_answer_is_wanted(server: Server, ahead: Prefetcher) -> None:
    line = PrefetchQueue(ahead)
    refused = StreamError(problems.responses.BAD_REQUEST, request="customers", says="")
    server.failing = [(page(2), refused)]
    line.expect([page(1), page(2), page(3)])

    assert line.get(page(1)).content == b"1"
    with pytest.raises(StreamError, match="Sage refuses"):
        line.get(page(2))
    assert line.get(page(3)).content == b"3"


def test_an_answer_that_nobody_took_for_long_is_asked_for_again(
    server: Server, ahead: Prefetcher, clock: Clock
) -> None:
    line = PrefetchQueue(ahead)
    line.expect([page(1)])
    clock.sleep(STALE + 1)

    assert line.get(page(1)).content == b"2"
    assert len(server.asked) == 2


def test_there_are_threads_for_what_is_under_way_and_for_what_is_being_unpacked(slow: SlowServer) -> None:
    line = PrefetchQueue(Prefetcher(slow.ask, 3))
    line.expect([page(number) for number in range(8)])
    slow.wait_for(4)
    slow.free.set()

    assert [line.get(page(number)).request for number in range(8)] == [page(number) for number in range(8)]
    assert slow.most == 4


def test_pages_of_the_table_that_is_read_go_before_the_tables_that_come_next(slow: SlowServer) -> None:
    ahead = Prefetcher(slow.ask, 1)
    plan, walk = PrefetchQueue(ahead, urgent=False), PrefetchQueue(ahead)
    plan.expect([first("products"), first("suppliers")])
    slow.wait_for(1)
    walk.expect([page(1), page(2)])
    walk.expect([page(1), page(2), page(3)])
    slow.free.set()
    walk.get(page(3))
    plan.get(first("suppliers"))

    assert slow.asked == [first("products"), page(3), page(1), page(2), first("suppliers")], "the first was under way"


@dataclass
class QueueBeforeTheServer(SlowServer):
    """Sends on what is still wanted when it is let."""

    def ask(self, request: Request, is_wanted: Callable[[], bool]) -> ApiResponse[bytes]:
        self._arrived.release()
        self.free.wait(PATIENCE)
        if not is_wanted():
            raise UnwantedError
        return Server.ask(self, request, is_wanted)


def test_what_nobody_wants_any_more_is_not_sent_though_a_thread_has_it() -> None:
    queue = QueueBeforeTheServer()
    ahead = Prefetcher(queue.ask, 2)
    walk, plan = PrefetchQueue(ahead), PrefetchQueue(ahead, urgent=False)
    walk.expect([page(1), page(2)])
    plan.expect([first("products")])
    queue.wait_for(3)
    walk.expect([page(2)])
    queue.free.set()

    assert walk.get(page(2)).request == page(2)
    assert plan.get(first("products")).request == first("products")
    assert walk.get(page(3)).request == page(3)
    assert page(1) not in queue.asked


def test_threads_stay_for_what_comes_next() -> None:
    def ask(request: Request, is_wanted: Callable[[], bool]) -> ApiResponse[bytes]:
        del is_wanted
        threads.add(threading.current_thread())
        return ApiResponse(b"", request)

    threads: set[threading.Thread] = set()
    line = PrefetchQueue(Prefetcher(ask, 2))
    for number in range(50):
        line.get(page(number))
    assert len(threads) < 25


def test_no_work_is_left_lying_as_threads_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tap_sage200.api.thread_pool.MOMENT", 0.0005)
    threads = ThreadPool()
    for number in range(1000):
        done = Event()
        threads.do(done.set)
        assert done.wait(PATIENCE)
        time.sleep(number % 10 / 10_000)


def test_what_is_under_way_does_not_hold_up_the_end_of_a_run(slow: SlowServer) -> None:
    PrefetchQueue(Prefetcher(slow.ask, 2)).expect([page(1), page(2)])
    slow.wait_for(2)

    threads = [thread for thread in threading.enumerate() if thread.name == "prefetch"]
    assert threads
    assert all(thread.daemon for thread in threads)


def reading(table: str, request: Callable[[], Request | None] | None = None) -> PlannedTable:
    return PlannedTable(table, {"company_id": 1}, request or (lambda: first(table)))


TABLES = ("customers", "products", "suppliers", "warehouses", "banks", "users")


def test_the_tables_that_come_next_are_asked_for_ahead(server: Server, ahead: Prefetcher) -> None:
    plan = PrefetchPlan(ahead)
    plan.follow(map(reading, TABLES))

    plan.reached("customers", {"company_id": 1})
    assert server.asked == [first(table) for table in TABLES[:5]]

    PrefetchQueue(ahead).get(first("customers"))
    plan.reached("products", {"company_id": 1})
    assert server.asked == [first(table) for table in TABLES[:6]]


def test_tables_that_were_passed_over_are_not_asked_for_any_more(server: Server, ahead: Prefetcher) -> None:
    plan = PrefetchPlan(ahead)
    plan.follow(map(reading, TABLES))
    plan.reached("customers", {"company_id": 1})
    plan.reached("warehouses", {"company_id": 1})
    PrefetchQueue(ahead).get(first("products"))

    assert server.asked.count(first("products")) == 2, "what had come for it was let go"
    assert server.asked.count(first("warehouses")) == 1


def test_a_table_that_is_not_planned_is_read_all_the_same(server: Server, ahead: Prefetcher) -> None:
    plan = PrefetchPlan(ahead)
    plan.follow(map(reading, TABLES))
    plan.reached("sites", None)

    assert server.asked == []


def test_what_is_wrong_with_a_table_to_come_is_not_said_before_it_is_read(server: Server, ahead: Prefetcher) -> None:
    def fail() -> Request:
        raise ValueError

    plan = PrefetchPlan(ahead)
    plan.follow([reading("customers"), reading("products", fail), reading("suppliers", lambda: None), reading("banks")])
    plan.reached("customers", {"company_id": 1})

    assert server.asked == [first("customers"), first("banks")]
