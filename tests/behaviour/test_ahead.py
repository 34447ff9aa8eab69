"""Prefetch: as many requests in flight as allowed, across tables and companies, and the output in order."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Fault, Sandbox
from sage200_sandbox.sample_rows import customers, nested_row, row

from tap_sage200.transport.session import HttpSession
from tests.support.runs import run_tap

if TYPE_CHECKING:
    from collections.abc import Iterator

Config = dict[str, Any]
TABLES = ("banks", "currencies", "customers", "price_bands", "products", "suppliers", "warehouses")


class UnderWay:
    """Counts requests in flight."""

    def __init__(self) -> None:
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    @contextmanager
    def one(self) -> Iterator[None]:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1


@pytest.fixture
def under_way(monkeypatch: pytest.MonkeyPatch) -> UnderWay:
    count, get = UnderWay(), HttpSession.get

    def counted(connection: HttpSession, *given: Any, **more: Any) -> Any:  # noqa: ANN401 - what `get` takes and gives
        with count.one():
            return get(connection, *given, **more)

    monkeypatch.setattr(HttpSession, "get", counted)
    return count


@pytest.mark.parametrize("concurrency", [1, 2, 4])
def test_as_many_requests_are_under_way_as_the_setting_allows(
    sage: Sandbox, config: Config, under_way: UnderWay, concurrency: int
) -> None:
    sage.companies[0].replace("customers", customers(100))
    sage.fault(Fault("latency", seconds=0.02, times=None))
    result = run_tap(config | {"concurrency": concurrency}, *TABLES)
    assert result.error is None
    assert under_way.most == concurrency


def test_what_hangs_on_the_rows_to_come_is_asked_for_ahead(sage: Sandbox, config: Config, under_way: UnderWay) -> None:
    figures = "product_sales_figures"
    sage.companies[0].replace("products", [row("products", number) for number in range(1, 7)])
    sage.companies[0].replace(figures, [nested_row(figures, 0, product_id=number) for number in range(1, 7)])
    sage.fault(Fault("latency", seconds=0.02, times=None))
    result = run_tap(config | {"concurrency": 3}, figures)
    assert [record["product_id"] for record in result.records(figures)] == [1, 2, 3, 4, 5, 6]
    assert under_way.most == 3


def test_what_comes_out_is_in_the_order_of_tables_and_companies_and_keys() -> None:
    with Sandbox(companies=2) as sage:
        for company in sage.companies:
            company.replace("customers", customers(45))
            company.replace("banks", [row("banks", number) for number in range(1, 25)])
        slow, quick = (
            run_tap(sage.settings() | {"all_companies": True, "page_size": 10, "concurrency": concurrency}, *TABLES)
            for concurrency in (1, 4)
        )
        assert len(_order(quick.messages)) == 2 * (45 + 24)
        assert _order(quick.messages) == _order(slow.messages)


def _order(messages: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    records = [(message["stream"], message["record"]) for message in messages if message["type"] == "RECORD"]
    return [(stream, record["company_id"], record["id"]) for stream, record in records]


def test_a_failure_ahead_is_that_of_its_own_table(sage: Sandbox, config: Config) -> None:
    sage.companies[0].replace("customers", customers(45))
    sage.companies[0].replace("suppliers", [row("suppliers", number) for number in range(1, 25)])
    sage.fault(Fault("400", table="products", times=None))
    result = run_tap(config | {"concurrency": 4}, *TABLES)
    assert "1 of 7 tables failed. products" in str(result.error)
    assert len(result.records("customers")) == 45
    assert len(result.records("suppliers")) == 24


def test_the_page_that_was_refused_ahead_fails_the_table_after_the_pages_before_it(
    sage: Sandbox, config: Config
) -> None:
    sage.companies[0].replace("customers", customers(45))
    sage.fault(Fault("400", table="customers", after=1, times=None))
    result = run_tap(config | {"concurrency": 4}, "customers")
    assert "1 of 1 tables failed. customers" in str(result.error)
    assert [record["id"] for record in result.records("customers")] == list(range(1, 11))
    assert result.bookmark("customers")["walk"]["after"] == 10
