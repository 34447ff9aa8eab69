"""Trying tables: what is nested in a row, or asked for by it, is tried with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sage200_sandbox import Demo, Fault, Sandbox

from tap_sage200.cli.check_steps import findings
from tap_sage200.cli.interruptible_clock import InterruptibleClock
from tap_sage200.tap import TapSage200
from tests.support.checking import check, of_table, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

Config = dict[str, Any]


@pytest.fixture(scope="module")
def demo() -> Iterator[Sandbox]:
    """A Sage 200 with a company that has rows in every table."""
    with Sandbox(Demo()) as sandbox:
        yield sandbox


@pytest.fixture
def sage(demo: Sandbox) -> Iterator[Sandbox]:
    """The same, with nothing wrong."""
    demo.forget_requests()
    yield demo
    demo.clear_faults()
    demo.closed.clear()


@pytest.fixture
def config(config: Config, sage: Sandbox) -> Config:
    """The settings of somebody who is signed in."""
    return config | {"refresh_token": sage.new_refresh_token()}


def asked_of(sage: Sandbox, table: str) -> list[dict[str, str]]:
    """The query options of each request for a table."""
    return [dict(asked.query) for asked in sage.requests if asked.table == table]


def test_what_is_nested_comes_with_the_row_of_its_parent(config: Config, sage: Sandbox) -> None:
    found = check(config, "sop_orders", "sop_order_lines")
    assert of_table(found, "sop_orders").says == "1 row"
    assert of_table(found, "sop_order_lines").verdict == "ok"
    assert asked_of(sage, "sop_orders") == [{"$top": "1", "$orderby": "id asc", "$expand": "lines"}]


def test_what_is_nested_can_be_tried_alone(config: Config) -> None:
    found = check(config, "customer_main_addresses")
    assert of_table(found, "customer_main_addresses").says == "1 row"
    assert not [finding for finding in found if finding.table == "customers"]


def test_what_is_nested_deeper_is_found_in_its_parents_row(config: Config) -> None:
    found = check(config, "nominal_code_period_balances")
    assert of_table(found, "nominal_code_period_balances").says not in {"0 rows", ""}


def test_an_expansion_that_sage_refuses_is_told_apart(config: Config, sage: Sandbox) -> None:
    sage.fault(Fault("400", table="customers", expand="main_address", times=None))
    found = check(config, "customers", "customer_main_addresses", "customer_contacts")
    assert of_table(found, "customer_main_addresses").verdict == "lacking"
    assert of_table(found, "customers").verdict == of_table(found, "customer_contacts").verdict == "ok"
    assert wrong(found) == []


def test_a_table_that_is_missing_takes_what_is_nested_in_it_along(config: Config, sage: Sandbox) -> None:
    sage.closed_to("customers", 403)
    found = check(config, "customers", "customer_main_addresses")
    assert {finding.verdict for finding in found if finding.table} == {"lacking"}


def test_a_table_by_parent_is_asked_for_by_one_parent(config: Config, sage: Sandbox) -> None:
    found = check(config, "sop_order_line_profitabilities", "product_sales_figures", "product_sales_figure_periods")
    assert wrong(found) == []
    assert of_table(found, "product_sales_figures").says == "1 row"
    assert of_table(found, "product_sales_figure_periods").says not in {"0 rows", ""}
    assert len(asked_of(sage, "product_sales_figures")) <= 2


def test_a_parent_that_has_none_is_no_missing_table(config: Config) -> None:
    found = check(config, "purchase_authorisations")
    assert of_table(found, "purchase_authorisations").verdict == "ok"


def test_a_table_by_parent_that_sage_lacks_is_told(config: Config, sage: Sandbox) -> None:
    sage.closed_to("warehouse_holdings", 404)
    found = check(config, "traceable_item_balances", "traceable_item_receipts")
    assert {finding.verdict for finding in found if finding.table} == {"lacking"}


def test_all_that_is_selected_by_default_answers(config: Config, sage: Sandbox) -> None:
    streams = TapSage200(config={}, validate_config=False).streams
    found = list(findings(config, None, InterruptibleClock()))
    assert wrong(found) == []
    tried = sorted(finding.table for finding in found if finding.table)
    assert tried == sorted(name for name, stream in streams.items() if stream.selected)
    assert not [asked for asked in sage.requests if asked.rows > 25]


def test_a_view_and_a_custom_table_are_tried(config: Config, sage: Sandbox) -> None:
    columns = {"id": "identifier", "document_no": "text"}
    lines = {"own_lines": {"expand": "lines", "key": ["id"], "columns": {"id": "identifier"}}}
    own = {
        "views": {"large_customers": {"of": "customers", "where": "credit_limit ge 0"}},
        "custom_tables": {"own_orders": {"path": "/sop_orders", "key": ["id"], "columns": columns, "nested": lines}},
    }
    found = check(config | own, "large_customers", "own_orders", "own_lines")
    assert of_table(found, "large_customers").says == "1 row"
    assert of_table(found, "own_orders").says == "1 row"
    assert of_table(found, "own_lines").verdict == "ok"
    assert asked_of(sage, "customers")[0]["$filter"] == "(credit_limit ge 0)"


def test_a_wrong_view_is_found_with_the_settings(config: Config, sage: Sandbox) -> None:
    found = list(findings(config | {"views": {"large": {"of": "custommers"}}}, None, InterruptibleClock()))
    assert [(finding.step, finding.is_wrong) for finding in found] == [("settings", True)]
    assert "views.large.of: there is no table custommers. The nearest is customers" in found[0].says
    assert sage.requests == []


def test_a_view_that_is_not_selected_is_noted(config: Config) -> None:
    found = check(config | {"views": {"large": {"of": "customers"}, "small": {"of": "banks"}}}, "large")
    [note] = [finding for finding in found if "The settings declare" in finding.says]
    assert note.verdict == "note"
    assert "The settings declare small, but" in note.says
