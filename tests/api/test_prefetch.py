from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from tap_sage200 import problems
from tap_sage200.api.prefetch import STALE, Prefetcher, PrefetchQueue
from tap_sage200.api.prefetch_plan import PlannedTable, PrefetchPlan
from tap_sage200.api.rate_limit import UnwantedError
from tap_sage200.api.request import ApiResponse, Request
from tap_sage200.errors import StreamError
from tests.support.requests_to_sage import NORTH
from tests.support.simulated_sage import ThreadInPlace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tap_sage200.api.request import BodyParser, Interest
    from tests.support.clock import Clock

PATIENCE = 5.0


def page(number: int) -> Request:
    return Request("/customers", NORTH, {"$top": 5, "$skip": number})


def first(table: str) -> Request:
    return Request(f"/{table}", NORTH, {"$top": 5})


@dataclass
class Server:
    """Records the requests and responds immediately."""

    asked: list[Request] = field(default_factory=list)
    failing: list[tuple[Request, Exception]] = field(default_factory=list)

    def get(self, request: Request, parse: BodyParser[bytes], interest: Interest | None) -> ApiResponse[bytes]:
        del parse, interest
        self.asked.append(request)
        for asked, error in self.failing:
            if asked == request:
                raise error
        return ApiResponse(str(len(self.asked)).encode(), request)


@dataclass
class SlowServer(Server):
    """Responds when it may, and counts the requests in flight."""

    free: Event = field(default_factory=Event)
    most: int = 0
    _in_flight: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def get(self, request: Request, parse: BodyParser[bytes], interest: Interest | None) -> ApiResponse[bytes]:
        with self._lock:
            self._in_flight += 1
            self.most = max(self.most, self._in_flight)
        self._arrived.release()
        self.free.wait(PATIENCE)
        with self._lock:
            self._in_flight -= 1
        return super().get(request, parse, interest)

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
def prefetcher(server: Server, clock: Clock) -> Prefetcher:
    return Prefetcher(server, 3, thread_type=ThreadInPlace, linger=0, clock=clock)


def test_a_prefetched_response_is_not_requested_again(server: Server, prefetcher: Prefetcher) -> None:
    queue = PrefetchQueue(prefetcher)
    queue.expect([page(1), page(2)])

    assert queue.get(page(1)).content == b"1"
    assert queue.get(page(2)).content == b"2"
    assert server.asked == [page(1), page(2)]


def test_a_response_is_given_once(server: Server, prefetcher: Prefetcher) -> None:
    queue = PrefetchQueue(prefetcher)
    queue.expect([page(1)])

    assert [queue.get(page(1)).content for _ in range(2)] == [b"1", b"2"]
    assert server.asked == [page(1)] * 2


def test_a_response_that_is_no_longer_expected_is_dropped(server: Server, prefetcher: Prefetcher) -> None:
    queue = PrefetchQueue(prefetcher)
    queue.expect([page(1), page(2)])
    queue.expect([page(2), page(3)])
    queue.get(page(1))

    assert server.asked == [page(1), page(2), page(3), page(1)]


def test_a_queue_does_not_drop_the_responses_of_another_queue(server: Server, prefetcher: Prefetcher) -> None:
    pages, other = PrefetchQueue(prefetcher), PrefetchQueue(prefetcher)
    other.expect([first("products")])
    pages.expect([page(1)])
    pages.expect(())

    assert other.get(first("products")).content == b"1"
    assert len(server.asked) == 2


def test_an_error_is_raised_where_its_response_is_taken(server: Server, prefetcher: Prefetcher) -> None:
    queue = PrefetchQueue(prefetcher)
    refused = StreamError(problems.responses.BAD_REQUEST, request="customers", says="")
    server.failing = [(page(2), refused)]
    queue.expect([page(1), page(2), page(3)])

    assert queue.get(page(1)).content == b"1"
    with pytest.raises(StreamError, match="Sage refuses"):
        queue.get(page(2))
    assert queue.get(page(3)).content == b"3"


def test_a_stale_response_is_requested_again(server: Server, prefetcher: Prefetcher, clock: Clock) -> None:
    queue = PrefetchQueue(prefetcher)
    queue.expect([page(1)])
    clock.sleep(STALE + 1)

    assert queue.get(page(1)).content == b"2"
    assert len(server.asked) == 2


def test_there_are_threads_for_requests_in_flight_and_for_decompression(slow: SlowServer) -> None:
    queue = PrefetchQueue(Prefetcher(slow, 3))
    queue.expect([page(number) for number in range(8)])
    slow.wait_for(4)
    slow.free.set()

    assert [queue.get(page(number)).request for number in range(8)] == [page(number) for number in range(8)]
    assert slow.most == 4


def test_pages_of_the_current_table_are_sent_before_the_next_tables(slow: SlowServer) -> None:
    prefetcher = Prefetcher(slow, 1)
    plan, pages = PrefetchQueue(prefetcher, urgent=False), PrefetchQueue(prefetcher)
    plan.expect([first("products"), first("suppliers")])
    slow.wait_for(1)
    pages.expect([page(1), page(2)])
    pages.expect([page(1), page(2), page(3)])
    slow.free.set()
    pages.get(page(3))
    plan.get(first("suppliers"))

    assert slow.asked == [first("products"), page(3), page(1), page(2), first("suppliers")], "the first was in flight"


@dataclass
class QueueBeforeTheServer(SlowServer):
    """Forwards the requests that are still wanted, when it may."""

    def get(self, request: Request, parse: BodyParser[bytes], interest: Interest | None) -> ApiResponse[bytes]:
        self._arrived.release()
        self.free.wait(PATIENCE)
        if interest is not None and not interest.is_wanted:
            raise UnwantedError
        return Server.get(self, request, parse, interest)


def test_an_unwanted_request_is_not_sent_although_a_thread_has_taken_it() -> None:
    queue = QueueBeforeTheServer()
    prefetcher = Prefetcher(queue, 2)
    pages, plan = PrefetchQueue(prefetcher), PrefetchQueue(prefetcher, urgent=False)
    pages.expect([page(1), page(2)])
    plan.expect([first("products")])
    queue.wait_for(3)
    pages.expect([page(2)])
    queue.free.set()

    assert pages.get(page(2)).request == page(2)
    assert plan.get(first("products")).request == first("products")
    assert pages.get(page(3)).request == page(3)
    assert page(1) not in queue.asked


@dataclass
class ServerOfThreads(Server):
    """Responds immediately, and records the threads of the requests."""

    threads: set[threading.Thread] = field(default_factory=set)

    def get(self, request: Request, parse: BodyParser[bytes], interest: Interest | None) -> ApiResponse[bytes]:
        self.threads.add(threading.current_thread())
        return super().get(request, parse, interest)


def test_a_thread_without_work_takes_the_next_request() -> None:
    server = ServerOfThreads()
    queue = PrefetchQueue(Prefetcher(server, 2))
    for number in range(50):
        queue.get(page(number))

    assert len(server.threads) < 25


def test_threads_end_if_there_are_no_more_requests() -> None:
    server = ServerOfThreads()
    PrefetchQueue(Prefetcher(server, 2, linger=0.01)).get(page(1))
    for thread in server.threads:
        thread.join(PATIENCE)

    assert not any(thread.is_alive() for thread in server.threads)


def test_no_request_is_lost_while_threads_end() -> None:
    queue, received = PrefetchQueue(Prefetcher(Server(), 4, linger=0.0002)), list[Request]()

    def read() -> None:
        for number in range(0, 1500, 3):
            pages = [page(number), page(number + 1), page(number + 2)]
            queue.expect(pages)
            received.extend(queue.get(each).request for each in pages)
            time.sleep(number % 10 / 20_000)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(12 * PATIENCE)
    assert received == [page(number) for number in range(1500)]


def test_requests_in_flight_do_not_delay_the_end_of_the_process(slow: SlowServer) -> None:
    PrefetchQueue(Prefetcher(slow, 2)).expect([page(1), page(2)])
    slow.wait_for(2)

    threads = [thread for thread in threading.enumerate() if thread.name == "prefetch"]
    assert threads
    assert all(thread.daemon for thread in threads)


@dataclass
class Table:
    """A table with its first request."""

    name: str
    request: Request | None

    def first_request(self, context: Mapping[str, Any] | None) -> Request | None:
        assert context == {"company_id": 1}
        return self.request


class BrokenTable(Table):
    """A table whose first request cannot be made."""

    def first_request(self, context: Mapping[str, Any] | None) -> Request | None:
        raise ValueError(context)


def planned(table: str) -> PlannedTable:
    return PlannedTable(Table(table, first(table)), {"company_id": 1})


TABLES = ("customers", "products", "suppliers", "warehouses", "banks", "users")


def test_the_first_requests_of_the_next_tables_are_prefetched(server: Server, prefetcher: Prefetcher) -> None:
    plan = PrefetchPlan(prefetcher)
    plan.follow(map(planned, TABLES))

    plan.reached("customers", {"company_id": 1})
    assert server.asked == [first(table) for table in TABLES[:5]]

    PrefetchQueue(prefetcher).get(first("customers"))
    plan.reached("products", {"company_id": 1})
    assert server.asked == [first(table) for table in TABLES[:6]]


def test_responses_for_skipped_tables_are_dropped(server: Server, prefetcher: Prefetcher) -> None:
    plan = PrefetchPlan(prefetcher)
    plan.follow(map(planned, TABLES))
    plan.reached("customers", {"company_id": 1})
    plan.reached("warehouses", {"company_id": 1})
    PrefetchQueue(prefetcher).get(first("products"))

    assert server.asked.count(first("products")) == 2, "its prefetched response was dropped"
    assert server.asked.count(first("warehouses")) == 1


def test_a_table_that_is_not_planned_prefetches_nothing(server: Server, prefetcher: Prefetcher) -> None:
    plan = PrefetchPlan(prefetcher)
    plan.follow(map(planned, TABLES))
    plan.reached("sites", None)

    assert server.asked == []


def test_an_error_in_a_planned_table_is_not_raised_before_the_table_is_read(
    server: Server, prefetcher: Prefetcher
) -> None:
    plan = PrefetchPlan(prefetcher)
    broken, empty = BrokenTable("products", None), Table("suppliers", None)
    tables = [
        planned("customers"),
        *(PlannedTable(one, {"company_id": 1}) for one in (broken, empty)),
        planned("banks"),
    ]
    plan.follow(tables)
    plan.reached("customers", {"company_id": 1})

    assert server.asked == [first("customers"), first("banks")]
