"""A day of work leaves what is kept beside products and holdings in agreement with the movements."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import pytest
from sage200_sandbox.company import company_rows, day_of_work
from sage200_sandbox.company.day_books import move
from sage200_sandbox.company.day_goods import follow
from sage200_sandbox.company.stock import ADJUSTMENT, DESPATCH, Kind, Movement
from sage200_sandbox.company.workday import Workday
from sage200_sandbox.facts import resources
from sage200_sandbox.rows import Delete, Insert, Update

from tests.books import Books, keyed, sums

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sage200_sandbox.rows import Change, Key, Row, Value


MORNING = datetime(2026, 4, 1, 9, 30, 15, 123000, tzinfo=UTC)
DAYS = 6
NESTED = (
    *("product_holdings", "product_holding_buying_prices", "product_holding_buying_price_movements"),
    *("product_sales_figures", "product_sales_figure_periods", "product_purchase_figures"),
    *("product_purchase_figure_periods", "product_statuses"),
)


def key(table: str, row: Mapping[str, Value]) -> Key:
    return tuple(row[name] for name in resources()[table].key)


def play(tables: dict[str, dict[Key, Row]], changes: list[Change]) -> None:
    """Carry out the changes as a store would: nothing twice, and nothing that is not there."""
    for change in changes:
        rows = tables[change.table]
        match change:
            case Insert(name, row):
                assert key(name, row) not in rows
                rows[key(name, row)] = dict(row)
            case Update(_, of, values):
                rows[of] |= values
            case Delete(_, of):
                del rows[of]


@cache
def days(seed: int, number: int) -> tuple[Books, Books, list[list[Change]]]:
    """The company before and after so many days of work, and what each day changed."""
    before = company_rows(seed=seed, scale=1, number=number)
    tables = {table: {key(table, row): dict(row) for row in rows} for table, rows in before.items()}
    worked = []
    for turn in range(DAYS):
        worked.append(day_of_work(lambda name: list(tables[name].values()), now=MORNING + timedelta(days=turn)))
        play(tables, worked[-1])
    after = {table: list(rows.values()) for table, rows in tables.items()}
    return cast("Books", before), cast("Books", after), worked


@pytest.fixture(params=[(1, 1), (1, 2), (4, 1)], ids=["uk", "ireland", "other"])
def story(request: pytest.FixtureRequest) -> tuple[Books, Books, list[list[Change]]]:
    return days(*request.param)


@pytest.fixture
def books(story: tuple[Books, Books, list[list[Change]]]) -> Books:
    return story[1]


def traced(books: Books) -> set[Any]:
    return {row["id"] for row in books["products"] if row["traceable_type"] != "EnumTraceableTypeNone"}


def test_the_holding_of_a_product_and_its_prices_move_with_the_warehouses(books: Books) -> None:
    held = sums(books["warehouse_holdings"], "product_id", "quantity_in_stock")
    assert sums(books["product_holdings"], "product_id", "quantity_in_stock") == held
    assert sums(books["product_holding_buying_prices"], "product_id", "stock_level") == held
    in_warehouses = sums(books["warehouse_holdings"], ("product_id", "warehouse_name"), "quantity_in_stock")
    layers = books["product_holding_buying_price_movements"]
    assert sums(layers, ("product_id", "warehouse_name"), "quantity") == in_warehouses
    allocated = sums(books["warehouse_holdings"], "product_id", "quantity_allocated")
    assert sums(books["product_holdings"], "product_id", "quantity_allocated") == allocated


def test_bins_hold_what_their_warehouses_hold(books: Books) -> None:
    for field in ("quantity_in_stock", "quantity_allocated", "free_stock_available"):
        held = sums(books["warehouse_holdings"], "id", field)
        assert sums(books["bin_holdings"], "warehouse_holding_id", field) == held


def test_the_days_sales_are_in_the_figures_of_their_period(books: Books) -> None:
    sold = [
        row | {"sold": -row["quantity"], "month": row["transaction_date"].replace(day=1)}
        for row in books["product_transaction_views"]
        if row["transaction_type"] in {"Goods Despatched", "Goods Returned"}
    ]
    figures = books["product_sales_figure_periods"]
    assert sums(figures, ("product_id", "start_date"), "quantity_sold") == sums(sold, ("product_id", "month"), "sold")
    assert {
        (row["year"], row["period"]) for row in figures if row["start_date"] >= datetime(2026, 4, 1, tzinfo=UTC)
    } <= {("2026", "1")}


def test_the_items_of_traced_goods_are_what_is_in_the_bins(books: Books) -> None:
    of_traced = [row for row in books["bin_holdings"] if row["product_id"] in traced(books)]
    items = books["traceable_item_balances"]
    assert sums(items, "bin_item_id", "quantity") == sums(of_traced, "id", "quantity_in_stock")
    assert sums(items, "bin_item_id", "allocated_quantity") == sums(of_traced, "id", "quantity_allocated")
    locations = books["traceable_item_locations"]
    assert sums(locations, "traceable_item_id", "bin_quantity_in_stock") == sums(items, "traceable_item_id", "quantity")
    allocations = books["traceable_item_allocations"]
    set_aside = sums(items, "traceable_item_id", "allocated_quantity")
    assert sums(allocations, "traceable_item_id", "allocated_quantity") == set_aside


def test_what_is_left_of_an_item_is_what_came_of_it_less_what_went(books: Books) -> None:
    came = sums(books["traceable_item_receipts"], "traceable_item_id", "received_issued_quantity")
    went = sums(books["traceable_item_issues"], "traceable_item_id", "received_issued_quantity")
    for row in books["traceable_item_balances"]:
        item = row["traceable_item_id"]
        assert row["quantity"] == came[item] - went.get(item, Decimal(0)) >= row["allocated_quantity"] >= 0
    for direction in ("receipt", "issue"):
        history = {row["id"] for row in books[f"traceable_item_{direction}s"]}
        of_history = {
            row[f"traceable_item_{direction}_id"] for row in books[f"traceable_item_{direction}_transactions"]
        }
        assert of_history == history


def moved(kind: Kind, product: dict[str, Any], quantity: int, *, reference: str = "COUNT") -> Workday:
    """A day on which nothing happens but this movement in the main warehouse."""
    rows, _, _ = days(1, 1)
    day = Workday(lambda table: cast("list[Row]", rows[table]), now=MORNING, last_id=None)
    home = rows["warehouses"][0]
    freed = sum(
        row["allocated_quantity"]
        for row in rows["traceable_item_allocations"]
        if (row["order_no"], row["warehouse_name"]) == (reference, home["name"])
        and row["traceable_item_id"] in items_of(rows, product)
    )
    movement = Movement(kind, product, home, Decimal(quantity), MORNING, reference)
    move(day, movement, allocated=Decimal(freed))
    follow(day)
    return day


def items_of(books: Books, product: dict[str, Any]) -> dict[Any, dict[str, Any]]:
    """The items of a product in the main warehouse, by their id."""
    (holding,) = [
        row["id"]
        for row in books["warehouse_holdings"]
        if (row["product_id"], row["warehouse_id"]) == (product["id"], books["warehouses"][0]["id"])
    ]
    items = [row for row in books["traceable_item_balances"] if row["warehouse_holding_id"] == holding]
    return keyed(items, "traceable_item_id")


def product_called(code: str) -> dict[str, Any]:
    return keyed(days(1, 1)[0]["products"], "code")[code]


@pytest.mark.parametrize(("code", "items"), [("SAFE001", 3), ("TONER001", 1), ("PEN001", 0)])
def test_what_comes_is_a_batch_or_so_many_serial_numbers_or_not_traced(code: str, items: int) -> None:
    day = moved(ADJUSTMENT, product_called(code), 3)
    new = [one.row for one in day.changes if isinstance(one, Insert) and one.table == "traceable_item_balances"]
    assert len(new) == items
    assert sum(cast("Decimal", row["quantity"]) for row in new) == (3 if items else 0)
    product = day.row("products", product_called(code)["id"])
    assert product["auto_generate_next_number"] == product_called(code)["auto_generate_next_number"] + items


def test_what_goes_without_an_order_is_of_the_oldest_that_nothing_was_set_aside_for() -> None:
    before = items_of(days(1, 1)[0], product_called("SAFE001"))
    day = moved(DESPATCH, product_called("SAFE001"), -2, reference="0000000001")
    gone = [item for item in before if not day_balance(day, before[item])["quantity"]]
    assert gone == sorted(before)[:2]


def allocated() -> tuple[dict[str, Any], dict[str, Any]]:
    """Something that is set aside in the main warehouse, and its product."""
    books = days(1, 1)[0]
    allocation = next(row for row in books["traceable_item_allocations"] if row["warehouse_name"] == "HOME")
    item = keyed(books["traceable_item_balances"], "traceable_item_id")[allocation["traceable_item_id"]]
    holding = keyed(books["warehouse_holdings"])[item["warehouse_holding_id"]]
    return allocation, keyed(books["products"])[holding["product_id"]]


def test_what_is_set_aside_for_an_order_stays_when_another_goes_out() -> None:
    _, product = allocated()
    before = items_of(days(1, 1)[0], product)
    day = moved(DESPATCH, product, -1, reference="0000000001")
    after = {id_: day_balance(day, item) for id_, item in before.items()}
    for field in ("allocated_quantity", "is_allocated"):
        assert {id_: row[field] for id_, row in after.items()} == {id_: row[field] for id_, row in before.items()}
    (gone,) = [id_ for id_ in before if after[id_]["quantity"] != before[id_]["quantity"]]
    assert gone == min(id_ for id_, row in before.items() if row["quantity"] > row["allocated_quantity"])


def test_what_goes_for_an_order_is_what_was_set_aside_for_it() -> None:
    allocation, product = allocated()
    books = days(1, 1)[0]
    items = items_of(books, product)
    of_order = [
        row
        for row in books["traceable_item_allocations"]
        if row["order_no"] == allocation["order_no"] and row["traceable_item_id"] in items
    ]
    quantity = sum(row["allocated_quantity"] for row in of_order)
    day = moved(DESPATCH, product, -int(quantity), reference=allocation["order_no"])
    left = day.where("traceable_item_allocations", order_no=allocation["order_no"])
    assert not [row for row in left if row["traceable_item_id"] in items]
    for row in of_order:
        before, after = items[row["traceable_item_id"]], day_balance(day, items[row["traceable_item_id"]])
        for field in ("quantity", "allocated_quantity"):
            assert after[field] == before[field] - row["allocated_quantity"]


def day_balance(day: Workday, item: dict[str, Any]) -> dict[str, Any]:
    return day.row("traceable_item_balances", item["traceable_bin_item_id"], item["traceable_item_id"])


def test_a_number_is_given_to_one_item_only_and_the_next_is_not_used(books: Books) -> None:
    numbers = [row["identification_no"] for row in books["traceable_item_balances"]]
    assert len(set(numbers)) == len(numbers)
    for product in books["products"]:
        if product["id"] in traced(books):
            next_number = f"{product['auto_generate_prefix']}-{product['auto_generate_next_number']:05d}"
            assert next_number not in numbers


def test_a_status_follows_the_orders_of_the_day(books: Books) -> None:
    open_ = ("EnumDocumentStatusLive", "EnumDocumentStatusOnHold")
    products = {row["id"] for row in books["products"]}
    active = {
        line["product_id"]
        for order in ("sop", "pop")
        for line in books[f"{order}_order_line_views"]
        if line[f"{order}_order_document_status"] in open_
    } & products
    statuses = books["product_statuses"]
    assert {row["product_id"] for row in statuses if row["has_active_sop_or_pop_documents"]} == active
    stamps = keyed(books["products"])
    assert all(row["date_time_updated"] == stamps[row["id"]]["date_time_updated"] for row in statuses)


def test_a_product_is_changed_when_anything_nested_in_it_is(story: tuple[Books, Books, list[list[Change]]]) -> None:
    for changes in story[2]:
        stamped = {one.key[0] for one in changes if isinstance(one, Update) and one.table == "products"}
        nested = {
            one.row["product_id"] if isinstance(one, Insert) else one.key[0] for one in changes if one.table in NESTED
        }
        assert nested
        assert nested <= stamped


def test_a_holding_is_changed_when_an_item_in_it_is(story: tuple[Books, Books, list[list[Change]]]) -> None:
    holding = {row["traceable_item_id"]: row["warehouse_holding_id"] for row in story[1]["traceable_item_balances"]}
    for changes in story[2]:
        stamped = {one.key[0] for one in changes if isinstance(one, Update) and one.table == "warehouse_holdings"}
        items = {
            one.row["traceable_item_id"] if isinstance(one, Insert) else one.key[1]
            for one in changes
            if one.table == "traceable_item_balances"
        }
        assert {holding[item] for item in items} <= stamped
